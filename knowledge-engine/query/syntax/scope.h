/// Which variables are in scope (SPARQL 1.1 Query, 18.2.1), and which number a name has. Confined to one parse.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "knowledge-engine/query/algebra.h"

namespace gridlore::query {

class VariableSet {
  public:
    bool contains(VariableId variable) const { return variable < members_.size() && members_[variable]; }
    void insert(VariableId variable) {
        if (variable >= members_.size()) {
            members_.resize(variable + 1);
        }
        members_[variable] = true;
    }
    void insert_all(const VariableSet& other) {
        for (VariableId variable = 0; variable < other.members_.size(); ++variable) {
            if (other.members_[variable]) {
                insert(variable);
            }
        }
    }
    /// All that are in it and written by name, in the order in which they were first mentioned.
    std::vector<VariableId> visible(const Variables& variables) const {
        std::vector<VariableId> found;
        for (VariableId variable = 0; variable < members_.size(); ++variable) {
            if (members_[variable] && variables[variable].is_visible) {
                found.push_back(variable);
            }
        }
        return found;
    }

  private:
    std::vector<bool> members_;
};

/// The numbers of the names of one query level; the names are parts of the text that is parsed.
using NameScope = std::unordered_map<std::string_view, VariableId>;

}  // namespace gridlore::query
