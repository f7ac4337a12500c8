#include "adapter/service/variable_values.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::service {
namespace {

using mapping::JsonKind;
using mapping::JsonScalar;

/// A number as JSON writes them: `-12.5e3`, and not `+5` or `007`.
bool is_json_number(std::string_view text) {
    const auto is_part = [](char c) { return rdf::is_ascii_digit(c) || c == '-'; };
    return !text.empty() && is_part(text.front()) && rdf::is_ascii_digit(text.back()) && nlohmann::json::accept(text);
}

/// The kind that the text would have without quotes, or with them.
std::optional<JsonKind> other_kind(const JsonScalar& value) {
    if (value.kind == JsonKind::Number || value.kind == JsonKind::Boolean) {
        return JsonKind::String;
    }
    if (value.kind == JsonKind::String && (value.text == "true" || value.text == "false")) {
        return JsonKind::Boolean;
    }
    return value.kind == JsonKind::String && is_json_number(value.text) ? std::optional(JsonKind::Number)
                                                                        : std::nullopt;
}

}  // namespace

Result<rdf::Term> term_of(const mapping::Variable& variable, const mapping::JsonScalar& value) {
    mapping::CodecMemory memory;
    return term_of(variable, value, memory);
}

Result<rdf::Term> term_of(const mapping::Variable& variable, const mapping::JsonScalar& value,
                          mapping::CodecMemory& memory) {
    std::string room;
    auto term = view_of_term(variable, value, memory, room);
    return term ? Result<rdf::Term>(owned(*term)) : Result<rdf::Term>(std::move(term).error());
}

Result<rdf::TermView> view_of_term(const mapping::Variable& variable, const JsonScalar& value,
                                   mapping::CodecMemory& memory, std::string& room) {
    auto term = variable.codec->lift(value, memory, room);
    if (term) {
        return term;
    }
    const auto kind = other_kind(value);
    if (!kind) {
        return term;
    }
    auto other = variable.codec->lift({*kind, value.text}, memory, room);
    return other ? std::move(other) : std::move(term);
}

Result<std::string> parameter_text(const mapping::Variable& variable, const rdf::Term& term) {
    std::string room;
    auto value = variable.codec->lower(view_of(term), room);
    if (!value) {
        return std::move(value).error();
    }
    return std::string(value->text);
}

Terms terms_of(const mapping::Document& document, const pattern::TermRow& row) {
    Terms terms;
    for (const auto& [name, term] : row) {
        if (const auto variable = document.find(name)) {
            terms.emplace(*variable, term);
        }
    }
    return terms;
}

void add_time_of_coming(const mapping::Document& document, TimePoint now, Terms& terms) {
    const std::time_t seconds =
        std::chrono::system_clock::to_time_t(std::chrono::time_point_cast<std::chrono::system_clock::duration>(now));
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    for (std::size_t i = 0; i < document.variables.size(); ++i) {
        if (document.variables[i].is_time_of_coming) {
            terms.insert_or_assign(i, rdf::Term::literal({text.data(), size}, std::string(rdf::xsd_date_time)));
        }
    }
}

}  // namespace gridlore::service
