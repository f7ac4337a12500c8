/// What can be configured of the store and of the graph as a knowledge base. Value types.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/clock.h"

namespace gridlore::graph {

/// The place that means: no files.
inline constexpr std::string_view memory_place = "memory";

struct StoreSettings {
    std::string place = "gridlore-store";  ///< a folder, or `memory_place`
    std::chrono::seconds snapshot_age = std::chrono::minutes(5);
    bool in_memory() const { return place == memory_place; }
};

/// Graphs of a store, as configuration names them.
struct GraphNames {
    bool default_graph = false;
    bool all_named = false;
    std::vector<std::string> named;  ///< IRIs
    bool empty() const { return !default_graph && !all_named && named.empty(); }
    friend bool operator==(const GraphNames&, const GraphNames&) = default;
};

struct Settings {
    /// From which graphs asks are answered; none: the graph does not answer.
    GraphNames answers_from = {.default_graph = true, .all_named = true, .named = {}};
    /// How long one ask may keep the graph, its waits for a thread included.
    Duration time = std::chrono::seconds(5);
    /// Where posts are stored: one graph; none: they are not.
    GraphNames posts_to = {};
    /// Only triples with these predicates are stored; empty: all.
    std::vector<std::string> posted_predicates = {};
    unsigned workers = 2;             ///< threads
    std::size_t work_limit = 10'000;  ///< exchanges that wait for one of them
};

}  // namespace gridlore::graph
