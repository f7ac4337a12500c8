#include "knowledge-engine/exchange/news.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "knowledge-engine/exchange/uses.h"

namespace gridlore::exchange {
namespace {

/// How the meta pattern is a subscriber's argument; nothing if it is not.
std::optional<Use> use_of_meta_pattern(const Interaction& interaction, const rdf::NetworkTerms& terms) {
    const MetaPattern meta(terms);
    auto uses = total_uses(interaction.triples, meta.triples(), 1, true, 1);
    return uses.empty() ? std::nullopt : std::optional(std::move(uses.front()));
}

const rdf::Term& cell_of(const pattern::TermRow& row, const pattern::PatternTerm& variable) {
    return std::ranges::find(row, std::get<pattern::Variable>(variable).name, &std::pair<std::string, rdf::Term>::first)
        ->second;
}

/// What `row`, a binding of the meta pattern, gives to the variables of a subscriber's argument.
pattern::TermRow translate(const pattern::TermRow& row, const Interaction& to, const Use& use) {
    pattern::TermRow translated;
    std::set<int> done;
    for (const Pair pair : use) {
        const pattern::TriplePattern& triple = meta_pattern().triples[pair.given];
        const std::array<const pattern::PatternTerm*, 3> given = {&triple.subject, &triple.predicate, &triple.object};
        for (std::size_t i = 0; i < given.size(); ++i) {
            const Slot& wanted = to.triples[pair.target][i];
            if (!wanted.is_variable() || !done.insert(wanted.variable).second) {
                continue;
            }
            const auto* constant = std::get_if<rdf::Term>(given[i]);
            translated.emplace_back(to.variables[static_cast<std::size_t>(wanted.variable)],
                                    constant != nullptr ? *constant : cell_of(row, *given[i]));
        }
    }
    return translated;
}

}  // namespace

void Subscribers::add(const Network& network, const std::shared_ptr<const Interaction>& interaction,
                      const std::shared_ptr<KnowledgeBase>& receiver) {
    if (interaction->declared.spec.type != InteractionType::React) {
        return;
    }
    if (auto use = use_of_meta_pattern(*interaction, network.terms())) {
        subscribers_.push_back({interaction, receiver, *std::move(use)});
    }
}

void Subscribers::remove(const std::string& interaction) {
    std::erase_if(subscribers_, [&](const Subscriber& one) { return one.interaction->declared.id == interaction; });
}

std::vector<News> Subscribers::tell(MetaEvent event, const std::shared_ptr<const KnowledgeBaseState>& about) const {
    std::vector<News> news;
    for (const Subscriber& one : subscribers_) {
        if (!about->description.built_in && one.interaction->declared.knowledge_base != about->description.id &&
            acts_match(meta_act(event), one.interaction->act)) {
            news.push_back({one, about});
        }
    }
    return news;
}

/// However it ends, the next may be delivered.
class NewsQueue::Delivery {
  public:
    explicit Delivery(NewsQueue& queue) : queue_(queue) {}
    ~Delivery() {
        const std::lock_guard lock(queue_.mutex_);
        queue_.is_delivering_ = false;
    }
    Delivery(const Delivery&) = delete;
    Delivery& operator=(const Delivery&) = delete;

  private:
    NewsQueue& queue_;
};

void NewsQueue::push(std::vector<News> news) {
    const std::lock_guard lock(mutex_);
    std::ranges::move(news, std::back_inserter(news_));
}

void NewsQueue::deliver(const std::function<void(const News&)>& deliver) {
    for (;;) {
        std::optional<News> next;
        {
            const std::lock_guard lock(mutex_);
            if (news_.empty() || is_delivering_) {
                return;
            }
            is_delivering_ = true;
            next = std::move(news_.front());
            news_.pop_front();
        }
        const Delivery until_here(*this);
        deliver(*next);
    }
}

pattern::TermRows rows_of(const News& news) {
    pattern::TermRows rows;
    for (const pattern::TermRow& row : describe(*news.about)) {
        rows.push_back(translate(row, *news.to.interaction, news.to.use));
    }
    return rows;
}

}  // namespace gridlore::exchange
