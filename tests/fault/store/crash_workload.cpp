#include "tests/fault/store/crash_workload.h"

#include <algorithm>
#include <array>
#include <set>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::fault {
namespace {

using rdf::Quad;
using rdf::Term;
using store::QuadStore;

constexpr std::size_t kept_changes = 12;
constexpr std::size_t quads_of_a_load = 400;
constexpr std::string_view load_prefix = "urn:load:";

Term iri(const std::string& name) {
    return Term::iri("urn:x:" + name);
}

Term integer(std::string text) {
    return Term::literal(std::move(text), std::string(rdf::xsd_integer));
}

std::string record_of(std::size_t client) {
    return "client/" + std::to_string(client);
}

std::vector<Quad> quads_of(std::size_t client, std::size_t count) {
    const std::string c = std::to_string(client);
    const Term graph = iri("graph" + c);
    const auto subject = [&](int i) { return iri(c + "/" + std::to_string(count % 20) + "/" + std::to_string(i)); };
    std::vector<Quad> quads;
    for (int i = 0; i < 4; ++i) {
        quads.push_back({subject(i), iri("p" + std::to_string(i)), integer(std::to_string(count)),
                         i % 2 == 0 ? std::optional(graph) : std::nullopt});
    }
    quads.push_back({subject(0), iri("alias"), integer("00" + std::to_string(count)), std::nullopt});
    if (count % 5 == 0) {
        quads.push_back({subject(1), iri("about"), iri(c + "/change/" + std::to_string(count)), graph});
    }
    return quads;
}

Result<store::QuadIds> ids_of(store::WriteTransaction& change, const Quad& quad) {
    store::QuadIds ids;
    const std::array<std::pair<const Term*, rdf::TermId*>, 4> terms = {
        {{&quad.subject, &ids.subject},
         {&quad.predicate, &ids.predicate},
         {&quad.object, &ids.object},
         {quad.graph ? &*quad.graph : nullptr, &ids.graph}}};
    for (const auto& [term, id] : terms) {
        if (term == nullptr) {
            continue;
        }
        auto added = change.add_term(*term);
        if (!added) {
            return std::move(added).error();
        }
        *id = *added;
    }
    return ids;
}

Result<void> apply(store::WriteTransaction& change, const std::vector<Quad>& quads, bool inserts) {
    for (const Quad& quad : quads) {
        auto ids = ids_of(change, quad);
        if (!ids) {
            return std::move(ids).error();
        }
        auto done = inserts ? change.insert(*ids) : change.remove(*ids);
        if (!done) {
            return std::move(done).error();
        }
    }
    return {};
}

Result<void> make_change(store::WriteTransaction& change, std::size_t client, std::size_t count) {
    if (auto done = apply(change, quads_of(client, count), true); !done) {
        return done;
    }
    if (count >= kept_changes) {
        if (auto done = apply(change, quads_of(client, count - kept_changes), false); !done) {
            return done;
        }
    }
    return change.put_record(record_of(client), std::to_string(count + 1));
}

Term graph_of(std::size_t load) {
    return Term::iri(std::string(load_prefix) + std::to_string(load));
}

/// All that the store has, in terms.
Result<std::set<Quad>> contents(const store::Snapshot& snapshot) {
    std::set<Quad> all;
    for (const store::GraphScope& scope : {store::GraphScope::default_graph(), store::GraphScope::all_named()}) {
        const auto cursor = snapshot.cursor();
        cursor->seek({{}, {}, {}, scope, {}});
        std::vector<store::QuadIds> some(256);
        for (std::size_t taken = 1; taken > 0;) {
            auto next = cursor->next(some);
            if (!next) {
                return std::move(next).error();
            }
            taken = *next;
            for (std::size_t i = 0; i < taken; ++i) {
                auto subject = snapshot.term(some[i].subject);
                auto predicate = snapshot.term(some[i].predicate);
                auto object = snapshot.term(some[i].object);
                auto graph = some[i].graph.is_bound() ? snapshot.term(some[i].graph) : Result<Term>(Term());
                if (!subject || !predicate || !object || !graph) {
                    return Error{ErrorKind::Internal, "a quad has a term that cannot be read"};
                }
                all.insert(
                    {*subject, *predicate, *object, some[i].graph.is_bound() ? std::optional(*graph) : std::nullopt});
            }
        }
    }
    return all;
}

bool is_of_load(const Quad& quad) {
    return quad.graph && quad.graph->text.starts_with(load_prefix);
}

void verify_clients(const std::set<Quad>& all, const std::vector<std::size_t>& there, const Promised& promised,
                    std::vector<std::string>& findings) {
    std::set<Quad> expected;
    for (std::size_t client = 0; client < there.size(); ++client) {
        if (there[client] < promised.counts[client]) {
            findings.push_back("client " + std::to_string(client) + ": " + std::to_string(promised.counts[client]) +
                               " changes were acknowledged, " + std::to_string(there[client]) + " are there");
        }
        for (std::size_t kept = std::min(kept_changes, there[client]); kept > 0; --kept) {
            for (Quad& quad : quads_of(client, there[client] - kept)) {
                expected.insert(std::move(quad));
            }
        }
    }
    std::set<Quad> found;
    std::copy_if(all.begin(), all.end(), std::inserter(found, found.end()),
                 [](const Quad& quad) { return !is_of_load(quad); });
    if (found != expected) {
        findings.push_back("half a change is there: " + std::to_string(found.size()) + " quads, " +
                           std::to_string(expected.size()) + " expected");
    }
}

void verify_loads(const std::set<Quad>& all, const Promised& promised, std::vector<std::string>& findings) {
    std::map<std::string, std::size_t> graphs;
    for (const Quad& quad : all) {
        if (is_of_load(quad)) {
            ++graphs[quad.graph->text];
        }
    }
    for (const auto& [graph, count] : graphs) {
        if (count != quads_of_a_load) {
            findings.push_back("half a load is there: " + graph + " has " + std::to_string(count) + " quads");
        }
    }
    for (const std::size_t load : promised.loads) {
        if (graphs.count(graph_of(load).text) == 0) {
            findings.push_back("an acknowledged load is not there: " + std::to_string(load));
        }
    }
}

}  // namespace

Result<std::vector<std::size_t>> counts(QuadStore& store, std::size_t clients) {
    std::vector<std::size_t> found;
    auto read = store.write([&](store::WriteTransaction& change) -> Result<void> {
        found.assign(clients, 0);
        for (std::size_t client = 0; client < clients; ++client) {
            auto records = change.records(record_of(client));
            if (!records) {
                return std::move(records).error();
            }
            for (const auto& [key, value] : *records) {
                if (key == record_of(client)) {
                    found[client] = std::stoul(value);
                }
            }
        }
        return {};
    });
    return read ? Result<std::vector<std::size_t>>(std::move(found)) : std::move(read).error();
}

Result<void> write_change(QuadStore& store, std::size_t client, std::size_t count) {
    if (count % 7 == 3) {
        const auto failed = store.write([=](store::WriteTransaction& change) -> Result<void> {
            if (auto done = make_change(change, client, count); !done) {
                return done;
            }
            return not_found("this one was to fail");
        });
        if (failed) {
            return Error{ErrorKind::Internal, "a change that failed was acknowledged"};
        }
        if (failed.error().kind != ErrorKind::NotFound) {
            return failed;
        }
    }
    return store.write([=](store::WriteTransaction& change) { return make_change(change, client, count); });
}

Result<void> load_graph(QuadStore& store, std::size_t load) {
    store::LoadOptions options;
    options.graph = graph_of(load);
    auto loaded = store.load(
        [](store::QuadSink& sink) -> Result<void> {
            for (std::size_t i = 0; i < quads_of_a_load; ++i) {
                const std::string subject = "urn:load:s" + std::to_string(i);
                const std::string value = std::to_string(i);
                if (auto added = sink.add({{rdf::TermKind::Iri, subject, {}, {}},
                                           {rdf::TermKind::Iri, "urn:load:p", {}, {}},
                                           {rdf::TermKind::Literal, value, rdf::xsd_integer, {}},
                                           std::nullopt});
                    !added) {
                    return added;
                }
            }
            return {};
        },
        options);
    return loaded ? Result<void>() : std::move(loaded).error();
}

Result<void> clear_graph(QuadStore& store, std::size_t load) {
    return store.write([load](store::WriteTransaction& change) -> Result<void> {
        auto graph = change.add_term(graph_of(load));
        if (!graph) {
            return std::move(graph).error();
        }
        auto cleared = change.clear(store::GraphScope::named(*graph));
        return cleared ? Result<void>() : std::move(cleared).error();
    });
}

std::vector<std::string> verify(QuadStore& store, const Promised& promised) {
    auto checked = store.check(10);
    if (!checked) {
        return {"check: " + checked.error().message};
    }
    std::vector<std::string> findings = *checked;
    auto there = counts(store, promised.counts.size());
    auto snapshot = store.snapshot();
    if (!there || !snapshot) {
        findings.push_back(there ? snapshot.error().message : there.error().message);
        return findings;
    }
    auto all = contents(**snapshot);
    if (!all) {
        findings.push_back(all.error().message);
        return findings;
    }
    verify_clients(*all, *there, promised, findings);
    verify_loads(*all, promised, findings);
    return findings;
}

}  // namespace gridlore::fault
