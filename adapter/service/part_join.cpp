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
    std::vector<const rdf::Term*> cells;
    PartSet parts = 1;
};

class PartJoin {
  public:
    PartJoin(const mapping::Document& document, const mapping::PartRows& rows) : document_(document), rows_(rows) {
        for (std::size_t row = 0; row < rows.front().size(); ++row) {
            Joined joined{std::vector<const rdf::Term*>(document.variables.size()), 1};
            add(joined, 0, row);
            joined_.push_back(std::move(joined));
        }
    }

    /// A row that has none of the part's stays as it is. False: there would be too many.
    bool join(std::size_t part, std::size_t most_rows) {
        const std::vector<std::size_t> shared = shared_with_core(part);
        std::unordered_map<std::string, std::vector<std::size_t>> rows_by_key;
        for (std::size_t row = 0; row < rows_[part].size(); ++row) {
            Joined one{std::vector<const rdf::Term*>(document_.variables.size()), 0};
            add(one, part, row);
            rows_by_key[key_of(one, shared)].push_back(row);
        }
        std::vector<Joined> result;
        for (const Joined& joined : joined_) {
            const std::size_t before = result.size();
            const auto found = rows_by_key.find(key_of(joined, shared));
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

    std::map<PartSet, pattern::TermRows> take() const {
        std::map<PartSet, pattern::TermRows> by_parts;
        for (const Joined& joined : joined_) {
            pattern::TermRow row;
            for (std::size_t variable = 0; variable < joined.cells.size(); ++variable) {
                if (joined.cells[variable] != nullptr) {
                    row.emplace_back(document_.variables[variable].name, *joined.cells[variable]);
                }
            }
            by_parts[joined.parts].push_back(std::move(row));
        }
        return by_parts;
    }

  private:
    void add(Joined& joined, std::size_t part, std::size_t row) const {
        const auto cells = rows_[part].row(row);
        for (std::size_t column = 0; column < cells.size(); ++column) {
            joined.cells[document_.parts[part].variables[column]] = &cells[column];
        }
    }

    bool agrees(const Joined& joined, std::size_t part, std::size_t row) const {
        const auto cells = rows_[part].row(row);
        for (std::size_t column = 0; column < cells.size(); ++column) {
            const rdf::Term* const known = joined.cells[document_.parts[part].variables[column]];
            if (known != nullptr && *known != cells[column]) {
                return false;
            }
        }
        return true;
    }

    std::vector<std::size_t> shared_with_core(std::size_t part) const {
        std::vector<std::size_t> shared = document_.parts[part].variables;
        std::erase_if(shared, [&](std::size_t variable) {
            const auto& core = document_.parts.front().variables;
            return std::ranges::find(core, variable) == core.end();
        });
        return shared;
    }

    static std::string key_of(const Joined& joined, const std::vector<std::size_t>& variables) {
        std::string key;
        for (const std::size_t variable : variables) {
            append_key(*joined.cells[variable], key);
        }
        return key;
    }

    const mapping::Document& document_;
    const mapping::PartRows& rows_;
    std::vector<Joined> joined_;
};

}  // namespace

Result<std::map<PartSet, pattern::TermRows>> joined_parts(const mapping::Document& document,
                                                          const mapping::PartRows& rows, std::size_t most_rows) {
    PartJoin join(document, rows);
    for (std::size_t part = 1; part < rows.size(); ++part) {
        if (!join.join(part, most_rows)) {
            return Error{ErrorKind::LimitExceeded,
                         "The payload makes more than " + std::to_string(most_rows) + " rows; send it in pieces."};
        }
    }
    return join.take();
}

}  // namespace gridlore::service
