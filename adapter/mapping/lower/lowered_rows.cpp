#include "adapter/mapping/lower/lowered_rows.h"

#include <utility>

namespace gridlore::mapping {
namespace {

class Preparation {
  public:
    Preparation(const Document& document, const PartRows& rows, const LowerOptions& options)
        : document_(document), rows_(rows), options_(options) {}

    Result<LoweredRows> prepare() {
        auto plan = plan_lowering(document_);
        if (!plan) {
            return std::move(plan).error();
        }
        result_.plan = std::move(*plan);
        result_.cells.resize(rows_.size());
        result_.groups.resize(rows_.size());
        result_.shared = std::make_unique<SharedTerms>(document_);
        Result<void> fine = read_all();
        if (fine) {
            number_all();
            fine = group_all();
        }
        return fine ? Result<LoweredRows>(std::move(result_)) : Result<LoweredRows>(std::move(fine).error());
    }

  private:
    /// What only joins a part that has no rows is not looked at.
    std::vector<bool> wanted_slots(std::size_t number) const {
        const PartPlan& plan = result_.plan.parts[number];
        std::vector<bool> is_wanted(plan.slots.size(), false);
        for (const Key& key : plan.keys) {
            is_wanted[key.slot] = true;
        }
        for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
            is_wanted[slot] = is_wanted[slot] || plan.slots[slot].is_written;
        }
        for (std::size_t other = 0; other < rows_.size(); ++other) {
            for (const auto& [own_slot, base_slot] : result_.plan.parts[other].joins) {
                if (other == number) {
                    is_wanted[own_slot] = true;
                } else if (result_.plan.parts[other].base == number && rows_[other].size() > 0) {
                    is_wanted[base_slot] = true;
                }
            }
        }
        return is_wanted;
    }

    Result<void> read_all() {
        for (std::size_t part = 0; part < rows_.size(); ++part) {
            if (rows_[part].size() >= JoinNumbers::none) {
                return Error{ErrorKind::LimitExceeded, "there are more than 4294967295 rows"};
            }
            auto cells = read_rows(document_, part, result_.plan.parts[part], wanted_slots(part), rows_[part], options_,
                                   *result_.shared);
            if (!cells) {
                return std::move(cells).error();
            }
            result_.cells[part] = std::move(*cells);
        }
        return {};
    }

    /// Before keys are put in order, which makes those of different parts different.
    void number_all() {
        joins_.resize(rows_.size());
        for (std::size_t part = 1; part < rows_.size(); ++part) {
            const PartPlan& plan = result_.plan.parts[part];
            if (result_.cells[part].size() > 0) {
                joins_[part] = number_joins(plan, result_.cells[part], result_.cells[plan.base]);
            }
        }
        for (std::size_t part = 0; part < rows_.size(); ++part) {
            put_keys_in_order(part);
        }
    }

    void put_keys_in_order(std::size_t number) {
        const PartPlan& plan = result_.plan.parts[number];
        RowCells& cells = result_.cells[number];
        std::vector<bool> is_done(plan.slots.size(), false);
        for (const Key& key : plan.keys) {
            const KeyRange& range = cells.range(key.slot);
            if (is_done[key.slot] || TermKeys::is_in_order(range.first, range.differing)) {
                continue;
            }
            is_done[key.slot] = true;
            std::vector<std::uint64_t> keys = cells.keys(key.slot);
            result_.shared->keys[plan.slots[key.slot].variable].put_in_order(keys);
            cells.set_keys(key.slot, keys);
        }
    }

    Result<void> group_all() {
        for (const std::size_t part : result_.plan.order) {
            const PartPlan& plan = result_.plan.parts[part];
            const RowCells& cells = result_.cells[part];
            if (cells.size() == 0) {
                continue;
            }
            if (part == 0) {
                result_.groups[0] = group_rows(plan, cells, all_rows(cells), true);
                continue;
            }
            auto entries = join_rows(plan, joins_[part], result_.groups[plan.base]);
            if (!entries) {
                return std::move(entries).error();
            }
            result_.groups[part] = group_rows(plan, cells, std::move(*entries), false);
        }
        return {};
    }

    const Document& document_;
    const PartRows& rows_;
    const LowerOptions& options_;
    LoweredRows result_;
    std::vector<JoinNumbers> joins_;  ///< by part
};

}  // namespace

Result<LoweredRows> prepare_rows(const Document& document, const PartRows& rows, const LowerOptions& options) {
    return Preparation(document, rows, options).prepare();
}

}  // namespace gridlore::mapping
