#include "adapter/service/part_join.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapter/service/row_keys.h"

namespace gridlore::service {
namespace {

/// A row by the variables' numbers; null: it does not have that one.
struct Joined {
    std::vector<const rdf::TermView*> cells;
    PartSet parts = 1;
    std::size_t core_row = 0;
};

std::vector<std::size_t> shared_variables(const mapping::Part& part, const mapping::Part& other) {
    std::vector<std::size_t> shared = part.variables;
    std::erase_if(shared, [&](std::size_t variable) {
        return std::ranges::find(other.variables, variable) == other.variables.end();
    });
    return shared;
}

/// Whether two parts have more in common than what is the core's.
bool belong_together(const mapping::Document& document, std::size_t part, std::size_t other) {
    const auto& core = document.parts.front().variables;
    return std::ranges::any_of(shared_variables(document.parts[part], document.parts[other]),
                               [&](std::size_t variable) { return std::ranges::find(core, variable) == core.end(); });
}

/// Parts that are joined with each other, after those over which they are connected with the core.
std::vector<std::vector<std::size_t>> groups_of(const mapping::Document& document, bool apart) {
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t part = 1; part < document.parts.size(); ++part) {
        std::vector<std::size_t> own;
        std::erase_if(groups, [&](const std::vector<std::size_t>& group) {
            const bool is_own = !apart || std::ranges::any_of(group, [&](std::size_t other) {
                return belong_together(document, part, other);
            });
            if (is_own) {
                own.insert(own.end(), group.begin(), group.end());
            }
            return is_own;
        });
        own.push_back(part);
        groups.push_back(std::move(own));
    }
    for (std::vector<std::size_t>& group : groups) {
        std::ranges::stable_sort(group, {},
                                 [&](std::size_t part) { return connected_with_core(document, part).size(); });
    }
    return groups;
}

class PartJoin {
  public:
    PartJoin(const mapping::Document& document, const mapping::PartRows& rows) : document_(document), rows_(rows) {
        for (std::size_t row = 0; row < rows.front().size(); ++row) {
            Joined joined{std::vector<const rdf::TermView*>(document.variables.size()), 1, row};
            add(joined, 0, row);
            joined_.push_back(std::move(joined));
        }
    }

    /// A row that has none of the part's stays as it is. False: there would be too many.
    bool join(std::size_t part, std::size_t most_rows) {
        const std::vector<std::size_t> shared = shared_with_core(part);
        const PartSet over = parts_before(part);
        std::unordered_map<std::string, std::vector<std::size_t>> rows_by_key;
        for (std::size_t row = 0; row < rows_[part].size(); ++row) {
            Joined one{std::vector<const rdf::TermView*>(document_.variables.size()), 0, 0};
            add(one, part, row);
            rows_by_key[key_of(one, shared)].push_back(row);
        }
        std::vector<Joined> result;
        for (const Joined& joined : joined_) {
            const std::size_t before = result.size();
            const auto found =
                (joined.parts & over) == over ? rows_by_key.find(key_of(joined, shared)) : rows_by_key.end();
            for (const std::size_t row : found == rows_by_key.end() ? std::vector<std::size_t>() : found->second) {
                if (agrees(joined, part, row)) {
                    result.push_back(joined);
                    result.back().parts |= PartSet{1} << part;
                    add(result.back(), part, row);
                }
            }
            if (result.size() == before) {
                result.push_back(joined);
            }
            if (result.size() > most_rows) {
                return false;
            }
        }
        joined_ = std::move(result);
        return true;
    }

    /// Adds the rows that have a part to `posts`, and marks those of the core that are in them. Returns how many.
    std::size_t take(std::vector<bool>& has_part, std::map<PartSet, pattern::TermRows>& posts) const {
        std::size_t count = 0;
        for (const Joined& joined : joined_) {
            if (joined.parts != 1) {
                has_part[joined.core_row] = true;
                posts[joined.parts].push_back(row_of(joined));
                ++count;
            }
        }
        return count;
    }

    /// Adds rows of the core, but those that are in others.
    void take_core(const std::vector<bool>& has_part, std::map<PartSet, pattern::TermRows>& posts) const {
        for (const Joined& joined : joined_) {
            if (!has_part[joined.core_row]) {
                posts[1].push_back(row_of(joined));
            }
        }
    }

  private:
    pattern::TermRow row_of(const Joined& joined) const {
        pattern::TermRow row;
        for (std::size_t variable = 0; variable < joined.cells.size(); ++variable) {
            if (joined.cells[variable] != nullptr) {
                row.emplace_back(document_.variables[variable].name, owned(*joined.cells[variable]));
            }
        }
        return row;
    }

    /// Those over which a part is connected with the core: what has not them has not the part.
    PartSet parts_before(std::size_t part) const {
        PartSet parts = 0;
        for (const std::size_t one : connected_with_core(document_, part)) {
            parts |= one == part ? 0 : PartSet{1} << one;
        }
        return parts;
    }

    void add(Joined& joined, std::size_t part, std::size_t row) const {
        const auto cells = rows_[part].row(row);
        for (std::size_t column = 0; column < cells.size(); ++column) {
            joined.cells[document_.parts[part].variables[column]] = &cells[column];
        }
    }

    bool agrees(const Joined& joined, std::size_t part, std::size_t row) const {
        const auto cells = rows_[part].row(row);
        for (std::size_t column = 0; column < cells.size(); ++column) {
            const rdf::TermView* const known = joined.cells[document_.parts[part].variables[column]];
            if (known != nullptr && *known != cells[column]) {
                return false;
            }
        }
        return true;
    }

    std::vector<std::size_t> shared_with_core(std::size_t part) const {
        return shared_variables(document_.parts[part], document_.parts.front());
    }

    static std::string key_of(const Joined& joined, const std::vector<std::size_t>& variables) {
        std::string key;
        for (const std::size_t variable : variables) {
            append_key(owned(*joined.cells[variable]), key);
        }
        return key;
    }

    const mapping::Document& document_;
    const mapping::PartRows& rows_;
    std::vector<Joined> joined_;
};

}  // namespace

Result<std::map<PartSet, pattern::TermRows>> joined_parts(const mapping::Document& document,
                                                          const mapping::PartRows& rows, bool apart,
                                                          std::size_t most_rows) {
    std::map<PartSet, pattern::TermRows> posts;
    std::vector<bool> has_part(rows.front().size(), false);
    std::size_t room = most_rows;
    for (const std::vector<std::size_t>& group : groups_of(document, apart)) {
        PartJoin join(document, rows);
        for (const std::size_t part : group) {
            if (!join.join(part, room)) {
                return Error{ErrorKind::LimitExceeded,
                             "The payload makes more than " + std::to_string(most_rows) + " rows; send it in pieces."};
            }
        }
        room -= join.take(has_part, posts);
    }
    PartJoin(document, rows).take_core(has_part, posts);
    return posts;
}

std::vector<std::size_t> connected_with_core(const mapping::Document& document, std::size_t part) {
    std::vector<std::size_t> chain = {part};
    std::vector<bool> is_tried(document.parts.size(), false);
    is_tried[part] = true;
    while (!chain.empty() && chain.back() != 0 &&
           shared_variables(document.parts[chain.back()], document.parts.front()).empty()) {
        std::size_t next = 1;
        while (next < is_tried.size() &&
               (is_tried[next] || shared_variables(document.parts[chain.back()], document.parts[next]).empty())) {
            ++next;
        }
        if (next < is_tried.size()) {
            is_tried[next] = true;
            chain.push_back(next);
        } else {
            chain.pop_back();  // it leads nowhere; documents are checked: another does
        }
    }
    std::ranges::reverse(chain);
    std::erase(chain, 0);
    return chain;
}

}  // namespace gridlore::service
