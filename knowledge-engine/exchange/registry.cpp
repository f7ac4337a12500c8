#include "knowledge-engine/exchange/registry.h"

#include <algorithm>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <utility>

#include "knowledge-engine/exchange/registration.h"

namespace gridlore::exchange {
namespace {

std::string random_uuid() {
    static thread_local boost::uuids::random_generator generate;
    return boost::uuids::to_string(generate());
}

}  // namespace

Error unknown_knowledge_base() {
    return not_found("Smart connector not found, because its ID is unknown.");
}

Error unknown_interaction() {
    return not_found("Knowledge interaction not found, because its ID is unknown.");
}

Registry::Registry(const Settings& settings, Clock& clock, const std::vector<Rule>& domain_knowledge)
    : settings_(settings), clock_(clock) {
    auto first = std::make_shared<Network>();
    if (!domain_knowledge.empty()) {
        default_rules_ = first->compile(domain_knowledge);
    }
    network_ = std::move(first);
}

std::shared_ptr<const Network> Registry::network() const {
    const std::lock_guard lock(mutex_);
    return network_;
}

/// Publishes what `make` did to a copy of the network, or nothing if it fails.
template <typename Change>
Result<void> Registry::change(Change&& make) {
    const std::lock_guard writing(write_mutex_);
    auto next = std::make_shared<Network>(*network());
    if (Result<void> done = make(*next); !done) {
        return done;
    }
    {
        const std::lock_guard lock(mutex_);
        network_ = std::move(next);
    }
    news_.push(std::exchange(told_, {}));
    return {};
}

void Registry::tell(MetaEvent event, const std::shared_ptr<const KnowledgeBaseState>& about) {
    std::ranges::move(subscribers_.tell(event, about), std::back_inserter(told_));
}

/// Those that every knowledge base starts with stay.
void Registry::forget_rules(Network& next, const KnowledgeBaseState& state) const {
    if (state.rules && state.rules != default_rules_) {
        next.forget(*state.rules);
    }
}

Result<void> Registry::add_knowledge_base(KnowledgeBaseDescription description, std::shared_ptr<KnowledgeBase> receiver,
                                          std::shared_ptr<UniversalKnowledgeBase> universal) {
    if (Result<void> checked = check(description); !checked) {
        return checked;
    }
    return change([&](Network& next) -> Result<void> {
        if (next.find(description.id)) {
            return Error{ErrorKind::Conflict, "The knowledge base id '" + description.id + "' is in use already."};
        }
        if (universal && next.universal()) {
            return Error{ErrorKind::Conflict,
                         "There is a universal knowledge base already: '" + next.universal()->description.id + "'."};
        }
        if (next.knowledge_base_count() >= settings_.knowledge_bases) {
            return Error{ErrorKind::LimitExceeded, "There is no room for another knowledge base."};
        }
        auto state = std::make_shared<KnowledgeBaseState>();
        if (description.lease) {
            state->expires = clock_.now() + *description.lease;
        }
        state->description = std::move(description);
        state->receiver = std::move(receiver);
        state->universal = std::move(universal);
        state->rules = default_rules_;
        next.put(state);
        tell(MetaEvent::New, state);
        return {};
    });
}

Result<std::shared_ptr<const KnowledgeBaseState>> Registry::remove_knowledge_base(
    const std::string& id, const std::function<bool(const KnowledgeBaseState&)>& only) {
    std::shared_ptr<const KnowledgeBaseState> removed;
    const Result<void> done = change([&](Network& next) -> Result<void> {
        removed = next.find(id);
        if (!removed || !only(*removed)) {
            return unknown_knowledge_base();
        }
        for (const auto& interaction : removed->interactions) {
            next.remove(*interaction);
            subscribers_.remove(interaction->declared.id);
        }
        forget_rules(next, *removed);
        next.erase(id);
        tell(MetaEvent::Removed, removed);
        return {};
    });
    if (!done) {
        return done.error();
    }
    return removed;
}

Result<TimePoint> Registry::renew_lease(const std::string& id) {
    TimePoint expires;
    const Result<void> done = change([&](Network& next) -> Result<void> {
        const auto state = next.find(id);
        if (!state) {
            return unknown_knowledge_base();
        }
        if (!state->description.lease) {
            return not_found("This knowledge base has no lease to renew.");
        }
        auto renewed = std::make_shared<KnowledgeBaseState>(*state);
        expires = renewed->expires = clock_.now() + *state->description.lease;
        next.put(std::move(renewed));
        return {};
    });
    if (!done) {
        return done.error();
    }
    return expires;
}

Result<std::string> Registry::add_interaction(const std::string& knowledge_base, InteractionSpec spec,
                                              std::optional<std::string> known_id) {
    if (const Result<void> checked = check(spec); !checked) {
        return checked.error();
    }
    const bool is_news = !known_id;
    std::string id =
        known_id ? std::move(*known_id) : knowledge_base + "/interaction/" + (spec.name ? *spec.name : random_uuid());
    const Result<void> done = change([&](Network& next) -> Result<void> {
        const auto state = next.find(knowledge_base);
        if (!state) {
            return unknown_knowledge_base();
        }
        if (next.find_interaction(id)) {
            return Error{ErrorKind::Conflict,
                         "The name '" + spec.name.value_or("") + "' is in use already in this knowledge base."};
        }
        if (next.interaction_count() >= settings_.interactions) {
            return Error{ErrorKind::LimitExceeded, "There is no room for another knowledge interaction."};
        }
        const auto interaction = next.add({id, knowledge_base, std::move(spec)});
        auto changed = std::make_shared<KnowledgeBaseState>(*state);
        changed->interactions.push_back(interaction);
        next.put(changed);
        if (is_news) {
            tell(MetaEvent::Changed, changed);
        }
        subscribers_.add(next, interaction, state->receiver);
        return {};
    });
    if (!done) {
        return done.error();
    }
    return id;
}

Result<void> Registry::remove_interaction(const std::string& knowledge_base, const std::string& id) {
    return change([&](Network& next) -> Result<void> {
        const auto state = next.find(knowledge_base);
        if (!state) {
            return unknown_knowledge_base();
        }
        const auto interaction = next.find_interaction(id);
        if (!interaction || interaction->declared.knowledge_base != knowledge_base) {
            return unknown_interaction();
        }
        next.remove(*interaction);
        subscribers_.remove(id);
        auto changed = std::make_shared<KnowledgeBaseState>(*state);
        std::erase(changed->interactions, interaction);
        next.put(changed);
        tell(MetaEvent::Changed, changed);
        return {};
    });
}

Result<void> Registry::check_domain_knowledge(const std::vector<Rule>& rules) const {
    if (rules.size() > settings_.rules) {
        return Error{ErrorKind::LimitExceeded,
                     "A knowledge base may have at most " + std::to_string(settings_.rules) + " rules and facts."};
    }
    return {};
}

Result<void> Registry::set_domain_knowledge(const std::string& knowledge_base, const std::vector<Rule>& rules) {
    if (Result<void> checked = check_domain_knowledge(rules); !checked) {
        return checked;
    }
    return change([&](Network& next) -> Result<void> {
        const auto state = next.find(knowledge_base);
        if (!state) {
            return unknown_knowledge_base();
        }
        auto changed = std::make_shared<KnowledgeBaseState>(*state);
        changed->rules = next.compile(rules);
        forget_rules(next, *state);
        next.put(std::move(changed));
        return {};
    });
}

}  // namespace gridlore::exchange
