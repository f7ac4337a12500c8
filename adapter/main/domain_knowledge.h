/// The files of `--domain-knowledge`, read before anything starts.
#pragma once

#include <string>
#include <vector>

#include "knowledge-engine/exchange/rules.h"

namespace gridlore::program {

struct DomainKnowledge {
    std::vector<exchange::Rule> rules;
    std::vector<std::string> problems;  ///< of all files, each with file and line
};

DomainKnowledge read_domain_knowledge(const std::vector<std::string>& files);

}  // namespace gridlore::program
