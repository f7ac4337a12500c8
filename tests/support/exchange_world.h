/// An exchange with knowledge bases in it that a test writes down in one line each, on a clock that it sets by hand.
///
/// Rows are texts: `a=e:s b=5; a=e:t b=6` are two, `{}` is the binding of nothing, and no text is no row. `e:x` stands
/// for `<urn:e:x>`, in patterns too.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "knowledge-engine/exchange/exchange.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::test_support {

inline pattern::GraphPattern pattern_of(const std::string& text) {
    auto parsed = pattern::parse_pattern(text, {{"e", "urn:e:"}, {"ke", std::string(rdf::ke_ns)}});
    EXPECT_TRUE(parsed) << text << ": " << (parsed ? "" : parsed.error().message);
    return parsed ? std::move(*parsed) : pattern::GraphPattern{};
}

inline rdf::Term term_of(const std::string& text) {
    if (text.starts_with("e:")) {
        return rdf::Term::iri("urn:" + text);
    }
    auto parsed = rdf::parse_term(text);
    EXPECT_TRUE(parsed) << text << ": " << (parsed ? "" : parsed.error().message);
    return parsed ? std::move(*parsed) : rdf::Term{};
}

inline std::string text_of(const rdf::Term& term) {
    return term.is_iri() && term.text.starts_with("urn:e:") ? term.text.substr(4) : rdf::to_short_text(term);
}

inline pattern::TermRows rows_of(const std::string& text) {
    pattern::TermRows rows;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line, ';');) {
        pattern::TermRow row;
        std::istringstream cells(line);
        for (std::string cell; cells >> cell;) {
            if (cell != "{}") {
                const auto equals = cell.find('=');
                row.emplace_back(cell.substr(0, equals), term_of(cell.substr(equals + 1)));
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

/// In order of their texts, since the order of rows means nothing.
inline std::string text_of(const pattern::TermRows& rows) {
    std::multiset<std::string> lines;
    for (const pattern::TermRow& row : rows) {
        std::set<std::string> cells;
        for (const auto& [name, term] : row) {
            cells.insert(name + "=" + text_of(term));
        }
        std::string line;
        for (const std::string& cell : cells) {
            line.append(line.empty() ? "" : " ").append(cell);
        }
        lines.insert(line.empty() ? "{}" : line);
    }
    std::string text;
    for (const std::string& line : lines) {
        text.append(text.empty() ? "" : "; ").append(line);
    }
    return text;
}

inline std::string text_of(const pattern::TermTable& rows) {
    return text_of(rows.to_rows());
}

/// Whether two rows have no variable with different terms.
inline bool agree(const pattern::TermRow& a, const pattern::TermRow& b) {
    return std::ranges::all_of(a, [&](const auto& cell) {
        return std::ranges::all_of(
            b, [&](const auto& other) { return other.first != cell.first || other.second == cell.second; });
    });
}

/// A knowledge base: what it is called with, and what it does about it. Internally synchronized.
class Party final : public exchange::KnowledgeBase {
  public:
    using Reaction = std::function<pattern::TermRows(const pattern::TermRows&)>;

    Party(exchange::Exchange& exchange, std::string iri) : id(std::move(iri)), exchange_(exchange) {}

    const std::string id;

    /// Each returns the id of the interaction.
    std::string asks(const std::string& pattern, exchange::InteractionSpec spec = {}) {
        return add(exchange::InteractionType::Ask, pattern, std::move(spec));
    }
    std::string posts(const std::string& argument, const std::string& result = {},
                      exchange::InteractionSpec spec = {}) {
        set_result(spec, result);
        return add(exchange::InteractionType::Post, argument, std::move(spec));
    }
    /// Answers at once with those of `rows` that were asked for.
    std::string answers(const std::string& pattern, const std::string& rows, exchange::InteractionSpec spec = {}) {
        const std::string interaction = waits_with_answer(pattern, std::move(spec));
        set_reaction(interaction, [all = rows_of(rows)](const pattern::TermRows& asked) {
            pattern::TermRows given;
            std::ranges::copy_if(all, std::back_inserter(given), [&](const pattern::TermRow& row) {
                return std::ranges::any_of(asked, [&](const pattern::TermRow& one) { return agree(one, row); });
            });
            return given;
        });
        return interaction;
    }
    /// An ANSWER whose calls stay open until the test replies.
    std::string waits_with_answer(const std::string& pattern, exchange::InteractionSpec spec = {}) {
        return add(exchange::InteractionType::Answer, pattern, std::move(spec));
    }
    std::string reacts(const std::string& argument, const std::string& result, Reaction reaction,
                       exchange::InteractionSpec spec = {}) {
        const std::string interaction = waits_with_reaction(argument, result, std::move(spec));
        set_reaction(interaction, std::move(reaction));
        return interaction;
    }
    std::string waits_with_reaction(const std::string& argument, const std::string& result = {},
                                    exchange::InteractionSpec spec = {}) {
        set_result(spec, result);
        return add(exchange::InteractionType::React, argument, std::move(spec));
    }

    Result<void> handle(exchange::Call call) override {
        Reaction reaction;
        {
            const std::lock_guard lock(mutex_);
            calls_.push_back(call);
            if (refusal_) {
                return *refusal_;
            }
            if (const auto it = reactions_.find(call.interaction); it != reactions_.end()) {
                reaction = it->second;
            }
        }
        if (reaction) {
            const Result<void> taken = exchange_.reply(call.id, reaction(call.bindings));
            EXPECT_TRUE(taken) << id << ": " << (taken ? "" : taken.error().message);
        }
        return {};
    }
    void cancel(exchange::CallId call) override {
        const std::lock_guard lock(mutex_);
        cancelled_.insert(call);
    }
    void removed() override {
        const std::lock_guard lock(mutex_);
        ++removals_;
    }

    /// Every further call is refused with this error.
    void refuse(Error error) {
        const std::lock_guard lock(mutex_);
        refusal_ = std::move(error);
    }

    std::vector<exchange::Call> calls() const {
        const std::lock_guard lock(mutex_);
        return calls_;
    }
    /// Precondition: there was a call.
    exchange::Call last_call() const {
        const std::lock_guard lock(mutex_);
        return calls_.empty() ? exchange::Call{} : calls_.back();
    }
    /// What it was called with, in order, as texts.
    std::vector<std::string> asked() const {
        const std::lock_guard lock(mutex_);
        std::vector<std::string> texts;
        for (const exchange::Call& call : calls_) {
            texts.push_back(text_of(call.bindings));
        }
        return texts;
    }
    bool was_cancelled(exchange::CallId call) const {
        const std::lock_guard lock(mutex_);
        return cancelled_.contains(call);
    }
    int removals() const {
        const std::lock_guard lock(mutex_);
        return removals_;
    }

    /// Answers the call that came last.
    Result<void> replies(const std::string& rows) { return exchange_.reply(last_call().id, rows_of(rows)); }

  private:
    static void set_result(exchange::InteractionSpec& spec, const std::string& result) {
        if (!result.empty()) {
            spec.result_pattern = pattern_of(result);
        }
    }
    std::string add(exchange::InteractionType type, const std::string& pattern, exchange::InteractionSpec spec) {
        spec.type = type;
        spec.pattern = pattern_of(pattern);
        const auto added = exchange_.add_interaction(id, std::move(spec));
        EXPECT_TRUE(added) << (added ? "" : added.error().message);
        return added ? *added : std::string();
    }
    void set_reaction(const std::string& interaction, Reaction reaction) {
        const std::lock_guard lock(mutex_);
        reactions_[interaction] = std::move(reaction);
    }

    exchange::Exchange& exchange_;
    mutable std::mutex mutex_;
    std::map<std::string, Reaction> reactions_;
    std::vector<exchange::Call> calls_;
    std::set<exchange::CallId> cancelled_;
    std::optional<Error> refusal_;
    int removals_ = 0;
};

/// What became of an ask or a post.
template <typename T>
struct Outcome {
    std::vector<Result<T>> results;  ///< more than one would be a bug

    bool done() const { return results.size() == 1; }
    const T& value() const {
        static const T none;
        EXPECT_TRUE(done() && results.front()) << "no result";
        return done() && results.front() ? *results.front() : none;
    }
    /// The rows, or what went wrong.
    std::string rows() const {
        if (!done()) {
            return results.empty() ? "(under way)" : "(ended twice)";
        }
        if (!results.front()) {
            return "error: " + results.front().error().message;
        }
        if constexpr (requires(T result) { result.bindings; }) {
            return text_of(results.front()->bindings);
        } else {
            return text_of(results.front()->result);
        }
    }
    ErrorKind error() const {
        EXPECT_TRUE(done() && !results.front());
        return done() && !results.front() ? results.front().error().kind : ErrorKind::Internal;
    }
    /// `a: x=1, b failed: why`, in the order in which they were contacted, without what comes before the last `:` of
    /// their ids.
    std::string info() const {
        std::string text;
        for (const exchange::ExchangeInfo& one : value().exchange_info) {
            text.append(text.empty() ? "" : ", ").append(one.knowledge_base.substr(one.knowledge_base.rfind(':') + 1));
            if (one.status == exchange::ExchangeStatus::Failed) {
                text.append(" failed: ").append(one.failed_message);
            } else {
                text.append(": ").append(text_of(one.bindings));
            }
        }
        return text;
    }
};
using Asked = std::shared_ptr<Outcome<exchange::AskResult>>;
using Posted = std::shared_ptr<Outcome<exchange::PostResult>>;

class ExchangeWorld {
  public:
    explicit ExchangeWorld(exchange::Settings settings = {}, const std::vector<exchange::Rule>& domain_knowledge = {},
                           Executor executor = {})
        : exchange_(std::make_unique<exchange::Exchange>(settings, clock_, domain_knowledge, std::move(executor))) {}

    /// A knowledge base of that name: its id is `urn:kb:<name>`.
    Party& add(const std::string& name, exchange::KnowledgeBaseDescription description = {}) {
        description.id = "urn:kb:" + name;
        auto party = std::make_shared<Party>(*exchange_, description.id);
        const auto added = exchange_->add_knowledge_base(std::move(description), party);
        EXPECT_TRUE(added) << (added ? "" : added.error().message);
        parties_.push_back(party);
        return *party;
    }
    Party& add(const std::string& name, int level) {
        exchange::KnowledgeBaseDescription description;
        description.reasoner_level = static_cast<std::uint8_t>(level);
        return add(name, std::move(description));
    }

    Asked ask(const Party& asker, const std::string& interaction, const std::string& bindings = {},
              exchange::Request request = {}) {
        auto outcome = std::make_shared<Outcome<exchange::AskResult>>();
        exchange_->ask(
            complete(asker, interaction, bindings, std::move(request)),
            [outcome](Result<exchange::AskResult> result) { outcome->results.push_back(std::move(result)); });
        return outcome;
    }
    Posted post(const Party& poster, const std::string& interaction, const std::string& bindings,
                exchange::Request request = {}) {
        auto outcome = std::make_shared<Outcome<exchange::PostResult>>();
        exchange_->post(
            complete(poster, interaction, bindings, std::move(request)),
            [outcome](Result<exchange::PostResult> result) { outcome->results.push_back(std::move(result)); });
        return outcome;
    }

    void set_rules(const Party& party, const std::string& rules) {
        auto parsed = exchange::parse_rules("@prefix e: <urn:e:> .\n" + rules);
        ASSERT_TRUE(parsed) << parsed.error().message;
        const auto set = exchange_->set_domain_knowledge(party.id, std::move(*parsed));
        ASSERT_TRUE(set) << set.error().message;
    }

    exchange::Exchange& operator*() { return *exchange_; }
    exchange::Exchange* operator->() { return exchange_.get(); }
    ManualClock& clock() { return clock_; }
    /// The exchange ends as the program does.
    void end() { exchange_.reset(); }

  private:
    static exchange::Request complete(const Party& party, const std::string& interaction, const std::string& bindings,
                                      exchange::Request request) {
        request.knowledge_base = party.id;
        request.interaction = interaction;
        request.bindings = rows_of(bindings);
        return request;
    }

    ManualClock clock_{TimePoint(std::chrono::hours(24 * 365 * 50))};
    std::unique_ptr<exchange::Exchange> exchange_;
    std::vector<std::shared_ptr<Party>> parties_;
};

/// An ask that needs what a REACT makes of what an ANSWER gives; both wait until the test replies.
struct WaitingChain {
    explicit WaitingChain(ExchangeWorld& world) : source(world.add("source")), converter(world.add("converter")) {
        Party& app = world.add("app");
        source.waits_with_answer("?x e:p ?y");
        converter.waits_with_reaction("?x e:p ?v", "?x e:q ?w");
        ask = world.ask(app, app.asks("?a e:q ?b"));
    }

    Party& source;
    Party& converter;
    Asked ask;
};

}  // namespace gridlore::test_support
