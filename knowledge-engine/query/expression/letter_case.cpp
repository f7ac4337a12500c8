#include "knowledge-engine/query/expression/letter_case.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>

#include <algorithm>

#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::query {
namespace {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

using Convert = void (*)(const char* locale, uint32_t options, icu::StringPiece text, icu::ByteSink& sink,
                         icu::Edits* edits, UErrorCode& status);

std::string by_icu(std::string_view text, Convert convert) {
    std::string result;
    icu::StringByteSink<std::string> sink(&result, static_cast<int32_t>(text.size()));
    UErrorCode status = U_ZERO_ERROR;
    convert("", 0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink, nullptr, status);
    return U_SUCCESS(status) ? result : std::string(text);
}

}  // namespace

std::string upper_case(std::string_view text) {
    if (!is_ascii(text)) {
        return by_icu(text, icu::CaseMap::utf8ToUpper);
    }
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), rdf::to_ascii_upper);
    return result;
}

std::string lower_case(std::string_view text) {
    if (!is_ascii(text)) {
        return by_icu(text, icu::CaseMap::utf8ToLower);
    }
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), rdf::to_ascii_lower);
    return result;
}

}  // namespace gridlore::query
