#include "tests/support/engine_question.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "knowledge-engine/exchange/exchange.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::naive {
namespace {

using exchange::Call;
using exchange::CallId;
using exchange::InteractionType;

constexpr const char* asker = "https://asker.example/kb";

std::string knowledge_base_of(const std::string& interaction) {
    return "https://" + interaction + ".example/kb";
}

template <typename T>
T require(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().message);
    }
    return *std::move(result);
}

void require(const Result<void>& result) {
    if (!result) {
        throw std::runtime_error(result.error().message);
    }
}

/// Answers from its rows, or converts; keeps what it was called with.
class HonestKnowledgeBase final : public exchange::KnowledgeBase {
  public:
    HonestKnowledgeBase(exchange::Exchange& exchange, const Interaction& interaction)
        : exchange_(exchange), interaction_(interaction) {}

    Result<void> handle(Call call) override {
        const Rows given = by_value(call.bindings);
        const std::size_t before = called_with_.size();
        called_with_.insert(given.begin(), given.end());
        if (called_with_.size() != before + call.bindings.size() || (was_called_ && interaction_.convert)) {
            throw std::runtime_error(interaction_.id + " was called twice, or with the same row twice");
        }
        for (const Row& row : given) {
            for (const std::string& needed : interaction_.needs) {
                if (!row.contains(needed)) {
                    throw std::runtime_error(interaction_.id + " was called without ?" + needed);
                }
            }
        }
        was_called_ = true;
        const Rows rows = interaction_.convert ? interaction_.convert(given) : agreeing(interaction_.rows, given);
        require(exchange_.reply(call.id, to_term_rows(rows)));
        return {};
    }
    void cancel(CallId) override {}
    void removed() override {}

    bool was_called() const { return was_called_; }
    const Rows& called_with() const { return called_with_; }

  private:
    exchange::Exchange& exchange_;
    const Interaction& interaction_;
    Rows called_with_;
    bool was_called_ = false;
};

/// For the party that only asks.
class Nobody final : public exchange::KnowledgeBase {
  public:
    Result<void> handle(Call) override { throw std::runtime_error("the asker was called"); }
    void cancel(CallId) override {}
    void removed() override {}
};

exchange::InteractionSpec spec(InteractionType type, const Triples& pattern, const Triples& result) {
    exchange::InteractionSpec spec;
    spec.type = type;
    spec.name = "it";
    spec.pattern.triples = pattern;
    if (!result.empty()) {
        spec.result_pattern = pattern::GraphPattern{result};
    }
    return spec;
}

std::string to_text(const Triples& triples) {
    return triples.empty() ? "-" : pattern::to_string(pattern::GraphPattern{triples});
}

std::string to_text(const Rows& rows) {
    std::string text = "{";
    for (const Row& row : rows) {
        text += " (";
        for (const auto& [name, term] : row) {
            text.append(" ").append(name).append("=").append(rdf::to_text(term));
        }
        text += " )";
    }
    return text + " }";
}

std::string to_text(const std::map<std::string, Rows>& parties) {
    std::string text;
    for (const auto& [id, rows] : parties) {
        text.append("\n    ").append(id).append(" ").append(to_text(rows));
    }
    return text;
}

}  // namespace

Outcome put_to_engine(const Question& question) {
    ManualClock clock{TimePoint{}};
    exchange::Exchange exchange({}, clock);
    std::map<std::string, std::shared_ptr<HonestKnowledgeBase>> parties;
    for (const Interaction& interaction : question.interactions) {
        const std::string id = knowledge_base_of(interaction.id);
        const auto party = std::make_shared<HonestKnowledgeBase>(exchange, interaction);
        require(exchange.add_knowledge_base({.id = id, .name = {}, .description = {}, .lease = {}}, party));
        const auto type = interaction.convert ? InteractionType::React : InteractionType::Answer;
        exchange::InteractionSpec declared = spec(type, interaction.pattern, interaction.result);
        declared.needs.assign(interaction.needs.begin(), interaction.needs.end());
        require(exchange.add_interaction(id, std::move(declared)));
        parties.emplace(interaction.id, party);
    }
    require(exchange.add_knowledge_base({.id = asker,
                                         .name = {},
                                         .description = {},
                                         .lease = {},
                                         .reasoner_level = static_cast<std::uint8_t>(question.level)},
                                        std::make_shared<Nobody>()));
    require(exchange.set_domain_knowledge(asker, question.rules));
    const auto type = question.is_post ? InteractionType::Post : InteractionType::Ask;
    exchange::Request request;
    request.knowledge_base = asker;
    request.interaction = require(exchange.add_interaction(asker, spec(type, question.pattern, question.result)));
    request.bindings = to_term_rows(question.bindings);

    Outcome outcome;
    std::size_t ended = 0;
    if (question.is_post) {
        exchange.post(std::move(request), [&](Result<exchange::PostResult> result) {
            outcome.rows = by_value(require(std::move(result)).result.to_rows());
            ++ended;
        });
    } else {
        exchange.ask(std::move(request), [&](Result<exchange::AskResult> result) {
            outcome.rows = by_value(require(std::move(result)).bindings.to_rows());
            ++ended;
        });
    }
    if (ended != 1) {
        throw std::runtime_error("the exchange ended " + std::to_string(ended) + " times");
    }
    for (const Interaction& interaction : question.interactions) {
        const HonestKnowledgeBase& party = *parties.at(interaction.id);
        if (party.was_called()) {
            (interaction.convert ? outcome.called : outcome.asked)[interaction.id] = party.called_with();
        }
    }
    return outcome;
}

std::string to_text(const Question& question) {
    std::string text = "level " + std::to_string(question.level) + (question.is_post ? " POST " : " ASK ") +
                       to_text(question.pattern) + "\n  result " + to_text(question.result) + "\n  with " +
                       to_text(question.bindings);
    for (const Interaction& interaction : question.interactions) {
        text.append("\n  ").append(interaction.id).append(interaction.convert ? " REACT " : " ANSWER ");
        text.append(to_text(interaction.pattern)).append(" => ").append(to_text(interaction.result));
        text.append(" ").append(to_text(interaction.rows));
        for (const std::string& needed : interaction.needs) {
            text.append(" needs ?").append(needed);
        }
    }
    for (const exchange::Rule& rule : question.rules) {
        text.append("\n  rule ").append(exchange::to_string(rule));
    }
    return text;
}

std::string to_text(const Outcome& outcome) {
    return "  rows " + to_text(outcome.rows) + "\n  asked" + to_text(outcome.asked) + "\n  called" +
           to_text(outcome.called);
}

}  // namespace gridlore::naive
