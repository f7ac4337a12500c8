#include "knowledge-engine/query/expression/function_table.h"

#include <string>
#include <utility>

#include "knowledge-engine/query/expression/big_decimal.h"

namespace gridlore::query {

StrictFunction find_function(Function function) {
    for (const auto table :
         {term_functions(), string_functions(), number_functions(), time_functions(), hash_functions()}) {
        for (const FunctionEntry& entry : table) {
            if (entry.function == function) {
                return entry.apply;
            }
        }
    }
    return nullptr;
}

bool is_too_long(std::size_t bytes, ExpressionContext& context) {
    if (bytes <= context.text_limit) {
        return false;
    }
    context.terms().fail({ErrorKind::LimitExceeded, "a string that the query makes is longer than the limit of " +
                                                        std::to_string(context.text_limit) + " bytes"});
    return true;
}

Value made_string(std::string text, ExpressionContext& context) {
    return is_too_long(text.size(), context) ? Value() : Value::string(std::move(text));
}

Value made_text(std::string text, const Value& model, ExpressionContext& context) {
    if (model.kind() != Value::Kind::LanguageString) {
        return made_string(std::move(text), context);
    }
    return is_too_long(text.size(), context) ? Value()
                                             : Value::of(rdf::Term::language_string(std::move(text), model.language()));
}

void fail_for_digits(ExpressionContext& context) {
    context.terms().fail({ErrorKind::LimitExceeded, "a number that the query makes has more digits than the limit of " +
                                                        std::to_string(BigDecimal::digit_limit)});
}

Value made_number(const std::optional<Number>& number, ExpressionContext& context) {
    if (!number) {
        fail_for_digits(context);
    }
    return Value::of(number);
}

}  // namespace gridlore::query
