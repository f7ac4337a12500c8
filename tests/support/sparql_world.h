/// A store of quads written as TriG, and the answers of queries as text: what tests of SPARQL put on one screen.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "knowledge-engine/query/evaluation/engine.h"
#include "knowledge-engine/query/syntax/parser.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/store/memory/memory_store.h"

namespace gridlore::query {

using Texts = std::vector<std::string>;

/// What a query gave. A row is its cells by spaces, `-` for one without a value; a triple likewise.
class RecordedResult final : public ResultSink {
  public:
    Result<void> variables(const std::vector<std::string>& names) override {
        columns = names;
        return {};
    }
    Result<void> row(Row cells) override {
        std::string text;
        for (const auto& cell : cells) {
            text += (text.empty() ? "" : " ") + (cell ? short_text(*cell) : "-");
        }
        rows.push_back(std::move(text));
        return {};
    }
    Result<void> boolean(bool value) override {
        truth = value;
        return {};
    }
    Result<void> graph() override { return {}; }
    Result<void> triple(const rdf::Quad& triple) override {
        rows.push_back(short_text(triple.subject) + " " + short_text(triple.predicate) + " " +
                       short_text(triple.object));
        return {};
    }

    /// Names of the tests are written as such: `<urn:x:a>` is `a`.
    static std::string short_text(const rdf::Term& term) {
        if (term.is_iri() && term.text.starts_with("urn:x:")) {
            return term.text.substr(6);
        }
        return term.is_blank_node() ? "_:" : rdf::to_short_text(term);
    }

    Texts columns;
    Texts rows;
    std::optional<bool> truth;
};

class SparqlWorld {
  public:
    /// `:` stands for `urn:x:` in data and queries.
    explicit SparqlWorld(const std::string& trig = "",
                         std::unique_ptr<store::QuadStore> store = store::make_memory_store())
        : store_(std::move(store)) {
        add(trig);
    }

    void add(const std::string& trig) {
        const Result<store::LoadReport> loaded = store_->load(
            [&](store::QuadSink& sink) {
                Result<void> added;
                const auto view = [](const rdf::Term& term) {
                    return rdf::TermView{term.kind, term.text, term.datatype, term.language};
                };
                const Result<void> read = rdf::read(
                    "@prefix : <urn:x:> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n" + trig,
                    rdf::Syntax::TriG, {}, [&](const rdf::Quad& quad) {
                        rdf::QuadView quad_view{view(quad.subject), view(quad.predicate), view(quad.object), {}};
                        if (quad.graph) {
                            quad_view.graph = view(*quad.graph);
                        }
                        added = added ? sink.add(quad_view) : added;
                    });
                return read ? added : read;
            },
            {});
        EXPECT_TRUE(loaded) << loaded.error().message;
    }

    static ParseOptions options() {
        ParseOptions options;
        options.prefixes = {{"", "urn:x:"}, {"xsd", "http://www.w3.org/2001/XMLSchema#"}};
        return options;
    }
    static Query parsed(const std::string& text) {
        Result<Query> query = parse_query(text, options());
        EXPECT_TRUE(query) << text << "\n" << (query ? "" : placed_message(query.error()));
        return query ? *std::move(query) : Query{};
    }

    Result<void> evaluate(const std::string& text, RecordedResult& result, const Context& context = {}) {
        const Query query = parsed(text);
        if (query.pattern == nullptr) {
            return invalid_input("the query was not parsed");
        }
        const std::unique_ptr<store::Snapshot> snapshot = std::move(store_->snapshot().value());
        return query::evaluate(query, *snapshot, context, result);
    }

    /// In the order in which they came.
    Texts rows(const std::string& text, const Context& context = {}) {
        RecordedResult result;
        const Result<void> done = evaluate(text, result, context);
        EXPECT_TRUE(done) << text << "\n" << (done ? "" : done.error().message);
        return result.rows;
    }
    /// Sorted, since most queries leave the order open.
    Texts sorted(const std::string& text, const Context& context = {}) {
        Texts all = rows(text, context);
        std::ranges::sort(all);
        return all;
    }
    std::optional<bool> ask(const std::string& text) {
        RecordedResult result;
        const Result<void> done = evaluate(text, result);
        EXPECT_TRUE(done) << text << "\n" << (done ? "" : done.error().message);
        return result.truth;
    }
    Error error(const std::string& text, const Context& context = {}) {
        RecordedResult result;
        const Result<void> done = evaluate(text, result, context);
        EXPECT_FALSE(done) << text;
        return done ? Error{} : done.error();
    }

    std::string explained(const std::string& text) {
        const Query query = parsed(text);
        const std::unique_ptr<store::Snapshot> snapshot = std::move(store_->snapshot().value());
        const Result<std::string> plan = query::explain(query, *snapshot, {});
        EXPECT_TRUE(plan) << (plan ? "" : plan.error().message);
        return plan ? *plan : "";
    }

    Result<void> update(const std::string& text, const Context& context = {}, const DocumentLoader& load = {}) {
        const Result<Update> update = parse_update(text, options());
        EXPECT_TRUE(update) << text << "\n" << (update ? "" : placed_message(update.error()));
        if (!update) {
            return update.error();
        }
        return store_->write(
            [&](store::WriteTransaction& transaction) { return execute(*update, transaction, context, load); });
    }
    /// All quads: `subject predicate object`, and the graph, sorted.
    Texts quads() {
        Texts all = sorted("SELECT * { ?s ?p ?o }");
        const Texts named = sorted("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }");
        all.insert(all.end(), named.begin(), named.end());
        return all;
    }

    store::QuadStore& store() { return *store_; }

  private:
    std::unique_ptr<store::QuadStore> store_;
};

}  // namespace gridlore::query
