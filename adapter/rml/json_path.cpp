#include "adapter/rml/json_path.h"

#include <utility>

#include "adapter/rml/json_path_query.h"
#include "adapter/rml/json_path_text.h"
#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rml {
namespace {

using Condition = JsonPathCondition;
using Kind = Condition::Kind;

constexpr std::size_t nesting_limit = 32;

/// Reads by recursive descent.
class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<JsonPathQuery> run() {
        JsonPathQuery query;
        if (!text_.take('$')) {
            text_.fail("expected `$`");
        } else {
            query = segments();
        }
        if (!text_.error() && !text_.is_at_end()) {
            text_.fail("expected `.`, `[` or the end");
        }
        return text_.error() ? Result<JsonPathQuery>(*text_.error()) : std::move(query);
    }

  private:
    JsonPathQuery segments() {
        JsonPathQuery query;
        while (!text_.error()) {
            const std::size_t before = text_.place();
            text_.skip_blanks();
            if (text_.peek() != '.' && text_.peek() != '[') {
                text_.back_to(before);
                break;
            }
            query.segments.push_back(segment());
        }
        return query;
    }

    JsonPathSegment segment() {
        JsonPathSegment made;
        if (text_.take('.')) {
            made.descends = text_.take('.');
        }
        if (text_.take('[')) {
            bracketed(made);
        } else if (text_.take('*')) {
            made.selectors.emplace_back(WildcardSelector{});
        } else if (text_.has_name()) {
            made.selectors.emplace_back(NameSelector{text_.name()});
            if (text_.peek() == '-' || text_.peek() == '(') {
                text_.fail("a name with other characters stands in brackets, as ['a-b'],");
            }
        } else {
            text_.fail("expected a name, `*` or `[` (other names stand in brackets, as ['a b'])");
        }
        return made;
    }

    void bracketed(JsonPathSegment& made) {
        do {
            text_.skip_blanks();
            made.selectors.push_back(selector());
            text_.skip_blanks();
        } while (!text_.error() && text_.take(','));
        if (!text_.take(']')) {
            text_.fail("expected `,` or `]`");
        }
    }

    JsonPathSelector selector() {
        if (text_.take('*')) {
            return WildcardSelector{};
        }
        if (text_.peek() == '\'' || text_.peek() == '"') {
            return NameSelector{text_.string()};
        }
        if (text_.take('?')) {
            return FilterSelector{std::make_shared<const Condition>(any())};
        }
        const std::optional<std::int64_t> first = text_.integer();
        text_.skip_blanks();
        if (!text_.take(':')) {
            if (!first) {
                text_.fail("expected a quoted name, `*`, a number, a slice or a filter `?`");
            }
            return IndexSelector{first.value_or(0)};
        }
        return slice(first);
    }

    SliceSelector slice(std::optional<std::int64_t> start) {
        SliceSelector made;
        made.start = start;
        text_.skip_blanks();
        made.end = text_.integer();
        text_.skip_blanks();
        if (text_.take(':')) {
            text_.skip_blanks();
            made.step = text_.integer().value_or(1);
        }
        return made;
    }

    Condition any() {
        if (++depth_ > nesting_limit) {
            text_.fail("filters are nested deeper than the limit of 32", ErrorKind::LimitExceeded);
        }
        Condition made;
        made.kind = Kind::Or;
        do {
            made.parts.push_back(all());
            text_.skip_blanks();
        } while (text_.take("||"));
        --depth_;
        return made;
    }

    Condition all() {
        Condition made;
        made.kind = Kind::And;
        do {
            made.parts.push_back(basic());
            text_.skip_blanks();
        } while (text_.take("&&"));
        return made;
    }

    Condition basic() {
        text_.skip_blanks();
        if (text_.peek() == '!' && text_.peek(1) != '=') {
            return negated();
        }
        if (text_.take('(')) {
            Condition made = any();
            if (!text_.take(')')) {
                text_.fail("expected `)`");
            }
            return made;
        }
        return comparison();
    }

    Condition negated() {
        text_.take('!');
        text_.skip_blanks();
        Condition made;
        made.kind = Kind::Not;
        if (text_.peek() == '(') {
            made.parts.push_back(basic());
        } else {
            made.parts.push_back(existence(operand()));
        }
        return made;
    }

    Condition existence(Condition::Operand operand) {
        Condition made;
        made.kind = Kind::Exists;
        if (!text_.error() && !std::holds_alternative<JsonPathQuery>(operand)) {
            text_.fail("a value alone is no condition: expected a comparison");
        }
        made.operands.push_back(std::move(operand));
        return made;
    }

    Condition comparison() {
        Condition::Operand left = operand();
        text_.skip_blanks();
        const std::optional<Kind> compared = comparison_sign();
        if (!compared) {
            return existence(std::move(left));
        }
        text_.skip_blanks();
        Condition made;
        made.kind = *compared;
        made.operands.push_back(std::move(left));
        made.operands.push_back(operand());
        for (const Condition::Operand& one : made.operands) {
            const auto* const query = std::get_if<JsonPathQuery>(&one);
            if (query != nullptr && !query->is_singular()) {
                text_.fail("a query that may find several nodes cannot be compared");
            }
        }
        return made;
    }

    std::optional<Kind> comparison_sign() {
        constexpr std::pair<std::string_view, Kind> signs[] = {{"==", Kind::Equal},       {"!=", Kind::NotEqual},
                                                               {"<=", Kind::LessOrEqual}, {">=", Kind::GreaterOrEqual},
                                                               {"<", Kind::Less},         {">", Kind::Greater}};
        for (const auto& [sign, kind] : signs) {
            if (text_.take(sign)) {
                return kind;
            }
        }
        return std::nullopt;
    }

    Condition::Operand operand() {
        const bool is_relative = text_.take('@');
        if (is_relative || text_.take('$')) {
            JsonPathQuery query = segments();
            query.is_relative = is_relative;
            return query;
        }
        JsonValue value;
        if (text_.peek() == '\'' || text_.peek() == '"') {
            value.kind = JsonValue::Kind::String;
            value.text = text_.string();
        } else if (text_.peek() == '-' || rdf::is_ascii_digit(text_.peek())) {
            value.kind = JsonValue::Kind::Number;
            value.text = text_.number();
        } else {
            word(value);
        }
        return value;
    }

    void word(JsonValue& value) {
        const std::size_t begin = text_.place();
        value.text = text_.name();
        if (!value.text.empty() && text_.peek() == '(') {
            text_.back_to(begin);
            text_.fail("functions such as " + value.text + "() are not supported here");
        } else if (value.text == "true" || value.text == "false") {
            value.kind = JsonValue::Kind::Boolean;
        } else if (value.text != "null") {
            text_.back_to(begin);
            text_.fail("expected `@`, `$`, a string, a number, true, false or null");
        }
    }

    JsonPathText text_;
    std::size_t depth_ = 0;
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
    if (rdf::first_invalid_utf8(text) != text.size()) {
        return invalid_input("the JSONPath is not valid UTF-8");
    }
    auto query = Parser(text).run();
    if (!query) {
        return std::move(query).error();
    }
    return JsonPath(std::make_shared<const JsonPathQuery>(*std::move(query)));
}

}  // namespace gridlore::rml
