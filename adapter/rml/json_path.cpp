#include "adapter/rml/json_path.h"

#include <charconv>
#include <utility>

#include "adapter/rml/json_path_query.h"
#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rml {
namespace {

using Condition = JsonPathCondition;
using Kind = Condition::Kind;

constexpr std::size_t nesting_limit = 32;
constexpr std::int64_t integer_limit = (std::int64_t{1} << 53) - 1;  // RFC 9535, 2.1

bool begins_name(char c) {
    return rdf::is_ascii_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool continues_name(char c) {
    return begins_name(c) || rdf::is_ascii_digit(c);
}

/// Reads by recursive descent. The first fault is kept and ends everything: after it `peek` gives the end.
class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<JsonPathQuery> run() {
        if (rdf::first_invalid_utf8(text_) != text_.size()) {
            return invalid_input("the JSONPath is not valid UTF-8");
        }
        JsonPathQuery query;
        if (!take('$')) {
            fail("expected `$`");
        } else {
            query = segments();
        }
        if (!error_ && at_ != text_.size()) {
            fail("expected `.`, `[` or the end");
        }
        return error_ ? Result<JsonPathQuery>(*error_) : std::move(query);
    }

  private:
    char peek(std::size_t ahead = 0) const { return !error_ && at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    bool take(char expected) {
        const bool found = peek() == expected && expected != '\0';
        at_ += found ? 1 : 0;
        return found;
    }
    bool take(std::string_view expected) {
        const bool found = !error_ && text_.substr(at_).starts_with(expected);
        at_ += found ? expected.size() : 0;
        return found;
    }
    void blanks() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            ++at_;
        }
    }
    void fail(std::string_view reason, ErrorKind kind = ErrorKind::InvalidInput) {
        if (!error_) {
            const std::string found = at_ < text_.size() ? "before `" + rest() + "`" : std::string("at the end");
            error_ = Error{kind, "the JSONPath `" + std::string(text_) + "`: " + std::string(reason) + " " + found};
        }
    }
    std::string rest() const {
        std::size_t end = at_;
        for (int characters = 0; characters < 10 && end < text_.size(); ++characters) {
            end += rdf::code_point_at(text_, end).length;
        }
        return std::string(text_.substr(at_, end - at_));
    }

    JsonPathQuery segments() {
        JsonPathQuery query;
        while (!error_) {
            const std::size_t before = at_;
            blanks();
            if (peek() != '.' && peek() != '[') {
                at_ = before;
                break;
            }
            query.segments.push_back(segment());
        }
        return query;
    }

    JsonPathSegment segment() {
        JsonPathSegment made;
        if (take('.')) {
            made.descends = take('.');
        }
        if (take('[')) {
            bracketed(made);
        } else if (take('*')) {
            made.selectors.emplace_back(WildcardSelector{});
        } else if (begins_name(peek())) {
            const std::size_t begin = at_;
            while (continues_name(peek())) {
                ++at_;
            }
            made.selectors.emplace_back(NameSelector{std::string(text_.substr(begin, at_ - begin))});
            if (peek() == '-' || peek() == '(') {
                fail("a name with other characters stands in brackets, as ['a-b'],");
            }
        } else {
            fail("expected a name, `*` or `[` (other names stand in brackets, as ['a b'])");
        }
        return made;
    }

    void bracketed(JsonPathSegment& made) {
        do {
            blanks();
            made.selectors.push_back(selector());
            blanks();
        } while (!error_ && take(','));
        if (!take(']')) {
            fail("expected `,` or `]`");
        }
    }

    JsonPathSelector selector() {
        if (take('*')) {
            return WildcardSelector{};
        }
        if (peek() == '\'' || peek() == '"') {
            return NameSelector{string()};
        }
        if (take('?')) {
            return FilterSelector{std::make_shared<const Condition>(any())};
        }
        const std::optional<std::int64_t> first = integer();
        blanks();
        if (!take(':')) {
            if (!first) {
                fail("expected a quoted name, `*`, a number, a slice or a filter `?`");
            }
            return IndexSelector{first.value_or(0)};
        }
        return slice(first);
    }

    SliceSelector slice(std::optional<std::int64_t> start) {
        SliceSelector made;
        made.start = start;
        blanks();
        made.end = integer();
        blanks();
        if (take(':')) {
            blanks();
            made.step = integer().value_or(1);
        }
        return made;
    }

    /// Nothing if there is none.
    std::optional<std::int64_t> integer() {
        const std::size_t begin = at_;
        take('-');
        const std::size_t digits = at_;
        while (rdf::is_ascii_digit(peek())) {
            ++at_;
        }
        if (at_ == begin) {
            return std::nullopt;
        }
        std::int64_t value = 0;
        const auto [end, fault] = std::from_chars(text_.data() + begin, text_.data() + at_, value);
        const bool is_canonical = text_[digits] != '0' || (at_ == digits + 1 && begin == digits);
        if (fault != std::errc() || digits == at_ || !is_canonical || value > integer_limit || value < -integer_limit) {
            at_ = begin;
            fail("expected a whole number without leading zeros, of at most 2^53 - 1,");
        }
        return value;
    }

    std::string string() {
        const char quote = peek();
        std::string made;
        for (++at_; !take(quote) && !error_;) {
            if (at_ == text_.size() || static_cast<unsigned char>(peek()) < 0x20) {
                fail("expected the closing quote");
            } else if (take('\\')) {
                escape(quote, made);
            } else {
                made += text_[at_++];
            }
        }
        return made;
    }

    void escape(char quote, std::string& made) {
        constexpr std::string_view letters = "bfnrt/\\";
        constexpr std::string_view meanings = "\b\f\n\r\t/\\";
        const char c = peek();
        if (const std::size_t known = letters.find(c); c != '\0' && known != std::string_view::npos) {
            made += meanings[known];
            ++at_;
        } else if (take(quote)) {
            made += quote;
        } else if (take('u')) {
            rdf::append_utf8(made, unicode());
        } else {
            fail("expected an escape such as \\n or \\u00e9");
        }
    }

    char32_t unicode() {
        char32_t value = four_digits();
        if (value >= 0xD800 && value < 0xDC00 && take("\\u")) {
            const char32_t low = four_digits();
            value = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((value - 0xD800) << 10U) + (low - 0xDC00) : 0xD800;
        }
        if (rdf::is_surrogate(value)) {
            fail("half of a surrogate pair stands");
            return U'?';
        }
        return value;
    }

    char32_t four_digits() {
        std::uint32_t value = 0;
        const std::string_view digits = error_ ? std::string_view() : text_.substr(at_, 4);
        const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (fault != std::errc() || digits.size() != 4 || end != digits.data() + 4) {
            fail("expected four hexadecimal digits");
            return U'?';
        }
        at_ += 4;
        return value;
    }

    Condition any() {
        if (++depth_ > nesting_limit) {
            fail("filters are nested deeper than the limit of 32", ErrorKind::LimitExceeded);
        }
        Condition made;
        made.kind = Kind::Or;
        do {
            made.parts.push_back(all());
            blanks();
        } while (take("||"));
        --depth_;
        return made;
    }

    Condition all() {
        Condition made;
        made.kind = Kind::And;
        do {
            made.parts.push_back(basic());
            blanks();
        } while (take("&&"));
        return made;
    }

    Condition basic() {
        blanks();
        if (peek() == '!' && peek(1) != '=') {
            return negated();
        }
        if (take('(')) {
            Condition made = any();
            if (!take(')')) {
                fail("expected `)`");
            }
            return made;
        }
        return comparison();
    }

    Condition negated() {
        take('!');
        blanks();
        Condition made;
        made.kind = Kind::Not;
        if (peek() == '(') {
            made.parts.push_back(basic());
        } else {
            made.parts.push_back(existence(operand()));
        }
        return made;
    }

    Condition existence(Condition::Operand operand) {
        Condition made;
        made.kind = Kind::Exists;
        if (!error_ && !std::holds_alternative<JsonPathQuery>(operand)) {
            fail("a value alone is no condition: expected a comparison");
        }
        made.operands.push_back(std::move(operand));
        return made;
    }

    Condition comparison() {
        Condition::Operand left = operand();
        blanks();
        const std::optional<Kind> compared = comparison_sign();
        if (!compared) {
            return existence(std::move(left));
        }
        blanks();
        Condition made;
        made.kind = *compared;
        made.operands.push_back(std::move(left));
        made.operands.push_back(operand());
        for (const Condition::Operand& one : made.operands) {
            const auto* const query = std::get_if<JsonPathQuery>(&one);
            if (query != nullptr && !query->is_singular()) {
                fail("a query that may find several nodes cannot be compared");
            }
        }
        return made;
    }

    std::optional<Kind> comparison_sign() {
        constexpr std::pair<std::string_view, Kind> signs[] = {{"==", Kind::Equal},       {"!=", Kind::NotEqual},
                                                               {"<=", Kind::LessOrEqual}, {">=", Kind::GreaterOrEqual},
                                                               {"<", Kind::Less},         {">", Kind::Greater}};
        for (const auto& [sign, kind] : signs) {
            if (take(sign)) {
                return kind;
            }
        }
        return std::nullopt;
    }

    Condition::Operand operand() {
        if (peek() == '@' || peek() == '$') {
            const bool is_relative = text_[at_++] == '@';
            JsonPathQuery query = segments();
            query.is_relative = is_relative;
            return query;
        }
        JsonValue value;
        if (peek() == '\'' || peek() == '"') {
            value.kind = JsonValue::Kind::String;
            value.text = string();
        } else if (peek() == '-' || rdf::is_ascii_digit(peek())) {
            value.kind = JsonValue::Kind::Number;
            value.text = number();
        } else {
            word(value);
        }
        return value;
    }

    void word(JsonValue& value) {
        const std::size_t begin = at_;
        while (continues_name(peek())) {
            ++at_;
        }
        value.text = text_.substr(begin, at_ - begin);
        if (!value.text.empty() && peek() == '(') {
            at_ = begin;
            fail("functions such as " + value.text + "() are not supported here");
        } else if (value.text == "true" || value.text == "false") {
            value.kind = JsonValue::Kind::Boolean;
        } else if (value.text != "null") {
            at_ = begin;
            fail("expected `@`, `$`, a string, a number, true, false or null");
        }
    }

    /// RFC 9535, 2.3.5.1: as in JSON.
    std::string number() {
        const std::size_t begin = at_;
        take('-');
        const bool has_zero = peek() == '0';
        std::size_t whole = digits();
        bool is_number = whole == 1 || (whole > 1 && !has_zero);
        if (take('.')) {
            is_number = digits() > 0 && is_number;
        }
        if (peek() == 'e' || peek() == 'E') {
            ++at_;
            if (!take('+')) {
                take('-');
            }
            is_number = digits() > 0 && is_number;
        }
        if (!is_number) {
            at_ = begin;
            fail("expected a number as JSON writes it");
        }
        return std::string(text_.substr(begin, at_ - begin));
    }

    std::size_t digits() {
        const std::size_t begin = at_;
        while (rdf::is_ascii_digit(peek())) {
            ++at_;
        }
        return at_ - begin;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::optional<Error> error_;
};

}  // namespace

bool JsonPathQuery::is_singular() const {
    for (const JsonPathSegment& segment : segments) {
        const bool is_one = !segment.descends && segment.selectors.size() == 1 &&
                            (std::holds_alternative<NameSelector>(segment.selectors.front()) ||
                             std::holds_alternative<IndexSelector>(segment.selectors.front()));
        if (!is_one) {
            return false;
        }
    }
    return true;
}

Result<JsonPath> JsonPath::parse(std::string_view text) {
    auto query = Parser(text).run();
    if (!query) {
        return std::move(query).error();
    }
    return JsonPath(std::make_shared<const JsonPathQuery>(*std::move(query)));
}

}  // namespace gridlore::rml
