/// The stores that pass one conformance test, and short ways to fill and read them.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "knowledge-engine/store/memory/memory_store.h"
#include "knowledge-engine/store/quad_store.h"
#include "tests/unit/knowledge-engine/rdf/temporary_folder.h"

namespace gridlore::store {

struct Backend {
    std::string name;
    std::function<std::unique_ptr<QuadStore>(const std::filesystem::path& folder)> open;
    /// What follows is what the memory store leaves out: a reader and the writer take turns in it, it ends with the
    /// process, and it has no files that could be copied.
    bool has_snapshots = true;
    bool is_durable = true;
    friend void PrintTo(const Backend& backend, std::ostream* out) { *out << backend.name; }
};

inline std::vector<Backend> backends() {
    return {{"memory", [](const auto&) { return make_memory_store(); }, false, false},
            {"lmdb", [](const auto& folder) { return std::move(open_lmdb_store(folder).value()); }}};
}

inline std::string name_of(const testing::TestParamInfo<Backend>& backend) {
    return backend.param.name;
}

/// A new, empty store of the backend under test.
class QuadStoreTest : public testing::TestWithParam<Backend> {
  protected:
    QuadStore& store() { return *store_; }
    const std::filesystem::path& folder() const { return folder_.path(); }

    /// Fails the test if the change fails.
    void write(const Change& change) {
        const Result<void> done = store_->write(change);
        ASSERT_TRUE(done) << done.error().message;
    }
    std::unique_ptr<Snapshot> snapshot() { return std::move(store_->snapshot().value()); }

    rdf::TemporaryFolder folder_;
    std::unique_ptr<QuadStore> store_ = GetParam().open(folder_.path() / "store");
};

inline rdf::Term iri(const std::string& name) {
    return rdf::Term::iri("urn:x:" + name);
}

inline rdf::Term typed(std::string text, const std::string& type) {
    return rdf::Term::literal(std::move(text), "http://www.w3.org/2001/XMLSchema#" + type);
}

inline rdf::Quad quad(rdf::Term subject, rdf::Term predicate, rdf::Term object, std::optional<rdf::Term> graph = {}) {
    return {std::move(subject), std::move(predicate), std::move(object), std::move(graph)};
}

/// Ids of a quad's terms, which are added.
inline Result<QuadIds> add_terms(WriteTransaction& transaction, const rdf::Quad& quad) {
    QuadIds ids;
    const auto add = [&](const rdf::Term& term, rdf::TermId& id) -> Result<void> {
        auto added = transaction.add_term(term);
        id = added ? *added : id;
        return added ? Result<void>() : std::move(added).error();
    };
    Result<void> added = add(quad.subject, ids.subject);
    added = added ? add(quad.predicate, ids.predicate) : added;
    added = added ? add(quad.object, ids.object) : added;
    added = added && quad.graph ? add(*quad.graph, ids.graph) : added;
    return added ? Result<QuadIds>(ids) : std::move(added).error();
}

/// Where there is room for the terms.
inline QuadIds ids_of(WriteTransaction& transaction, const rdf::Quad& quad) {
    return add_terms(transaction, quad).value();
}

inline Change insertion(std::vector<rdf::Quad> quads) {
    return [quads = std::move(quads)](WriteTransaction& transaction) -> Result<void> {
        for (const rdf::Quad& one : quads) {
            auto ids = add_terms(transaction, one);
            if (!ids) {
                return std::move(ids).error();
            }
            if (auto added = transaction.insert(*ids); !added) {
                return std::move(added).error();
            }
        }
        return {};
    };
}

inline rdf::QuadView view_of(const rdf::Quad& quad) {
    return {view_of(quad.subject), view_of(quad.predicate), view_of(quad.object),
            quad.graph ? std::optional(view_of(*quad.graph)) : std::nullopt};
}

/// All that a cursor gives for `pattern`.
inline std::vector<QuadIds> scan(QuadCursor& cursor, const QuadPattern& pattern, std::size_t at_once = 7) {
    std::vector<QuadIds> all;
    std::vector<QuadIds> some(at_once);
    cursor.seek(pattern);
    while (true) {
        const auto count = cursor.next(some);
        EXPECT_TRUE(count) << count.error().message;
        if (!count || *count == 0) {
            return all;
        }
        all.insert(all.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(*count));
    }
}

inline std::vector<QuadIds> scan(const Snapshot& snapshot, const QuadPattern& pattern) {
    return scan(*snapshot.cursor(), pattern);
}

inline rdf::Quad quad_of(const Snapshot& snapshot, const QuadIds& ids) {
    return {snapshot.term(ids.subject).value(), snapshot.term(ids.predicate).value(), snapshot.term(ids.object).value(),
            ids.graph.is_bound() ? std::optional(snapshot.term(ids.graph).value()) : std::nullopt};
}

/// Every quad of the default graph and the named ones.
inline std::set<rdf::Quad> contents(const Snapshot& snapshot) {
    std::set<rdf::Quad> all;
    for (const GraphScope& scope : {GraphScope::default_graph(), GraphScope::all_named()}) {
        for (const QuadIds& ids : scan(snapshot, {{}, {}, {}, scope, {}})) {
            EXPECT_TRUE(all.insert(quad_of(snapshot, ids)).second) << "a quad came twice";
        }
    }
    return all;
}

inline std::set<rdf::Quad> set_of(const std::vector<rdf::Quad>& quads) {
    return {quads.begin(), quads.end()};
}

}  // namespace gridlore::store

namespace gridlore::rdf {

inline void PrintTo(const Quad& quad, std::ostream* out) {
    for (const Term* term : {&quad.subject, &quad.predicate, &quad.object, quad.graph ? &*quad.graph : nullptr}) {
        *out << (term == nullptr ? "." : to_text(*term).substr(0, 40) + " ");
    }
}

inline void PrintTo(TermId id, std::ostream* out) {
    *out << std::hex << id.bits() << std::dec;
}

}  // namespace gridlore::rdf
