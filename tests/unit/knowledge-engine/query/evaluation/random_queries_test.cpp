#include <random>

#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "tests/support/naive_sparql.h"
#include "tests/support/sparql_world.h"
#include "tests/unit/knowledge-engine/rdf/temporary_folder.h"

namespace gridlore::query {
namespace {

/// Small graphs, and queries over them, as text.
class RandomQueries {
  public:
    explicit RandomQueries(unsigned seed) : random_(seed) {}

    std::string data() {
        std::string text;
        for (const char* graph : {"", ":g1 ", ":g2 "}) {
            text += std::string(graph) + "{\n";
            for (std::size_t i = below(9); i != 0; --i) {
                text += node() + " " + predicate() + " " + object() + " .\n";
            }
            text += "}\n";
        }
        return text;
    }

    std::string query() { return "SELECT * " + group(3); }

  private:
    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
    std::string one_of(std::initializer_list<const char*> texts) { return *(texts.begin() + below(texts.size())); }

    std::string node() { return one_of({":a", ":b", ":c"}); }
    std::string predicate() { return one_of({":p", ":q", ":r"}); }
    std::string object() { return one_of({":a", ":b", ":c", "1", "2", "3"}); }
    std::string variable() { return one_of({"?v", "?w", "?x", "?y", "?z"}); }
    std::string subject_place() { return below(4) == 0 ? node() : variable(); }
    std::string object_place() { return below(4) == 0 ? object() : variable(); }

    std::string path(std::size_t depth) {
        if (depth == 0 || below(3) == 0) {
            return one_of({":p", ":q", ":r", "^:p", "!:p", "!(:q|^:p)"});
        }
        switch (below(6)) {
            case 0:
                return "(" + path(depth - 1) + ")*";
            case 1:
                return "(" + path(depth - 1) + ")+";
            case 2:
                return "(" + path(depth - 1) + ")?";
            case 3:
                return "(" + path(depth - 1) + "/" + path(depth - 1) + ")";
            case 4:
                return "(" + path(depth - 1) + "|" + path(depth - 1) + ")";
            default:
                return "^(" + path(depth - 1) + ")";
        }
    }

    std::string triples() {
        std::string text;
        for (std::size_t i = 1 + below(2); i != 0; --i) {
            const std::string verb = below(4) == 0 ? path(2) : below(6) == 0 ? variable() : predicate();
            text += subject_place() + " " + verb + " " + object_place() + " . ";
        }
        return text;
    }

    std::string condition(std::size_t depth) {
        switch (below(depth == 0 ? 4 : 7)) {
            case 0:
                return "bound(" + variable() + ")";
            case 1:
                return "(" + variable() + " = " + object() + ")";
            case 2:
                return "(" + variable() + " < " + variable() + ")";
            case 3:
                return "(" + variable() + " != " + variable() + ")";
            case 4:
                return "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
            case 5:
                return "(!" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
            default:
                return std::string(below(2) == 0 ? "NOT " : "") + "EXISTS { " + triples() +
                       (below(2) == 0 ? "FILTER(" + condition(0) + ") " : "") +
                       (below(3) == 0 ? "{ " + triples() + "} UNION { " + triples() + "} " : "") + "}";
        }
    }

    std::string element(std::size_t depth) {
        if (depth == 0) {
            return triples();
        }
        switch (below(11)) {
            case 0:
            case 1:
                return "OPTIONAL " + group(depth - 1);
            case 2:
                return group(depth - 1) + " UNION " + group(depth - 1) + " ";
            case 3:
                return "MINUS " + group(depth - 1);
            case 4:
                return "FILTER(" + condition(2) + ") ";
            case 5:
                return "GRAPH " + one_of({":g1", ":g2", "?g", "?v"}) + " " + group(depth - 1);
            case 6:
                return "VALUES (?v ?w) { (:a UNDEF) (:b 1) (UNDEF :c) } ";
            case 7:
                return group(depth - 1);
            case 8:
                return "BIND(" + std::string(below(2) == 0 ? variable() : object()) + " AS ?n" +
                       std::to_string(++names_) + ") ";
            case 9:
                return "{ SELECT " + std::string(below(2) == 0 ? "DISTINCT " : "") + variable() + " " +
                       group(depth - 1) + " } ";
            default:
                return triples();
        }
    }

    std::string group(std::size_t depth) {
        std::string text = "{ ";
        for (std::size_t i = 1 + below(3); i != 0; --i) {
            text += element(depth);
        }
        return text + "} ";
    }

    std::mt19937 random_;
    std::size_t names_ = 0;
};

Texts naive_rows(const std::vector<rdf::Quad>& quads, const Query& query) {
    Texts rows;
    for (const NaiveSolution& solution : NaiveSparql(quads).evaluate(*query.pattern)) {
        std::string text;
        for (const VariableId variable : query.projection) {
            const auto bound = solution.find(variable);
            text +=
                (text.empty() ? "" : " ") + (bound == solution.end() ? "-" : RecordedResult::short_text(bound->second));
        }
        rows.push_back(std::move(text));
    }
    std::ranges::sort(rows);
    return rows;
}

std::vector<rdf::Quad> quads_of(const std::string& trig) {
    std::vector<rdf::Quad> quads;
    EXPECT_TRUE(rdf::read("@prefix : <urn:x:> .\n" + trig, rdf::Syntax::TriG, {},
                          [&](const rdf::Quad& quad) { quads.push_back(quad); }));
    return quads;
}

void compare_with_naive(unsigned first, unsigned count,
                        const std::function<SparqlWorld(const std::string&)>& world_of) {
    for (unsigned seed = first; seed < first + count; ++seed) {
        RandomQueries random(seed);
        const std::string data = random.data();
        SparqlWorld world = world_of(data);
        for (int i = 0; i < 8; ++i) {
            const std::string text = random.query();
            const Result<Query> query = parse_query(text, SparqlWorld::options());
            if (!query) {
                continue;  // BIND to a variable that is in scope, say
            }
            EXPECT_EQ(world.sorted(text), naive_rows(quads_of(data), *query)) << "seed " << seed << "\n"
                                                                              << data << text << "\n"
                                                                              << world.explained(text);
            if (testing::Test::HasFailure()) {
                return;
            }
        }
    }
}

TEST(RandomQueries, HaveTheRowsThatTheDefinitionsGive) {
    compare_with_naive(1000, 400, [](const std::string& data) { return SparqlWorld(data); });
}

TEST(RandomQueries, HaveThemInTheDurableStore) {
    const rdf::TemporaryFolder folder;
    unsigned stores = 0;
    compare_with_naive(5000, 20, [&](const std::string& data) {
        return SparqlWorld(data, std::move(store::open_lmdb_store(folder.path() / std::to_string(++stores)).value()));
    });
}

}  // namespace
}  // namespace gridlore::query
