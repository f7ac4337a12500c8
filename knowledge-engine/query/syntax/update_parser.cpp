#include "knowledge-engine/query/syntax/update_parser.h"

#include <algorithm>
#include <string>
#include <utility>

namespace gridlore::query {
namespace {

constexpr std::string_view data_needs_no_variables =
    "INSERT DATA and DELETE DATA hold terms only; use INSERT { … } WHERE { … } or DELETE { … } WHERE { … }";
constexpr std::string_view delete_needs_no_blank_nodes =
    "what is deleted is named by terms and variables, since a blank node would stand for a new one; use a variable";

}  // namespace

struct UpdateParser::OperationKeyword {
    std::string_view keyword;
    Operation read;
};

const UpdateParser::OperationKeyword UpdateParser::operation_keywords[] = {
    {"INSERT", &UpdateParser::insert}, {"DELETE", &UpdateParser::remove}, {"WITH", &UpdateParser::modify_with},
    {"LOAD", &UpdateParser::load},     {"CLEAR", &UpdateParser::clear},   {"DROP", &UpdateParser::drop},
    {"CREATE", &UpdateParser::create}, {"ADD", &UpdateParser::add},       {"MOVE", &UpdateParser::move},
    {"COPY", &UpdateParser::copy},
};

Result<Update> UpdateParser::update() {
    Update made;
    while (prologue() && !at_end()) {
        if (!operation(made)) {
            return error();
        }
        if (!skip(';')) {
            break;
        }
    }
    if (!failed() && !at_end()) {
        fail_expected("`;` before a further operation, or the end of the update");
    }
    if (failed()) {
        return error();
    }
    return made;
}

bool UpdateParser::operation(Update& update) {
    if (update.operations.size() >= options().operations) {
        return exceed("an update may have at most " + std::to_string(options().operations) + " operations");
    }
    for (const auto& [keyword, read] : operation_keywords) {
        if (skip_keyword(keyword)) {
            return (this->*read)(update);
        }
    }
    return fail_expected(
        "an update operation: INSERT, DELETE, WITH, LOAD, CLEAR, DROP, CREATE, ADD, MOVE or COPY (a query is run as "
        "such)");
}

// --- Graph management (3.2) ---

std::optional<std::string> UpdateParser::graph_iri() {
    if (!at_iri()) {
        fail_expected("the IRI of a graph");
        return std::nullopt;
    }
    return iri();
}

bool UpdateParser::load(Update& update) {
    Load made;
    made.silent = skip_keyword("SILENT");
    if (!at_iri()) {
        return fail_expected("the IRI of the document to load");
    }
    auto source = iri();
    if (!source) {
        return false;
    }
    made.source = *std::move(source);
    if (skip_keyword("INTO")) {
        if (!expect_keyword("GRAPH")) {
            return false;
        }
        made.graph = graph_iri();
    }
    update.operations.emplace_back(std::move(made));
    return !failed();
}

bool UpdateParser::clear(Update& update) {
    return clear_or_drop(update, false);
}

bool UpdateParser::drop(Update& update) {
    return clear_or_drop(update, true);
}

bool UpdateParser::clear_or_drop(Update& update, bool is_drop) {
    Clear made;
    made.drop = is_drop;
    made.silent = skip_keyword("SILENT");
    if (!graph_or_all(made.target)) {
        return false;
    }
    update.operations.emplace_back(std::move(made));
    return true;
}

bool UpdateParser::graph_or_all(GraphTarget& target) {
    static constexpr std::pair<std::string_view, GraphTarget::Kind> keywords[] = {
        {"DEFAULT", GraphTarget::Kind::Default},
        {"NAMED", GraphTarget::Kind::AllNamed},
        {"ALL", GraphTarget::Kind::All},
    };
    for (const auto& [keyword, kind] : keywords) {
        if (skip_keyword(keyword)) {
            target.kind = kind;
            return true;
        }
    }
    if (!skip_keyword("GRAPH")) {
        return fail_expected("GRAPH and an IRI, DEFAULT, NAMED or ALL");
    }
    auto name = graph_iri();
    target = {GraphTarget::Kind::Named, std::move(name).value_or("")};
    return !failed();
}

bool UpdateParser::create(Update& update) {
    Create made;
    made.silent = skip_keyword("SILENT");
    auto name = expect_keyword("GRAPH") ? graph_iri() : std::nullopt;
    if (!name) {
        return false;
    }
    made.graph = *std::move(name);
    update.operations.emplace_back(std::move(made));
    return true;
}

bool UpdateParser::add(Update& update) {
    return transfer(update, Transfer::Kind::Add);
}

bool UpdateParser::move(Update& update) {
    return transfer(update, Transfer::Kind::Move);
}

bool UpdateParser::copy(Update& update) {
    return transfer(update, Transfer::Kind::Copy);
}

bool UpdateParser::transfer(Update& update, Transfer::Kind kind) {
    Transfer made;
    made.kind = kind;
    made.silent = skip_keyword("SILENT");
    if (!graph_or_default(made.from) || !expect_keyword("TO") || !graph_or_default(made.to)) {
        return false;
    }
    update.operations.emplace_back(std::move(made));
    return true;
}

bool UpdateParser::graph_or_default(GraphTarget& target) {
    if (skip_keyword("DEFAULT")) {
        return true;
    }
    skip_keyword("GRAPH");
    if (!at_iri()) {
        return fail_expected("DEFAULT or the IRI of a graph");
    }
    auto name = iri();
    target = {GraphTarget::Kind::Named, std::move(name).value_or("")};
    return !failed();
}

// --- Quads ---

bool UpdateParser::quads(std::vector<QuadTemplate>& found, TripleTarget allowed) {
    allowed.templates = &found;
    if (!expect('{', "before triples")) {
        return false;
    }
    while (!skip('}')) {
        if (at_triple()) {
            if (!triples(allowed)) {
                return false;
            }
            if (peek() != '}' && !at_keyword("GRAPH")) {
                return fail_expected("`.`, GRAPH or `}` behind a triple");
            }
        } else if (!skip_keyword("GRAPH")) {
            return fail_expected("a triple, GRAPH or `}`");
        } else if (!graph_quads(allowed)) {
            return false;
        } else {
            skip('.');
        }
    }
    return true;
}

bool UpdateParser::graph_quads(TripleTarget target) {
    if (at_variable() && !target.without_variables.empty()) {
        return fail_expected("the IRI of a graph: " + std::string(target.without_variables));
    }
    target.graph = variable_or_iri();
    return target.graph && expect('{', "behind the name of a graph") && triples(target) &&
           expect('}', "or a triple; GRAPH cannot stand within GRAPH here");
}

/// The quads of DELETE WHERE as a pattern: a basic graph pattern for each run of one graph.
GroupPtr UpdateParser::pattern_of(const std::vector<QuadTemplate>& quads) {
    std::vector<GroupPtr> parts;
    for (auto run = quads.begin(); run != quads.end();) {
        BasicPattern basic;
        const std::optional<VariableOrTerm>& graph = run->graph;
        for (; run != quads.end() && run->graph == graph; ++run) {
            basic.triples.push_back({run->subject, run->predicate, run->object});
        }
        GroupPtr part = make_group(std::move(basic));
        parts.push_back(part && graph ? make_group(GraphPattern{*graph, part}) : part);
        if (failed()) {
            return nullptr;
        }
    }
    return joined(std::move(parts));
}

// --- Data and modifications (3.1) ---

bool UpdateParser::finish(Update& update, Modify made) {
    made.variables = std::exchange(variables_, {});
    made.base = base();
    names_.clear();
    forget_labels();
    update.operations.emplace_back(std::move(made));
    return true;
}

bool UpdateParser::insert(Update& update) {
    if (skip_keyword("DATA")) {
        return insert_data(update);
    }
    Modify made;
    return quads(made.insert, {}) && modify(update, std::move(made));
}

bool UpdateParser::remove(Update& update) {
    if (skip_keyword("DATA")) {
        return delete_data(update);
    }
    if (skip_keyword("WHERE")) {
        return delete_where(update);
    }
    Modify made;
    if (!quads(made.remove, {.without_blank_nodes = delete_needs_no_blank_nodes})) {
        return false;
    }
    return (!skip_keyword("INSERT") || quads(made.insert, {})) && modify(update, std::move(made));
}

bool UpdateParser::modify_with(Update& update) {
    Modify made;
    made.with = graph_iri();
    if (!made.with) {
        return false;
    }
    const TripleTarget inserted{.graph = rdf::Term::iri(*made.with)};
    TripleTarget removed = inserted;
    removed.without_blank_nodes = delete_needs_no_blank_nodes;
    const bool removes = skip_keyword("DELETE");
    if (removes && !quads(made.remove, removed)) {
        return false;
    }
    if (!removes && !at_keyword("INSERT")) {
        return fail_expected("DELETE or INSERT behind WITH");
    }
    return (!skip_keyword("INSERT") || quads(made.insert, inserted)) && modify(update, std::move(made));
}

bool UpdateParser::modify(Update& update, Modify made) {
    while (skip_keyword("USING")) {
        if (!dataset_graph(made.dataset)) {
            return false;
        }
    }
    VariableSet scope;
    made.pattern = expect_keyword("WHERE") ? group_graph_pattern(scope) : nullptr;
    return made.pattern && finish(update, std::move(made));
}

bool UpdateParser::insert_data(Update& update) {
    Modify made;
    const std::size_t begin = offset();
    return quads(made.insert, {.without_variables = data_needs_no_variables}) && note_data_labels(made, begin) &&
           finish(update, std::move(made));
}

/// A label may not be used in two INSERT DATA of one request (SPARQL 1.1 Query, 19.6).
bool UpdateParser::note_data_labels(const Modify& made, std::size_t begin) {
    std::unordered_set<std::string> labels;
    for (const QuadTemplate& quad : made.insert) {
        for (const VariableOrTerm* const node : {&quad.subject, &quad.object}) {
            const rdf::Term& term = std::get<rdf::Term>(*node);
            if (term.is_blank_node()) {
                labels.insert(term.text);
            }
        }
    }
    for (const std::string& label : labels) {
        if (!data_labels_.insert(label).second) {
            return fail_at(begin, "the blank node `_:" + label +
                                      "` is already used in an earlier operation, and cannot mean the same one here; "
                                      "use another label");
        }
    }
    return true;
}

bool UpdateParser::delete_data(Update& update) {
    Modify made;
    return quads(made.remove,
                 {.without_variables = data_needs_no_variables, .without_blank_nodes = delete_needs_no_blank_nodes}) &&
           finish(update, std::move(made));
}

bool UpdateParser::delete_where(Update& update) {
    Modify made;
    if (!quads(made.remove, {.without_blank_nodes = delete_needs_no_blank_nodes})) {
        return false;
    }
    made.pattern = pattern_of(made.remove);
    return made.pattern && finish(update, std::move(made));
}

}  // namespace gridlore::query
