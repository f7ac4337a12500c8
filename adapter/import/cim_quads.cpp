#include "adapter/import/cim_quads.h"

#include <algorithm>
#include <array>
#include <utility>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/number_value.h"
#include "knowledge-engine/rdf/time_value.h"

namespace gridlore::importer {
namespace {

constexpr std::string_view urn_uuid = "urn:uuid:";
constexpr std::string_view unit_convention = "https://w3id.org/gridlore#unitConvention";

/// As long as a UUID without its hyphens at least. Some files leave them out, or have a digit more.
bool is_like_uuid(std::string_view text) {
    return text.size() >= 32 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '-';
           });
}

/// The UUID that an IRI of a CIM document names a thing by, in any of the forms `…#_uuid`, `…#uuid`, `urn:uuid:_uuid`
/// and `urn:uuid:#_uuid`; empty if it has none, or has the usual form `urn:uuid:uuid`.
std::string_view identity_of(std::string_view iri) {
    const auto hash = iri.rfind('#');
    if (hash == std::string_view::npos && !iri.starts_with("urn:uuid:_")) {
        return {};
    }
    std::string_view name = iri.substr(hash == std::string_view::npos ? urn_uuid.size() : hash + 1);
    if (name.starts_with('_')) {
        name.remove_prefix(1);
    }
    return is_like_uuid(name) ? name : std::string_view();
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

bool is_boolean(const rdf::Term& term) {
    constexpr std::array<std::string_view, 4> forms = {"true", "false", "1", "0"};
    return std::ranges::find(forms, std::string_view(term.text)) != forms.end();
}

/// By a datatype's name: whether a literal of it is well-typed. What has none here stays text.
constexpr std::array<std::pair<std::string_view, bool (*)(const rdf::Term&)>, 9> checks = {{
    {"boolean", is_boolean},
    {"integer", [](const rdf::Term& term) { return rdf::decimal_value(term).has_value(); }},
    {"int", [](const rdf::Term& term) { return rdf::decimal_value(term).has_value(); }},
    {"decimal", [](const rdf::Term& term) { return rdf::decimal_value(term).has_value(); }},
    {"float", [](const rdf::Term& term) { return rdf::float_value(term).has_value(); }},
    {"double", [](const rdf::Term& term) { return rdf::double_value(term).has_value(); }},
    {"dateTime", [](const rdf::Term& term) { return rdf::date_time_value(term).has_value(); }},
    {"date", [](const rdf::Term& term) { return rdf::date_value(term).has_value(); }},
    {"time", [](const rdf::Term& term) { return rdf::inline_id(term).has_value(); }},
}};

bool is_well_typed(const rdf::Term& term) {
    const std::string_view name = std::string_view(term.datatype).substr(rdf::xsd_ns.size());
    const auto* const check = std::ranges::find(checks, name, &decltype(checks)::value_type::first);
    return check != checks.end() && check->second(term);
}

}  // namespace

CimQuads::CimQuads(rdf::QuadHandler next, std::optional<std::string> units)
    : tables_(cim_tables()), next_(std::move(next)), units_(std::move(units)) {}

/// `room` holds the text of what is returned, if it is a new one.
rdf::TermView CimQuads::rewrite(const rdf::TermView& term, std::string& room) const {
    if (term.kind != rdf::TermKind::Iri) {
        return term;
    }
    rdf::TermView written = term;
    if (const auto uuid = identity_of(term.text); !uuid.empty()) {
        room.assign(urn_uuid).append(uuid);
        written.text = room;
        return written;
    }
    const auto known =
        std::ranges::find_if(tables_.namespaces, [&](const auto& one) { return term.text.starts_with(one.first); });
    room.assign(known == tables_.namespaces.end() ? term.text : known->second);
    if (known != tables_.namespaces.end()) {
        room.append(term.text.substr(known->first.size()));
    }
    const auto alias = tables_.aliases.find(room);
    if (alias != tables_.aliases.end()) {
        room = alias->second;
    }
    written.text = room;
    return written;
}

/// A literal that is not what its property's datatype allows stays as it was.
void CimQuads::type_literal(std::string_view property, rdf::TermView& literal) {
    key_.assign(property);
    const auto datatype = tables_.datatypes.find(key_);
    if (datatype == tables_.datatypes.end()) {
        return;
    }
    literal_.kind = rdf::TermKind::Literal;
    literal_.text = trimmed(literal.text);
    literal_.datatype = datatype->second;
    if (literal_.datatype == rdf::xsd_boolean) {
        std::ranges::transform(literal_.text, literal_.text.begin(), rdf::to_ascii_lower);  // `True`
    }
    if (is_well_typed(literal_)) {
        literal.text = literal_.text;
        literal.datatype = datatype->second;
    }
}

Result<void> CimQuads::record_units(const rdf::QuadView& quad) {
    key_.assign(quad.object.text);
    const auto convention = tables_.units.find(key_);
    if (convention == tables_.units.end()) {
        return {};
    }
    units_recorded_ = true;
    rdf::QuadView record = quad;
    record.predicate.text = unit_convention;
    record.object.text = units_ ? *units_ : convention->second;
    return next_(record);
}

Result<void> CimQuads::add(const rdf::QuadView& quad) {
    rdf::QuadView written = quad;
    written.subject = rewrite(quad.subject, subject_);
    written.predicate = rewrite(quad.predicate, predicate_);
    written.object = rewrite(quad.object, object_);
    if (quad.graph) {
        written.graph = rewrite(*quad.graph, graph_);
    }
    if (written.object.kind == rdf::TermKind::Literal) {
        if (written.object.datatype == rdf::xsd_string) {
            type_literal(written.predicate.text, written.object);
        }
    } else if (const auto inverse = tables_.inverses.find(predicate_); inverse != tables_.inverses.end()) {
        std::swap(written.subject, written.object);
        written.predicate.text = inverse->second;
    }
    if (Result<void> done = next_(written); !done) {
        return done;
    }
    return written.predicate.text == rdf::rdf_type ? record_units(written) : Result<void>();
}

Result<void> CimQuads::finish(std::string_view base) {
    if (!units_ || units_recorded_ || base.empty()) {
        return {};
    }
    return next_({{rdf::TermKind::Iri, base, {}, {}},
                  {rdf::TermKind::Iri, unit_convention, {}, {}},
                  {rdf::TermKind::Iri, *units_, {}, {}},
                  {}});
}

}  // namespace gridlore::importer
