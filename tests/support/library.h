/// A universal knowledge base that knows some triples, written `e:s e:p 5 . e:s e:q e:t`, and answers by trying every
/// triple for every triple pattern. Nothing in it blocks, but what it is handed waits until the test runs it if it is
/// told so. For tests.
#pragma once

#include <array>
#include <deque>
#include <string>
#include <vector>

#include "knowledge-engine/rdf/value.h"
#include "tests/support/exchange_world.h"

namespace gridlore::test_support {

class Library final : public exchange::UniversalKnowledgeBase {
  public:
    using Triple = std::array<rdf::Term, 3>;

    static std::vector<Triple> triples_of(const std::string& text) {
        std::vector<Triple> triples;
        for (const pattern::TriplePattern& one :
             text.empty() ? std::vector<pattern::TriplePattern>{} : pattern_of(text).triples) {
            triples.push_back({std::get<rdf::Term>(one.subject), std::get<rdf::Term>(one.predicate),
                               std::get<rdf::Term>(one.object)});
        }
        return triples;
    }

    explicit Library(const std::string& text) : triples_(triples_of(text)) {}

    /// Registers it as `urn:kb:library`.
    static std::shared_ptr<Library> add(ExchangeWorld& world, const std::string& text) {
        auto library = std::make_shared<Library>(text);
        exchange::KnowledgeBaseDescription description;
        description.id = "urn:kb:library";
        const auto added = world->add_universal_knowledge_base(description, library);
        EXPECT_TRUE(added) << (added ? "" : added.error().message);
        return library;
    }

    void know(const std::string& text) {
        const auto more = triples_of(text);
        triples_.insert(triples_.end(), more.begin(), more.end());
        ++version_;
    }

    std::uint64_t version() const override { return version_; }
    bool must_look() const override { return looks; }
    bool offers(const std::optional<rdf::Term>& predicate) override {
        return std::ranges::any_of(triples_,
                                   [&](const Triple& triple) { return !predicate || triple[1] == *predicate; });
    }
    Result<pattern::TermRows> answer(const exchange::Question& question) override {
        questions.push_back(question);
        if (failure) {
            return *failure;
        }
        pattern::TermRows rows;
        for (const pattern::TermRow& binding : question.bindings) {
            extend(question, 0, binding, rows);
        }
        if (rows.size() > question.most) {
            rows.resize(question.most);
        }
        return rows;
    }
    Duration time() const override { return std::chrono::seconds(5); }
    bool takes(const pattern::GraphPattern&) const override { return stores; }
    bool submit(std::function<void()> work) override {
        if (is_full) {
            return false;
        }
        if (waits) {
            waiting.push_back(std::move(work));
        } else {
            work();
        }
        return true;
    }
    Result<void> handle(exchange::Call call) override {
        calls.push_back(std::move(call));
        return {};
    }
    void cancel(exchange::CallId) override {}
    void removed() override {}

    void work() {
        while (!waiting.empty()) {
            auto next = std::move(waiting.front());
            waiting.pop_front();
            next();
        }
    }

    /// What it was asked, as `pattern | bindings`.
    std::vector<std::string> asked() const {
        std::vector<std::string> texts;
        for (const exchange::Question& question : questions) {
            std::string text;
            for (const pattern::TriplePattern& triple : question.triples) {
                text += (text.empty() ? "" : " . ") + short_text(triple);
            }
            texts.push_back(text + " | " + text_of(question.bindings));
        }
        return texts;
    }

    bool looks = false;
    bool stores = false;
    bool waits = false;
    bool is_full = false;
    std::optional<Error> failure;
    std::vector<exchange::Question> questions;
    std::vector<exchange::Call> calls;
    std::deque<std::function<void()>> waiting;

  private:
    static std::string short_text(const pattern::TriplePattern& triple) {
        std::string text;
        for (const pattern::PatternTerm* term : {&triple.subject, &triple.predicate, &triple.object}) {
            const auto* variable = std::get_if<pattern::Variable>(term);
            text += (text.empty() ? "" : " ") +
                    (variable != nullptr ? "?" + variable->name : text_of(std::get<rdf::Term>(*term)));
        }
        return text;
    }

    static bool equal(const rdf::Term& a, const rdf::Term& b) {
        return rdf::canonical_value(a).value_or(a) == rdf::canonical_value(b).value_or(b);
    }

    /// Binds the place, or compares; false if it contradicts.
    static bool match(const pattern::PatternTerm& place, const rdf::Term& term, pattern::TermRow& row) {
        const auto* variable = std::get_if<pattern::Variable>(&place);
        if (variable == nullptr) {
            return equal(std::get<rdf::Term>(place), term);
        }
        const auto cell = std::ranges::find(row, variable->name, &std::pair<std::string, rdf::Term>::first);
        if (cell != row.end()) {
            return equal(cell->second, term);
        }
        row.emplace_back(variable->name, term);
        return true;
    }

    void extend(const exchange::Question& question, std::size_t t, const pattern::TermRow& row,
                pattern::TermRows& rows) const {
        if (t == question.triples.size()) {
            const bool is_in_range = std::ranges::all_of(row, [&](const auto& cell) {
                const auto it = question.ranges.find(cell.first);
                return it == question.ranges.end() || pattern::is_within(cell.second, it->second);
            });
            if (is_in_range) {
                rows.push_back(row);
            }
            return;
        }
        for (const Triple& triple : triples_) {
            pattern::TermRow next = row;
            if (match(question.triples[t].subject, triple[0], next) &&
                match(question.triples[t].predicate, triple[1], next) &&
                match(question.triples[t].object, triple[2], next)) {
                extend(question, t + 1, next, rows);
            }
        }
    }

    std::vector<Triple> triples_;
    std::uint64_t version_ = 0;
};

}  // namespace gridlore::test_support
