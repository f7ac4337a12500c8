#include "adapter/service/participants.h"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <span>

#include "adapter/mapping/lower/lower.h"
#include "adapter/service/bind_reader.h"

namespace gridlore::service {
namespace {

using exchange::InteractionSpec;
using exchange::InteractionType;

InteractionType type_of(Way way) {
    switch (way) {
        case Way::Ask:
            return InteractionType::Ask;
        case Way::Answer:
            return InteractionType::Answer;
        case Way::Post:
            return InteractionType::Post;
        case Way::React:
            break;
    }
    return InteractionType::React;
}

bool accepts_ranges(const Bind& bind) {
    return std::holds_alternative<SqlCall>(bind.with) ||
           std::ranges::any_of(parameters_of(bind), [](const Parameter& parameter) {
               return parameter.bound == Bound::From || parameter.bound == Bound::Until;
           });
}

InteractionSpec spec_of(const BoundDocument& bound, const Bind& bind, std::size_t part) {
    const mapping::Document& document = *bound.document;
    InteractionSpec spec;
    spec.type = type_of(bind.way);
    spec.pattern = document.parts[part].pattern;
    spec.name = interaction_name(
        bound, bind, part == 0 ? std::vector<std::string>() : std::vector<std::string>{document.parts[part].name});
    if (bind.way == Way::React && document.response) {
        spec.result_pattern = document.response->parts.front().pattern;
    }
    if (bind.way == Way::Answer) {
        spec.accepts_ranges = accepts_ranges(bind);
        for (const std::size_t variable : bind.needs) {
            spec.needs.push_back(document.variables[variable].name);
        }
    }
    return spec;
}

/// By part, what an answer is made of: what is written of its rows and, of the core, by what other parts are asked for.
std::vector<std::vector<std::size_t>> looked_at_in(const mapping::Document& document) {
    auto looked_at = mapping::variables_of_lowering(document);
    for (const mapping::Part& part : std::span(document.parts).subspan(1)) {
        std::ranges::copy_if(part.variables, std::back_inserter(looked_at.front()), [&](std::size_t variable) {
            const auto is_in = [variable](const auto& variables) {
                return std::ranges::find(variables, variable) != variables.end();
            };
            return is_in(document.parts.front().variables) && !is_in(looked_at.front());
        });
    }
    return looked_at;
}

}  // namespace

Result<void> Participants::set(const BoundDocuments& documents, const ServicesByName& services) {
    std::vector<std::string> new_knowledge_bases;
    auto result = add_knowledge_bases(documents, services, new_knowledge_bases);
    std::vector<Participation> left;
    for (auto document = documents_.begin(); document != documents_.end();) {
        const bool stays = std::ranges::find(documents, document->second.bound) != documents.end();
        if (!stays && result) {
            remove(document->second);
            left.push_back(std::move(document->second));
            document = documents_.erase(document);
        } else {
            ++document;
        }
    }
    std::vector<std::string> came;
    for (auto bound = documents.begin(); result && bound != documents.end(); ++bound) {
        if (!documents_.contains((*bound)->document->id)) {
            result = add(*bound);
            if (result) {
                came.push_back((*bound)->document->id);
            }
        }
    }
    if (result) {
        remove_unused_knowledge_bases();
        return result;
    }
    for (const std::string& id : came) {
        remove(documents_.at(id));
        documents_.erase(id);
    }
    for (const Participation& before : left) {
        (void)add(before.bound);  // there was room for it
    }
    std::ranges::for_each(new_knowledge_bases, [this](const std::string& id) { remove_knowledge_base(id); });
    return result;
}

Result<void> Participants::add_knowledge_bases(const BoundDocuments& documents, const ServicesByName& services,
                                               std::vector<std::string>& added) {
    for (const auto& bound : documents) {
        for (const Bind& bind : bound->binds) {
            if (knowledge_bases_.contains(bind.knowledge_base)) {
                continue;
            }
            const std::string service = service_of(bind);
            const auto settings = services.find(service);
            const std::string title = settings == services.end() ? bound->document->title : settings->second.title;
            auto result = add_knowledge_base(bind.knowledge_base, title, !service.empty());
            if (!result) {
                return result;
            }
            added.push_back(bind.knowledge_base);
        }
    }
    return {};
}

Result<void> Participants::add_knowledge_base(const std::string& id, const std::string& name, bool is_called) {
    const auto service = std::make_shared<CalledService>(context_->exchange);
    exchange::KnowledgeBaseDescription description;
    description.id = id;
    description.name = id.substr(id.rfind(':') + 1);
    description.description = !name.empty() ? name : is_called ? "A service that documents call" : "Who uses a service";
    description.reasoner_level = reasoner_level_;
    auto added = context_->exchange.add_knowledge_base(std::move(description), service);
    if (added) {
        knowledge_bases_.emplace(id, service);
    }
    return added;
}

void Participants::remove_knowledge_base(const std::string& id) {
    (void)context_->exchange.remove_knowledge_base(id);
    knowledge_bases_.erase(id);
}

void Participants::remove_unused_knowledge_bases() {
    std::set<std::string> used;
    for (const auto& [id, participation] : documents_) {
        for (const Bind& bind : participation.bound->binds) {
            used.insert(bind.knowledge_base);
        }
    }
    std::vector<std::string> unused;
    for (const auto& [id, service] : knowledge_bases_) {
        if (!used.contains(id)) {
            unused.push_back(id);
        }
    }
    std::ranges::for_each(unused, [this](const std::string& id) { remove_knowledge_base(id); });
}

Result<void> Participants::add(const std::shared_ptr<const BoundDocument>& bound) {
    Participation participation{bound, {}, {}};
    for (std::size_t number = 0; number < bound->binds.size(); ++number) {
        if (auto added = add_bind(number, participation); !added) {
            remove(participation);
            return added;
        }
    }
    documents_.emplace(bound->document->id, std::move(participation));
    return {};
}

Result<void> Participants::add_bind(std::size_t number, Participation& participation) {
    const Bind& bind = participation.bound->binds[number];
    auto served = std::make_shared<Served>();
    served->bound = participation.bound;
    served->number = number;
    served->in_iso = mapping::written_in_iso(*participation.bound->document);
    if (bind.way == Way::Post) {
        served->posts = std::make_shared<PostInteractions>(context_->exchange, participation.bound, number);
        participation.served.push_back(served);
        const auto core = served->posts->of(1);
        return core ? Result<void>() : core.error();
    }
    served->looked_at = looked_at_in(*participation.bound->document);
    for (std::size_t part = 0; part < participation.bound->document->parts.size(); ++part) {
        auto added = add_interaction(number, part, participation);
        if (!added) {
            return std::move(added).error();
        }
        served->asks.push_back(std::move(*added));
    }
    if (bind.way == Way::Ask) {
        participation.served.push_back(std::move(served));
    }
    return {};
}

Result<InteractionId> Participants::add_interaction(std::size_t number, std::size_t part,
                                                    Participation& participation) {
    const auto& bound = participation.bound;
    const Bind& bind = bound->binds[number];
    InteractionSpec spec = spec_of(*bound, bind, part);
    const std::string id = bind.knowledge_base + "/interaction/" + *spec.name;
    const auto service = knowledge_bases_.at(bind.knowledge_base);
    if (!std::holds_alternative<Serve>(bind.with)) {
        service->add(id, {bound, number, part});
    }
    auto added = context_->exchange.add_interaction(bind.knowledge_base, std::move(spec));
    if (!added) {
        service->remove(id);
        return Error{added.error().kind, bound->document->file + ": " + added.error().message};
    }
    participation.interactions.emplace_back(bind.knowledge_base, *added);
    return InteractionId{bind.knowledge_base, *std::move(added)};
}

void Participants::remove(const Participation& participation) {
    for (const auto& [knowledge_base, interaction] : participation.interactions) {
        (void)context_->exchange.remove_interaction(knowledge_base, interaction);
        knowledge_bases_.at(knowledge_base)->remove(interaction);
    }
    for (const ServedPtr& served : participation.served) {
        if (served->posts) {
            served->posts->remove_all();
        }
    }
}

std::vector<std::shared_ptr<Source>> Participants::use(const Sources& sources) {
    std::vector<std::shared_ptr<Source>> before;
    for (const auto& [name, source] : sources) {
        const auto service = knowledge_bases_.find(knowledge_base_of_service(name));
        if (service != knowledge_bases_.end()) {
            before.push_back(service->second->use(source));
        }
    }
    return before;
}

std::vector<ServedPtr> Participants::served() const {
    std::vector<ServedPtr> all;
    for (const auto& [id, participation] : documents_) {
        all.insert(all.end(), participation.served.begin(), participation.served.end());
    }
    return all;
}

}  // namespace gridlore::service
