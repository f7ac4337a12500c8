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
constexpr std::size_t most_waiting_bytes = 4 << 20;
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

bool has_identity(const rdf::TermView& term) {
    return term.kind == rdf::TermKind::Iri && !identity_of(term.text).empty();
}

bool has_identity(const rdf::QuadView& quad) {
    return has_identity(quad.subject) || has_identity(quad.predicate) || has_identity(quad.object) ||
           (quad.graph && has_identity(*quad.graph));
}

rdf::Quad owned(const rdf::QuadView& quad) {
    return {owned(quad.subject), owned(quad.predicate), owned(quad.object),
            quad.graph ? std::optional(owned(*quad.graph)) : std::nullopt};
}

rdf::QuadView view_of(const rdf::Quad& quad) {
    return {view_of(quad.subject), view_of(quad.predicate), view_of(quad.object),
            quad.graph ? std::optional(view_of(*quad.graph)) : std::nullopt};
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/// Takes numbers off the front, each with one of those units behind it, which come in that order. How many it took.
std::size_t take_counts(std::string_view& text, std::string_view units) {
    constexpr std::string_view digits = "0123456789";
    std::size_t taken = 0;
    while (true) {
        std::size_t end = text.find_first_not_of(digits);
        if (end == 0 || end == std::string_view::npos) {
            return taken;
        }
        if (text[end] == '.') {  // Only seconds have a fraction.
            const auto behind = text.find_first_not_of(digits, end + 1);
            end = behind != std::string_view::npos && behind > end + 1 && text[behind] == 'S' ? behind : end;
        }
        const auto unit = units.find(text[end]);
        if (unit == std::string_view::npos) {
            return taken;
        }
        units.remove_prefix(unit + 1);
        text.remove_prefix(end + 1);
        ++taken;
    }
}

/// XML Schema Part 2, 3.3.6.
bool is_duration(const rdf::Term& term) {
    std::string_view text = term.text;
    text.remove_prefix(text.starts_with('-') ? 1 : 0);
    if (!text.starts_with('P')) {
        return false;
    }
    text.remove_prefix(1);
    const bool has_days = take_counts(text, "YMD") > 0;
    if (!text.starts_with('T')) {
        return has_days && text.empty();
    }
    text.remove_prefix(1);
    return take_counts(text, "HMS") > 0 && text.empty();
}

bool is_boolean(const rdf::Term& term) {
    constexpr std::array<std::string_view, 4> forms = {"true", "false", "1", "0"};
    return std::ranges::find(forms, std::string_view(term.text)) != forms.end();
}

/// By a datatype's name: whether a literal of it is well-typed. What has none here stays text.
constexpr std::array<std::pair<std::string_view, bool (*)(const rdf::Term&)>, 10> checks = {{
    {"boolean", is_boolean},
    {"integer", [](const rdf::Term& term) { return rdf::decimal_value(term).has_value(); }},
    {"int", [](const rdf::Term& term) { return rdf::decimal_value(term).has_value(); }},
    {"decimal", [](const rdf::Term& term) { return rdf::decimal_value(term).has_value(); }},
    {"float", [](const rdf::Term& term) { return rdf::float_value(term).has_value(); }},
    {"double", [](const rdf::Term& term) { return rdf::double_value(term).has_value(); }},
    {"dateTime", [](const rdf::Term& term) { return rdf::date_time_value(term).has_value(); }},
    {"date", [](const rdf::Term& term) { return rdf::date_value(term).has_value(); }},
    {"time", [](const rdf::Term& term) { return rdf::inline_id(term).has_value(); }},
    {"duration", is_duration},
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
    if (const auto uuid = kind_ == Kind::Model ? identity_of(term.text) : ""; !uuid.empty()) {
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

/// Those that only mention CIM, as an alignment does, tell of none.
bool CimQuads::tells_of_model(const rdf::QuadView& quad) const {
    const std::string_view name = quad.predicate.text == rdf::rdf_type ? quad.object.text : quad.predicate.text;
    return std::ranges::any_of(tables_.of_models, [&](std::string_view one) { return name.starts_with(one); });
}

Result<void> CimQuads::hold(const rdf::QuadView& quad) {
    for (const rdf::TermView& term :
         {quad.subject, quad.predicate, quad.object, quad.graph.value_or(rdf::TermView())}) {
        waiting_bytes_ += sizeof(rdf::Term) + term.text.size() + term.datatype.size();
    }
    waiting_.push_back(owned(quad));
    return waiting_bytes_ > most_waiting_bytes ? decide(Kind::Other) : Result<void>();
}

Result<void> CimQuads::decide(Kind kind) {
    kind_ = kind;
    for (const rdf::Quad& quad : std::exchange(waiting_, {})) {
        if (Result<void> done = read(view_of(quad)); !done) {
            return done;
        }
    }
    return {};
}

Result<void> CimQuads::add(const rdf::QuadView& quad) {
    if (kind_ == Kind::Unknown) {
        if (tells_of_model(quad)) {
            if (Result<void> done = decide(Kind::Model); !done) {
                return done;
            }
        } else if (has_identity(quad)) {
            return hold(quad);
        }
    }
    return read(quad);
}

Result<void> CimQuads::read(const rdf::QuadView& quad) {
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
    if (Result<void> done = kind_ == Kind::Unknown ? decide(Kind::Other) : Result<void>(); !done) {
        return done;
    }
    if (!units_ || units_recorded_ || base.empty()) {
        return {};
    }
    return next_({{rdf::TermKind::Iri, base, {}, {}},
                  {rdf::TermKind::Iri, unit_convention, {}, {}},
                  {rdf::TermKind::Iri, *units_, {}, {}},
                  {}});
}

}  // namespace gridlore::importer
