/// Networks for benchmarks: one question and one piece of news whose only partners hide among many other interactions.
/// Partners answer at once, within the call. Confined to one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "knowledge-engine/exchange/exchange.h"

namespace gridlore::bench {

/// Precondition: `text` is a pattern; `e:` is the only prefix.
pattern::GraphPattern pattern_of(const std::string& text);

/// Answers every call at once with the same rows.
class Answerer final : public exchange::KnowledgeBase {
  public:
    Answerer(exchange::Exchange& exchange, pattern::TermRows rows) : exchange_(exchange), rows_(std::move(rows)) {}

    Result<void> handle(exchange::Call call) override { return exchange_.reply(call.id, rows_); }
    void cancel(exchange::CallId /*call*/) override {}
    void removed() override {}

  private:
    exchange::Exchange& exchange_;
    pattern::TermRows rows_;
};

/// One asks or posts; `partners` of one pattern answer or react; of the other interactions a quarter shares their
/// predicates without a triple that matches, and the rest has nothing to do with them.
class Crowd {
  public:
    enum class Exchanges { Ask, Post };
    /// What several partners give: readings of their own, one and the same, or other voltages of one reading.
    enum class Gives { OwnReadings, SameReading, OwnVoltages };

    /// `interactions` counts the partners and not the one that asks or posts.
    Crowd(Exchanges kind, std::size_t interactions, std::size_t partners = 1, Gives gives = Gives::OwnReadings);

    /// One exchange; false unless every partner took part.
    bool run();
    /// An interaction with the predicates of the question comes, or the last such one goes again.
    void change();

  private:
    void add_knowledge_base(const std::string& id, pattern::TermRows rows);
    std::string add(const std::string& knowledge_base, exchange::InteractionType type, const std::string& readings,
                    const std::string& vocabulary = "e:");
    void add_other(std::size_t number, bool shares_predicates);
    exchange::InteractionType partner_type() const;

    SystemClock clock_;
    exchange::Exchange exchange_;
    Exchanges kind_;
    std::size_t partners_;
    std::size_t rows_;  ///< that come back
    exchange::Request request_;
    std::string newcomer_;  ///< the id of the interaction that came last, if it is there
};

}  // namespace gridlore::bench
