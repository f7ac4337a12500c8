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

Result<rdf::Term> lifted(const mapping::Variable& variable, const JsonScalar& value, mapping::CodecMemory& memory) {
    std::string room;
    auto term = variable.codec->lift(value, memory, room);
    if (!term) {
        return std::move(term).error();
    }
    return owned(*term);
}

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

/// What stands in `variable`'s IRI of `part`.
std::optional<rdf::Term> read_back(const mapping::Document& document, std::size_t part, const mapping::Variable& from,
                                   const rdf::Term& term) {
    std::vector<std::string> values;
    const auto place = std::ranges::find(from.parts_of_iri, part);
    const mapping::Variable& variable = document.variables[part];
    if (!from.iri || place == from.parts_of_iri.end() || !variable.codec || !from.iri->read(term.text, values)) {
        return std::nullopt;
    }
    std::string room;
    const auto value =
        variable.codec->from_local_text(values[static_cast<std::size_t>(place - from.parts_of_iri.begin())], room);
    return value ? std::optional(owned(*value)) : std::nullopt;
}

}  // namespace

Result<rdf::Term> term_of(const mapping::Variable& variable, const mapping::JsonScalar& value) {
    mapping::CodecMemory memory;
    return term_of(variable, value, memory);
}

Result<rdf::Term> term_of(const mapping::Variable& variable, const mapping::JsonScalar& value,
                          mapping::CodecMemory& memory) {
    auto term = lifted(variable, value, memory);
    const auto kind = other_kind(value);
    if (term || !kind) {
        return term;
    }
    auto other = lifted(variable, {*kind, value.text}, memory);
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

TermMaker::TermMaker(const mapping::Document& document) : document_(document), written_(document.variables.size()) {
    for (std::size_t i = 0; i < document.variables.size(); ++i) {
        if (document.variables[i].origin == mapping::Origin::Template || document.variables[i].read_back_from) {
            makeable_.push_back(i);
        }
    }
}

std::string_view TermMaker::encoded(std::size_t variable, const rdf::Term& term) {
    std::optional<std::string>& written = written_[variable];
    if (!written) {
        mapping::append_percent_encoded(mapping::local_text(document_.variables[variable], view_of(term), room_),
                                        written.emplace());
    }
    return *written;
}

/// Nothing: not all that it is made of is known.
std::optional<rdf::Term> TermMaker::made_of(const mapping::Variable& variable, const Terms& terms) {
    values_.clear();
    for (const std::size_t part : variable.parts_of_iri) {
        const auto known = terms.find(part);
        if (known == terms.end()) {
            return std::nullopt;
        }
        values_.push_back(encoded(part, known->second));
    }
    std::string iri;
    variable.iri->write_encoded(values_, iri);
    return rdf::Term::iri(std::move(iri));
}

void TermMaker::complete(Terms& terms) {
    for (std::size_t size = 0; size != terms.size();) {
        size = terms.size();
        for (const std::size_t i : makeable_) {
            const mapping::Variable& variable = document_.variables[i];
            if (terms.contains(i)) {
                continue;
            }
            if (variable.origin == mapping::Origin::Template) {
                if (auto term = made_of(variable, terms)) {
                    terms.emplace(i, std::move(*term));
                }
            } else if (const auto from = terms.find(*variable.read_back_from); from != terms.end()) {
                if (auto term = read_back(document_, i, document_.variables[from->first], from->second)) {
                    terms.emplace(i, std::move(*term));
                }
            }
        }
    }
}

void complete(const mapping::Document& document, Terms& terms) {
    TermMaker(document).complete(terms);
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
