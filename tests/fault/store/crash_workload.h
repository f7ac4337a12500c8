/// What the clients of the crash tests write, such that from a store alone one can tell whether all and only whole
/// changes are in it.
///
/// A client's n-th change inserts a few quads (both kinds of graphs, inline terms, aliases, new terms), removes those
/// of an earlier change and raises the client's count, a record. So its count tells all of its quads.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::fault {

/// How many changes of a client are in the store.
Result<std::vector<std::size_t>> counts(store::QuadStore& store, std::size_t clients);

/// Makes the client's change number `count`, and now and then one that fails at its end before.
Result<void> write_change(store::QuadStore& store, std::size_t client, std::size_t count);

/// Loads graph number `load` as a whole.
Result<void> load_graph(store::QuadStore& store, std::size_t load);
Result<void> clear_graph(store::QuadStore& store, std::size_t load);

/// What was promised of a store, as far as one knows.
struct Promised {
    std::vector<std::size_t> counts;  ///< acknowledged changes of each client
    std::vector<std::size_t> loads;   ///< acknowledged graphs that nobody began to clear
};

/// Sentences about what is wrong; none is good.
std::vector<std::string> verify(store::QuadStore& store, const Promised& promised);

}  // namespace gridlore::fault
