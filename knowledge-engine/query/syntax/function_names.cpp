#include "knowledge-engine/query/syntax/function_names.h"

#include <algorithm>
#include <iterator>

#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::query {
namespace {

/// Sorted by name. Of two names for one function the first is the one that is written.
constexpr FunctionName functions[] = {
    {"ABS", Function::Abs, 1, 1},
    {"BNODE", Function::BlankNode, 0, 1},
    {"BOUND", Function::Bound, 1, 1},
    {"CEIL", Function::Ceil, 1, 1},
    {"COALESCE", Function::Coalesce, 0, any_number_of_arguments},
    {"CONCAT", Function::Concat, 0, any_number_of_arguments},
    {"CONTAINS", Function::Contains, 2, 2},
    {"DATATYPE", Function::Datatype, 1, 1},
    {"DAY", Function::Day, 1, 1},
    {"ENCODE_FOR_URI", Function::EncodeForUri, 1, 1},
    {"FLOOR", Function::Floor, 1, 1},
    {"HOURS", Function::Hours, 1, 1},
    {"IF", Function::If, 3, 3},
    {"IRI", Function::Iri, 1, 1},
    {"ISBLANK", Function::IsBlank, 1, 1},
    {"ISIRI", Function::IsIri, 1, 1},
    {"ISLITERAL", Function::IsLiteral, 1, 1},
    {"ISNUMERIC", Function::IsNumeric, 1, 1},
    {"ISURI", Function::IsIri, 1, 1},
    {"LANG", Function::Lang, 1, 1},
    {"LANGMATCHES", Function::LangMatches, 2, 2},
    {"LCASE", Function::LCase, 1, 1},
    {"MD5", Function::Md5, 1, 1},
    {"MINUTES", Function::Minutes, 1, 1},
    {"MONTH", Function::Month, 1, 1},
    {"NOW", Function::Now, 0, 0},
    {"RAND", Function::Rand, 0, 0},
    {"REGEX", Function::Regex, 2, 3},
    {"REPLACE", Function::Replace, 3, 4},
    {"ROUND", Function::Round, 1, 1},
    {"SAMETERM", Function::SameTerm, 2, 2},
    {"SECONDS", Function::Seconds, 1, 1},
    {"SHA1", Function::Sha1, 1, 1},
    {"SHA256", Function::Sha256, 1, 1},
    {"SHA384", Function::Sha384, 1, 1},
    {"SHA512", Function::Sha512, 1, 1},
    {"STR", Function::Str, 1, 1},
    {"STRAFTER", Function::StrAfter, 2, 2},
    {"STRBEFORE", Function::StrBefore, 2, 2},
    {"STRDT", Function::StrDt, 2, 2},
    {"STRENDS", Function::StrEnds, 2, 2},
    {"STRLANG", Function::StrLang, 2, 2},
    {"STRLEN", Function::StrLen, 1, 1},
    {"STRSTARTS", Function::StrStarts, 2, 2},
    {"STRUUID", Function::StrUuid, 0, 0},
    {"SUBSTR", Function::SubStr, 2, 3},
    {"TIMEZONE", Function::Timezone, 1, 1},
    {"TZ", Function::Tz, 1, 1},
    {"UCASE", Function::UCase, 1, 1},
    {"URI", Function::Iri, 1, 1},
    {"UUID", Function::Uuid, 0, 0},
    {"YEAR", Function::Year, 1, 1},
};

constexpr FunctionName operators[] = {
    {"||", Function::Or, 2, 2},
    {"&&", Function::And, 2, 2},
    {"!", Function::Not, 1, 1},
    {"=", Function::Equal, 2, 2},
    {"!=", Function::NotEqual, 2, 2},
    {"<", Function::Less, 2, 2},
    {"<=", Function::LessOrEqual, 2, 2},
    {">", Function::Greater, 2, 2},
    {">=", Function::GreaterOrEqual, 2, 2},
    {"IN", Function::In, 1, any_number_of_arguments},
    {"NOT IN", Function::NotIn, 1, any_number_of_arguments},
    {"+", Function::Add, 2, 2},
    {"-", Function::Subtract, 2, 2},
    {"*", Function::Multiply, 2, 2},
    {"/", Function::Divide, 2, 2},
    {"+", Function::Plus, 1, 1},
    {"-", Function::Minus, 1, 1},
};

constexpr AggregateName aggregates[] = {
    {"AVG", AggregateKind::Avg}, {"COUNT", AggregateKind::Count}, {"GROUP_CONCAT", AggregateKind::GroupConcat},
    {"MAX", AggregateKind::Max}, {"MIN", AggregateKind::Min},     {"SAMPLE", AggregateKind::Sample},
    {"SUM", AggregateKind::Sum},
};

/// Less than, equal to or greater than zero, as `upper` is to `name` in capitals.
int compare(std::string_view upper, std::string_view name) {
    const std::size_t common = std::min(upper.size(), name.size());
    for (std::size_t at = 0; at < common; ++at) {
        const int difference = upper[at] - rdf::to_ascii_upper(name[at]);
        if (difference != 0) {
            return difference;
        }
    }
    return upper.size() < name.size() ? -1 : static_cast<int>(upper.size() > name.size());
}

template <typename Row, std::size_t size>
const Row* find(const Row (&table)[size], std::string_view name) {
    const Row* const row =
        std::lower_bound(std::begin(table), std::end(table), name,
                         [](const Row& at, std::string_view wanted) { return compare(at.name, wanted) < 0; });
    return row != std::end(table) && compare(row->name, name) == 0 ? row : nullptr;
}

}  // namespace

const FunctionName* find_function(std::string_view name) {
    return find(functions, name);
}

const AggregateName* find_aggregate(std::string_view name) {
    return find(aggregates, name);
}

std::string_view to_string(Function function) {
    const auto is_it = [function](const FunctionName& row) { return row.function == function; };
    const auto* const sign = std::find_if(std::begin(operators), std::end(operators), is_it);
    return sign != std::end(operators) ? sign->name
                                       : std::find_if(std::begin(functions), std::end(functions), is_it)->name;
}

std::string_view to_string(AggregateKind kind) {
    return std::find_if(std::begin(aggregates), std::end(aggregates),
                        [kind](const AggregateName& row) { return row.kind == kind; })
        ->name;
}

}  // namespace gridlore::query
