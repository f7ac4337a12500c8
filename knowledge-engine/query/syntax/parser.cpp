#include "knowledge-engine/query/syntax/parser.h"

#include <optional>
#include <utility>

#include "knowledge-engine/query/syntax/unicode_escapes.h"
#include "knowledge-engine/query/syntax/update_parser.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::query {
namespace {

/// The byte at a position that `position_in` gave.
std::size_t offset_of(std::string_view text, TextPosition position) {
    std::size_t line_start = 0;
    for (std::size_t line = 1; line < position.line; ++line) {
        line_start = text.find('\n', line_start) + 1;
    }
    return line_start + position.column - 1;
}

std::optional<Error> check_text(std::string_view text, const ParseOptions& options) {
    if (text.size() > options.bytes) {
        return Error{ErrorKind::LimitExceeded, "the text has " + std::to_string(text.size()) +
                                                   " bytes; a query or update may have at most " +
                                                   std::to_string(options.bytes)};
    }
    return rdf::check_utf8(text);
}

/// `parse`, with escapes read first and places in errors that are those of the text as it was given.
template <typename Parse>
auto parse_unescaped(std::string_view text, const ParseOptions& options, Parse parse) -> decltype(parse(text)) {
    if (auto fault = check_text(text, options)) {
        return *std::move(fault);
    }
    const auto unescaped = UnescapedText::make(text);
    if (!unescaped) {
        return parse(text);
    }
    auto parsed = parse(unescaped->text());
    if (!parsed && parsed.error().position) {
        const std::size_t offset = offset_of(unescaped->text(), *parsed.error().position);
        parsed.error().position = rdf::position_in(text, unescaped->original_offset(offset));
    }
    return parsed;
}

}  // namespace

Result<Query> parse_query(std::string_view text, const ParseOptions& options) {
    return parse_unescaped(text, options,
                           [&options](std::string_view plain) { return QueryParser(plain, options).query(); });
}

Result<Update> parse_update(std::string_view text, const ParseOptions& options) {
    return parse_unescaped(text, options,
                           [&options](std::string_view plain) { return UpdateParser(plain, options).update(); });
}

}  // namespace gridlore::query
