#include "knowledge-engine/query/expression/letter_case.h"

#include <algorithm>

#include "knowledge-engine/query/expression/icu.h"
#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::query {
namespace {

using AsciiCase = char (*)(char);
using IcuCase = decltype(Icu::ucasemap_utf8ToUpper);

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string converted(std::string_view text, IcuCase convert) {
    UErrorCode status = U_ZERO_ERROR;
    UCaseMap* map = icu().ucasemap_open("", 0, &status);
    // No mapping makes a text more than three times as long (Unicode 3.13: three characters for one).
    std::string result(text.size() * 3, '\0');
    const int32_t length = convert(map, result.data(), static_cast<int32_t>(result.size()), text.data(),
                                   static_cast<int32_t>(text.size()), &status);
    icu().ucasemap_close(map);
    result.resize(U_SUCCESS(status) ? static_cast<std::size_t>(length) : 0);
    return result;
}

Result<std::string> with_case(std::string_view text, AsciiCase ascii, IcuCase Icu::*by_icu) {
    if (!is_ascii(text)) {
        if (auto found = find_icu(); !found) {
            return std::move(found).error();
        }
        return converted(text, icu().*by_icu);
    }
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), ascii);
    return result;
}

}  // namespace

Result<std::string> upper_case(std::string_view text) {
    return with_case(text, rdf::to_ascii_upper, &Icu::ucasemap_utf8ToUpper);
}

Result<std::string> lower_case(std::string_view text) {
    return with_case(text, rdf::to_ascii_lower, &Icu::ucasemap_utf8ToLower);
}

}  // namespace gridlore::query
