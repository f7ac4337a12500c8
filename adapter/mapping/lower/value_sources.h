/// Which variables have a value in the rows of a part: those of its columns, and those that an IRI in a column was made
/// of. Private to this folder. Confined.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "adapter/mapping/lower/lowering_plan.h"

namespace gridlore::mapping {

class ValueSources {
  public:
    /// All must outlive it. Slots and readings are added to `plan` when they are asked for.
    ValueSources(const Document& document, const Part& part, PartPlan& plan);

    bool has(std::size_t variable) const { return found_[variable].has_value(); }
    /// Precondition: `has(variable)`.
    std::size_t slot(std::size_t variable);
    /// The variables that must be equal in rows of both that belong together: all that both have, less those that are
    /// equal because an IRI is that they are read back from.
    std::vector<std::size_t> join_variables(const ValueSources& base) const;

  private:
    struct Found {
        std::optional<std::size_t> column;
        std::size_t read_from = 0;  ///< a variable
        std::size_t name = 0;
    };
    void add_names_of(std::size_t variable, std::vector<std::size_t>& all);
    void prefer_declared(std::size_t variable);
    Source source(std::size_t variable);
    std::size_t reading(std::size_t variable);
    /// Whether it is read back from a column that `base` has, too.
    bool is_implied(std::size_t variable, const ValueSources& base) const;

    const Document* document_;
    PartPlan* plan_;
    std::vector<std::optional<Found>> found_;  ///< by variable
};

}  // namespace gridlore::mapping
