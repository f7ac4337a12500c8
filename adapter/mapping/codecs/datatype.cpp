#include "adapter/mapping/codecs/datatype.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapter/mapping/codecs/codec_messages.h"
#include "adapter/mapping/codecs/number_text.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/number_value.h"
#include "knowledge-engine/rdf/time_value.h"

namespace gridlore::mapping {
namespace {

constexpr auto spaces = std::to_array<std::pair<std::string_view, Space>>({{"decimal", Space::Decimal},
                                                                           {"integer", Space::Integer},
                                                                           {"int", Space::Integer},
                                                                           {"long", Space::Integer},
                                                                           {"short", Space::Integer},
                                                                           {"byte", Space::Integer},
                                                                           {"nonNegativeInteger", Space::Integer},
                                                                           {"positiveInteger", Space::Integer},
                                                                           {"nonPositiveInteger", Space::Integer},
                                                                           {"negativeInteger", Space::Integer},
                                                                           {"unsignedLong", Space::Integer},
                                                                           {"unsignedInt", Space::Integer},
                                                                           {"unsignedShort", Space::Integer},
                                                                           {"unsignedByte", Space::Integer},
                                                                           {"double", Space::Floating},
                                                                           {"float", Space::Floating},
                                                                           {"boolean", Space::Boolean},
                                                                           {"string", Space::String},
                                                                           {"dateTime", Space::DateTime},
                                                                           {"dateTimeStamp", Space::DateTime},
                                                                           {"date", Space::Date}});

Space space_of(std::string_view datatype) {
    if (datatype == rdf::rdf_lang_string) {
        return Space::String;
    }
    if (!datatype.starts_with(rdf::xsd_ns)) {
        return Space::Other;
    }
    const auto* const found =
        std::ranges::find(spaces, datatype.substr(rdf::xsd_ns.size()), &decltype(spaces)::value_type::first);
    return found == spaces.end() ? Space::Other : found->second;
}

bool is_exact(Space space) {
    return space == Space::Decimal || space == Space::Integer;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> forms) {
    return std::ranges::find(forms, text) != forms.end();
}

}  // namespace

Datatype::Datatype(std::string iri) : iri_(std::move(iri)), space_(space_of(iri_)) {}

bool Datatype::is_of_numbers() const {
    return is_exact(space_) || space_ == Space::Floating;
}

bool Datatype::shares_values_with(std::string_view datatype) const {
    return datatype == iri_ || (is_exact(space_) && is_exact(space_of(datatype)));
}

bool Datatype::may_be_json(JsonKind kind) const {
    switch (kind) {
        case JsonKind::Null:
            return false;
        case JsonKind::Boolean:
            return space_ == Space::Boolean;
        case JsonKind::Number:
            return is_of_numbers() || space_ == Space::Other;
        case JsonKind::String:
            break;
    }
    return true;
}

JsonKind Datatype::usual_json() const {
    if (is_of_numbers()) {
        return JsonKind::Number;
    }
    return space_ == Space::Boolean ? JsonKind::Boolean : JsonKind::String;
}

bool Datatype::is_in_range(std::string_view whole_number) const {
    return iri_ == rdf::xsd_integer || rdf::inline_id(whole_number, iri_) ||
           rdf::decimal_value(rdf::Term::literal(std::string(whole_number), iri_));
}

bool Datatype::is_instant(std::string_view lexical) const {
    if (rdf::inline_id(lexical, iri_)) {
        return true;
    }
    const rdf::Term term = rdf::Term::literal(std::string(lexical), iri_);
    return space_ == Space::Date ? rdf::date_value(term).has_value() : rdf::date_time_value(term).has_value();
}

bool Datatype::has(std::string_view lexical) const {
    switch (space_) {
        case Space::Decimal:
        case Space::Integer:
        case Space::Floating: {
            const auto number = read_number_text(lexical);
            if (space_ == Space::Floating) {
                return number || is_one_of(lexical, {"NaN", "INF", "+INF", "-INF"});
            }
            return number &&
                   (space_ == Space::Decimal ? number->is_decimal() : number->is_integer() && is_in_range(lexical));
        }
        case Space::Boolean:
            return is_one_of(lexical, {"true", "false", "1", "0"});
        case Space::DateTime:
        case Space::Date:
            return is_instant(lexical);
        case Space::String:
        case Space::Other:
            break;
    }
    return true;
}

std::string Datatype::why_not(std::string_view lexical) const {
    const auto number = read_number_text(lexical);
    if (number && space_ == Space::Decimal) {
        return ", which has no exponent; declare xsd:double for numbers that have one";
    }
    if (number && space_ == Space::Integer) {
        return number->is_integer() ? ", whose range ends before"
                                    : ", which has neither point nor exponent; declare xsd:decimal or xsd:double for "
                                      "numbers that have one";
    }
    if (is_of_numbers() && read_number_text(lexical, ',')) {
        return "; `decimal: \",\"` reads a decimal comma";
    }
    if (space_ == Space::DateTime) {
        return ", which is written as 2021-09-27T09:00:00Z; a term with `dateTime` reads other forms";
    }
    return space_ == Space::Date ? ", which is written as 2021-09-27; a term with `date` reads other forms" : "";
}

}  // namespace gridlore::mapping
