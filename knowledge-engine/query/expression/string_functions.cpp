/// Functions on strings (SPARQL 1.1 Query, 17.4.3) but for regular expressions. Lengths and places count code points.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

#include "knowledge-engine/query/expression/function_table.h"
#include "knowledge-engine/query/expression/letter_case.h"
#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::query {
namespace {

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

std::size_t code_points(std::string_view text) {
    return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

/// 17.4.3.1.2: the second has no language, or that of the first.
bool are_compatible(const Value& first, const Value& second) {
    if (!first.is_text() || !second.is_text()) {
        return false;
    }
    return second.kind() == Value::Kind::String ||
           (first.kind() == Value::Kind::LanguageString && first.language() == second.language());
}

Value strlen(Arguments arguments, ExpressionContext&) {
    if (!arguments[0].is_text()) {
        return {};
    }
    return Value::of(Number::integer(static_cast<std::int64_t>(code_points(arguments[0].text()))));
}

double rounded(const Number& number) {
    return round_half_up(number).value_or(number).to_double();  // of so many digits that a half is nothing to it
}

/// XPath's fn:substring: the characters at the places p (from 1) with round(start) <= p < round(start) + round(length).
Value substr(Arguments arguments, ExpressionContext& context) {
    const bool numbers =
        std::all_of(arguments.begin() + 1, arguments.end(), [](const Value& v) { return v.is_number(); });
    if (!arguments[0].is_text() || !numbers) {
        return {};
    }
    const double first = rounded(arguments[1].number());
    const double behind = arguments.size() < 3 ? HUGE_VAL : first + rounded(arguments[2].number());
    const std::string& text = arguments[0].text();
    std::string part;
    double place = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        place += is_continuation(text[i]) ? 0 : 1;
        if (place >= first && place < behind) {
            part += text[i];
        }
    }
    return made_text(std::move(part), arguments[0], context);
}

template <Result<std::string> (*convert)(std::string_view)>
Value with_case(Arguments arguments, ExpressionContext& context) {
    if (!arguments[0].is_text()) {
        return {};
    }
    auto converted = convert(arguments[0].text());
    if (!converted) {
        context.terms().fail(std::move(converted).error());
        return {};
    }
    return made_text(*std::move(converted), arguments[0], context);
}

using TextTest = bool (*)(std::string_view text, std::string_view part);

bool begins(std::string_view text, std::string_view part) {
    return text.starts_with(part);
}
bool ends(std::string_view text, std::string_view part) {
    return text.ends_with(part);
}
bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

template <TextTest test>
Value text_test(Arguments arguments, ExpressionContext&) {
    return are_compatible(arguments[0], arguments[1]) ? Value::of(test(arguments[0].text(), arguments[1].text()))
                                                      : Value();
}

Value strbefore(Arguments arguments, ExpressionContext& context) {
    if (!are_compatible(arguments[0], arguments[1])) {
        return {};
    }
    const std::size_t at = arguments[0].text().find(arguments[1].text());
    return at == std::string::npos ? Value::string({})
                                   : made_text(arguments[0].text().substr(0, at), arguments[0], context);
}

Value strafter(Arguments arguments, ExpressionContext& context) {
    if (!are_compatible(arguments[0], arguments[1])) {
        return {};
    }
    const std::size_t at = arguments[0].text().find(arguments[1].text());
    return at == std::string::npos
               ? Value::string({})
               : made_text(arguments[0].text().substr(at + arguments[1].text().size()), arguments[0], context);
}

Value encode_for_uri(Arguments arguments, ExpressionContext& context) {
    static constexpr std::string_view hex = "0123456789ABCDEF";
    if (!arguments[0].is_text()) {
        return {};
    }
    std::string encoded;
    for (const char c : arguments[0].text()) {
        const auto byte = static_cast<unsigned char>(c);
        if (rdf::is_ascii_letter(c) || rdf::is_ascii_digit(c) ||
            std::string_view("-_.~").find(c) != std::string::npos) {
            encoded += c;
        } else {
            encoded.append({'%', hex[byte >> 4], hex[byte & 15]});
        }
    }
    return made_string(std::move(encoded), context);
}

/// With the language of the arguments if all have the same.
Value concat(Arguments arguments, ExpressionContext& context) {
    std::size_t bytes = 0;
    for (const Value& argument : arguments) {
        if (!argument.is_text()) {
            return {};
        }
        bytes += argument.text().size();
    }
    if (is_too_long(bytes, context)) {
        return {};
    }
    std::string text;
    text.reserve(bytes);
    bool one_language = !arguments.empty();
    for (const Value& argument : arguments) {
        text += argument.text();
        one_language = one_language && argument.language() == arguments.front().language();
    }
    return one_language ? made_text(std::move(text), arguments.front(), context) : Value::string(std::move(text));
}

/// RFC 4647, 3.3.1, basic filtering.
Value lang_matches(Arguments arguments, ExpressionContext&) {
    if (arguments[0].kind() != Value::Kind::String || arguments[1].kind() != Value::Kind::String) {
        return {};
    }
    const std::string& tag = arguments[0].text();
    const std::string& range = arguments[1].text();
    if (range == "*") {
        return Value::of(!tag.empty());
    }
    const bool begins_so = tag.size() >= range.size() &&
                           std::equal(range.begin(), range.end(), tag.begin(),
                                      [](char a, char b) { return rdf::to_ascii_lower(a) == rdf::to_ascii_lower(b); });
    const bool ends_there = tag.size() == range.size() || (begins_so && !range.empty() && tag[range.size()] == '-');
    return Value::of(begins_so && ends_there);
}

constexpr std::array<FunctionEntry, 12> table = {{{Function::StrLen, strlen},
                                                  {Function::SubStr, substr},
                                                  {Function::UCase, with_case<upper_case>},
                                                  {Function::LCase, with_case<lower_case>},
                                                  {Function::StrStarts, text_test<begins>},
                                                  {Function::StrEnds, text_test<ends>},
                                                  {Function::Contains, text_test<contains>},
                                                  {Function::StrBefore, strbefore},
                                                  {Function::StrAfter, strafter},
                                                  {Function::EncodeForUri, encode_for_uri},
                                                  {Function::Concat, concat},
                                                  {Function::LangMatches, lang_matches}}};

}  // namespace

std::span<const FunctionEntry> string_functions() {
    return table;
}

}  // namespace gridlore::query
