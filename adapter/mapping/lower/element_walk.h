/// The elements of a payload's lists, one after the other, with the values that they have. Private to this folder.
/// Confined.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "adapter/mapping/lower/lowered_rows.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

class ElementWalk {
  public:
    /// Both must outlive it.
    ElementWalk(const Document& document, const LoweredRows& rows);

    /// Enters the whole payload. InvalidInput: there are two values for one of its variables.
    Result<void> begin();

    /// The value in the elements that are entered; null if it has none.
    const Cell* value(std::size_t variable) const { return values_[variable]; }
    bool has_elements(std::size_t level) const;

    /// Enters one element after the other of the list of that level in what is entered. Errors: of `visit`;
    /// InvalidInput: two elements have one place, or there are two values for a variable that is no list's.
    template <typename Visit>
    Result<void> each_element(std::size_t level, Visit&& visit) {
        const LevelPlan& plan = rows_.plan.levels[level];
        if (!has_elements(level)) {
            return {};
        }
        const Range all = ranges_[*plan.owner];
        std::vector<Range> outer = take_ranges(plan);
        for (std::uint32_t first = all.first; first < all.last;) {
            const std::uint32_t last = end_of_element(plan, first, all.last);
            Result<void> done = enter(plan, {first, last}, all, outer);
            if (done) {
                done = visit();
            }
            if (!done) {
                return done;
            }
            first = last;
        }
        put_back(plan, all, outer);
        return {};
    }

  private:
    /// Entries of a part, the last not included.
    struct Range {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
    };

    std::vector<Range> take_ranges(const LevelPlan& plan) const;
    std::uint32_t end_of_element(const LevelPlan& plan, std::uint32_t first, std::uint32_t last) const;
    Result<void> enter(const LevelPlan& plan, Range element, Range list, const std::vector<Range>& outer);
    void narrow(const LevelPlan& plan, const std::vector<Range>& outer);
    void put_back(const LevelPlan& plan, Range all, const std::vector<Range>& outer);
    Result<void> check_place(const LevelPlan& plan, Range element, Range list) const;
    Result<void> supply(const LevelPlan& plan);
    Error two_values(const Supply& supply, std::uint32_t a, std::uint32_t b) const;

    const Document& document_;
    const LoweredRows& rows_;
    std::vector<Range> ranges_;        ///< by part: what belongs to the elements that are entered
    std::vector<const Cell*> values_;  ///< by variable
};

}  // namespace gridlore::mapping
