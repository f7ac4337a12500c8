#include "tests/conformance/w3c/stores.h"

#include <array>
#include <optional>
#include <utility>

namespace gridlore::w3c {
namespace {

Result<void> insert(store::WriteTransaction& transaction, const rdf::Quad& quad) {
    std::array<rdf::TermId, 4> ids;
    const std::array<const rdf::Term*, 4> terms = {&quad.subject, &quad.predicate, &quad.object,
                                                   quad.graph ? &*quad.graph : nullptr};
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (terms[i] == nullptr) {
            continue;
        }
        const auto id = transaction.add_term(*terms[i]);
        if (!id) {
            return id.error();
        }
        ids[i] = *id;
    }
    const auto inserted = transaction.insert({ids[0], ids[1], ids[2], ids[3]});
    return inserted ? Result<void>() : inserted.error();
}

Result<void> read_graphs(const store::Snapshot& snapshot, const store::GraphScope& graphs,
                         std::vector<rdf::Quad>& quads) {
    const auto cursor = snapshot.cursor();
    store::QuadPattern all;
    all.graph = graphs;
    cursor->seek(all);
    std::array<store::QuadIds, 64> found;
    while (true) {
        const auto count = cursor->next(found);
        if (!count || *count == 0) {
            return count ? Result<void>() : count.error();
        }
        for (std::size_t i = 0; i < *count; ++i) {
            std::array<rdf::Term, 4> terms;
            const std::array<rdf::TermId, 4> ids = {found[i].subject, found[i].predicate, found[i].object,
                                                    found[i].graph};
            for (std::size_t k = 0; k < ids.size(); ++k) {
                if (!ids[k].is_bound()) {
                    continue;
                }
                auto term = snapshot.term(ids[k]);
                if (!term) {
                    return std::move(term).error();
                }
                terms[k] = *std::move(term);
            }
            quads.push_back({terms[0], terms[1], terms[2], ids[3].is_bound() ? std::optional(terms[3]) : std::nullopt});
        }
    }
}

}  // namespace

Result<void> replace_content(store::QuadStore& store, const std::vector<rdf::Quad>& quads) {
    return store.write([&quads](store::WriteTransaction& transaction) -> Result<void> {
        for (const auto& graphs : {store::GraphScope::default_graph(), store::GraphScope::all_named()}) {
            if (const auto cleared = transaction.clear(graphs); !cleared) {
                return cleared.error();
            }
        }
        for (const rdf::Quad& quad : quads) {
            if (Result<void> done = insert(transaction, quad); !done) {
                return done;
            }
        }
        return {};
    });
}

Result<std::vector<rdf::Quad>> content_of(const store::QuadStore& store) {
    const auto snapshot = store.snapshot();
    if (!snapshot) {
        return snapshot.error();
    }
    std::vector<rdf::Quad> quads;
    for (const auto& graphs : {store::GraphScope::default_graph(), store::GraphScope::all_named()}) {
        if (const auto read = read_graphs(**snapshot, graphs, quads); !read) {
            return read.error();
        }
    }
    return quads;
}

}  // namespace gridlore::w3c
