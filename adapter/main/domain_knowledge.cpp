#include "adapter/main/domain_knowledge.h"

#include <iterator>

namespace gridlore::program {

DomainKnowledge read_domain_knowledge(const std::vector<std::string>& files) {
    DomainKnowledge knowledge;
    for (const std::string& file : files) {
        auto rules = exchange::read_domain_knowledge(file);
        if (!rules) {
            knowledge.problems.push_back(rules.error().message);
            continue;
        }
        knowledge.rules.insert(knowledge.rules.end(), std::make_move_iterator(rules->begin()),
                               std::make_move_iterator(rules->end()));
    }
    return knowledge;
}

}  // namespace gridlore::program
