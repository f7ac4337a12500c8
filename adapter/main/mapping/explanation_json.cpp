#include <nlohmann/json.hpp>

#include "adapter/main/mapping/explanation_text.h"
#include "adapter/mapping/json/json_scalar.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::mapping_commands {
namespace {

using mapping::Origin;
using mapping::UnusedPlace;
using nlohmann::ordered_json;

const char* name_of(Origin origin) {
    switch (origin) {
        case Origin::Json:
            return "json";
        case Origin::Template:
            return "template";
        case Origin::Position:
            return "position";
        case Origin::Constant:
            return "constant";
        case Origin::Uuid:
            return "uuid";
        case Origin::Given:
            break;
    }
    return "given";
}

const char* name_of(UnusedPlace::Why why) {
    switch (why) {
        case UnusedPlace::Why::Unknown:
            return "unknown";
        case UnusedPlace::Why::Ignored:
            return "ignored";
        case UnusedPlace::Why::Constant:
            return "constant";
        case UnusedPlace::Why::Null:
            return "null";
        case UnusedPlace::Why::NotLifted:
            break;
    }
    return "not-lifted";
}

ordered_json json_of(TextPosition position) {
    return {{"line", position.line}, {"column", position.column}};
}

ordered_json json_of(const mapping::ReadPlace& place) {
    ordered_json json = {{"pointer", place.pointer}};
    if (place.value) {
        std::string text;
        append_json(place.value->view(), text);
        json["value"] = text;
    }
    return json;
}

ordered_json json_of(const Explained& explained, const mapping::ValueOrigin& origin) {
    const mapping::Variable& variable = explained.document.variables[origin.variable];
    const std::string& term = explained.written.term(variable.name);
    ordered_json json = {{"variable", variable.name}, {"origin", name_of(variable.origin)}};
    if (!term.empty()) {
        json["term"] = json_of(variable.position);
        json["term"]["text"] = term;
    }
    if (const auto given = explained.lifting.given.find(origin.variable);
        variable.origin == Origin::Given && given != explained.lifting.given.end()) {
        json["given"] = rdf::to_text(given->second);
    }
    for (const std::size_t place : origin.places) {
        json["places"].push_back(json_of(explained.explanation.places[place]));
    }
    for (const mapping::ValueOrigin& of : origin.made_of) {
        json["made_of"].push_back(json_of(explained, of));
    }
    return json;
}

ordered_json json_of(const Explained& explained, const mapping::ExplainedTriple& triple) {
    const mapping::Part& part = explained.document.parts[triple.part];
    ordered_json json = {{"subject", rdf::to_text(triple.subject)},
                         {"predicate", rdf::to_text(triple.predicate)},
                         {"object", rdf::to_text(triple.object)}};
    json["part"] = part.name.empty() ? "core" : part.name;
    json["pattern"] = json_of(explained.written.triple(triple.part, triple.pattern));
    json["pattern"]["text"] = to_string(part.pattern.triples[triple.pattern]);
    json["variables"] = ordered_json::array();
    for (const mapping::ValueOrigin& origin : triple.origins) {
        json["variables"].push_back(json_of(explained, origin));
    }
    return json;
}

ordered_json json_of(const Explained& explained, const UnusedPlace& unused) {
    ordered_json json = {{"pointer", unused.pointer}, {"why", name_of(unused.why)}};
    if (unused.why != UnusedPlace::Why::Unknown) {
        json["document"] = json_of(unused.position);
    }
    if (unused.variable) {
        json["variable"] = explained.document.variables[*unused.variable].name;
    }
    return json;
}

template <typename T>
void write_list(const Explained& explained, const std::vector<T>& all, std::ostream& out) {
    const char* before = "\n";
    for (const T& one : all) {
        out << before << json_of(explained, one);
        before = ",\n";
    }
}

}  // namespace

void write_json(const Explained& explained, std::ostream& out) {
    out << "{\"id\": " << ordered_json(explained.document.id) << ", \"file\": " << ordered_json(explained.document.file)
        << ", \"triples\": [";
    write_list(explained, explained.explanation.triples, out);
    out << "], \"unused\": [";
    write_list(explained, explained.explanation.unused, out);
    out << "]}\n";
}

}  // namespace gridlore::mapping_commands
