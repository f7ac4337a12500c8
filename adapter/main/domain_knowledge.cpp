#include "adapter/main/domain_knowledge.h"

#include <iterator>

namespace gridlore::program {
namespace {

std::string problem_of(const std::string& file, const Error& error) {
    std::string place = file;
    if (error.position) {
        place += ":" + std::to_string(error.position->line) + ":" + std::to_string(error.position->column);
    }
    return place + ": " + error.message;
}

}  // namespace

DomainKnowledge read_domain_knowledge(const std::vector<std::string>& files) {
    DomainKnowledge knowledge;
    for (const std::string& file : files) {
        auto rules = exchange::read_domain_knowledge(file);
        if (!rules) {
            knowledge.problems.push_back(problem_of(file, rules.error()));
            continue;
        }
        knowledge.rules.insert(knowledge.rules.end(), std::make_move_iterator(rules->begin()),
                               std::make_move_iterator(rules->end()));
    }
    return knowledge;
}

}  // namespace gridlore::program
