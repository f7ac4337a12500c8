#include "adapter/main/configuration/graph_setting.h"

#include <algorithm>
#include <sstream>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::configuration {
namespace {

constexpr std::string_view default_graph_word = "default";
constexpr std::string_view all_named_word = "named";
constexpr std::string_view none_word = "none";
constexpr std::string_view all_word = "all";

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) {
        words.push_back(std::move(word));
    }
    return words;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

/// Takes the word out; whether it was there.
bool take(std::vector<std::string>& words, std::string_view word) {
    return std::erase(words, word) != 0;
}

Result<graph::GraphNames> graph_names_of(const std::string& text) {
    graph::GraphNames names;
    std::vector<std::string> words = words_of(text);
    const bool is_none = take(words, none_word);
    names.default_graph = take(words, default_graph_word);
    names.all_named = take(words, all_named_word);
    for (const std::string& word : words) {
        if (!rdf::is_absolute_iri(word)) {
            return invalid_input("'" + word + "' names no graph: expected `default`, `named`, `none` or an IRI");
        }
    }
    names.named = std::move(words);
    if (is_none && !names.empty()) {
        return invalid_input("'" + text + "' says `none` and names graphs");
    }
    return names;
}

std::string text_of(const graph::GraphNames& names) {
    std::vector<std::string> words;
    if (names.default_graph) {
        words.emplace_back(default_graph_word);
    }
    if (names.all_named) {
        words.emplace_back(all_named_word);
    }
    words.insert(words.end(), names.named.begin(), names.named.end());
    return words.empty() ? std::string(none_word) : joined(words);
}

Result<void> set_store(Configuration& c, const Value& value) {
    const auto& place = std::get<std::string>(value);
    if (place.empty()) {
        return invalid_input("expected a folder, or `memory`");
    }
    c.store.place = place;
    return {};
}

Result<void> set_ask_graphs(Configuration& c, const Value& value) {
    auto names = graph_names_of(std::get<std::string>(value));
    if (!names) {
        return std::move(names).error();
    }
    c.graph.answers_from = std::move(*names);
    return {};
}

Result<void> set_post_graph(Configuration& c, const Value& value) {
    auto names = graph_names_of(std::get<std::string>(value));
    if (!names) {
        return std::move(names).error();
    }
    if (names->all_named || names->named.size() + (names->default_graph ? 1 : 0) > 1) {
        return invalid_input("expected one graph: `default` or an IRI; or `none`");
    }
    c.graph.posts_to = std::move(*names);
    return {};
}

Result<void> set_post_predicates(Configuration& c, const Value& value) {
    std::vector<std::string> words = words_of(std::get<std::string>(value));
    const bool is_all = take(words, all_word);
    const auto wrong = std::ranges::find_if_not(words, rdf::is_absolute_iri);
    if (wrong != words.end()) {
        return invalid_input("'" + *wrong + "' is no absolute IRI");
    }
    if (is_all == !words.empty()) {
        return invalid_input("expected `all`, or IRIs separated by spaces");
    }
    c.graph.posted_predicates = std::move(words);
    return {};
}

/// IRIs, or how they begin.
Result<std::vector<std::string>> allowed_of(const Value& value) {
    std::vector<std::string> words = words_of(std::get<std::string>(value));
    const bool is_none = take(words, none_word);
    const auto wrong = std::ranges::find_if(words, [](const std::string& word) { return word.find(':') == word.npos; });
    if (wrong != words.end()) {
        return invalid_input("'" + *wrong + "' begins no absolute IRI");
    }
    if (is_none == !words.empty()) {
        return invalid_input("expected `none`, or beginnings of IRIs separated by spaces");
    }
    return words;
}

/// A list of what may be fetched from elsewhere.
template <typename Field>
Setting allow_setting(std::string_view name, Field field, std::string_view help) {
    auto get = [field](const Configuration& c) {
        return Value(field(c).empty() ? std::string(none_word) : joined(field(c)));
    };
    auto set = [field](Configuration& c, const Value& value) -> Result<void> {
        auto allowed = allowed_of(value);
        if (!allowed) {
            return std::move(allowed).error();
        }
        field(c) = std::move(*allowed);
        return {};
    };
    return {name, help, "IRIS", get, set};
}

Value get_post_predicates(const Configuration& c) {
    const auto& predicates = c.graph.posted_predicates;
    return predicates.empty() ? std::string(all_word) : joined(predicates);
}

}  // namespace

Setting store_setting() {
    return {"store",
            "Folder of the graph and of what is registered without a lease, made if it is not there; `memory`: nothing "
            "outlives the server.",
            "FOLDER|memory", [](const Configuration& c) { return Value(c.store.place); }, set_store};
}

Setting backups_setting() {
    return {
        "backups",
        "Folder for the backups that are asked of a running server; `beside`: the store's name with `-backups` behind "
        "it; `none`: it makes none.",
        "FOLDER|beside|none", [](const Configuration& c) { return Value(c.backups); },
        [](Configuration& c, const Value& value) -> Result<void> {
            const auto& folder = std::get<std::string>(value);
            if (folder.empty()) {
                return invalid_input("expected a folder, `beside` or `none`");
            }
            c.backups = folder;
            return {};
        }};
}

Setting ask_graphs_setting() {
    return {"ask-graphs",
            "Graphs from which the graph answers asks on the exchange, separated by spaces: `default`, `named` (all of "
            "them), IRIs; or `none`.",
            "GRAPHS", [](const Configuration& c) { return Value(text_of(c.graph.answers_from)); }, set_ask_graphs};
}

Setting post_graph_setting() {
    return {"post-graph", "Graph into which what is posted is stored: `default` or an IRI; or `none`.", "GRAPH",
            [](const Configuration& c) { return Value(text_of(c.graph.posts_to)); }, set_post_graph};
}

Setting post_predicates_setting() {
    return {"post-predicates",
            "Which triples of posts are stored: those with these predicates, IRIs separated by spaces; or `all`.",
            "IRIS", get_post_predicates, set_post_predicates};
}

Setting service_allow_setting() {
    return allow_setting(
        "service-allow", [](auto& c) -> auto& { return c.sparql.service.allowed; },
        "Endpoints that SERVICE in a query may ask: beginnings of IRIs, separated by spaces; or `none`.");
}

Setting load_allow_setting() {
    return allow_setting(
        "load-allow", [](auto& c) -> auto& { return c.sparql.load.allowed; },
        "Documents that LOAD in an update may read: beginnings of IRIs (`http://…`, `file:///…`), separated by spaces; "
        "or `none`.");
}

}  // namespace gridlore::configuration
