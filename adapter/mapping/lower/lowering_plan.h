/// What lowering is told by a document before it sees a row: which part decides which elements a list has, what is
/// taken of each part's rows, and how parts are joined. Private to this folder; value types.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "adapter/mapping/document.h"

namespace gridlore::mapping {

/// Where a value is in a row: in a column, or one of the values that were read back from an IRI.
struct Source {
    std::optional<std::size_t> column;  ///< of the part's rows
    std::size_t reading = 0;            ///< without a column: of `PartPlan::readings`
    std::size_t name = 0;               ///< and which name of its template
};

/// An IRI whose values are read back. A reading needs none that comes after it.
struct Reading {
    std::size_t variable = 0;  ///< of Template
    Source source;
};

/// A variable whose value is taken of each row.
struct Slot {
    std::size_t variable = 0;
    Source source;
    bool is_written = false;  ///< in the JSON, and this part supplies it; else it only sorts or joins
};

/// By what rows are sorted: first by the first key.
struct Key {
    std::size_t slot = 0;
    std::size_t depth = 0;  ///< of the level whose elements it tells apart
    friend bool operator==(const Key&, const Key&) = default;
};

struct PartPlan {
    std::vector<Reading> readings;
    std::vector<Slot> slots;
    std::vector<Key> keys;               ///< of the levels that it decides, from the outermost inwards
    std::vector<std::size_t> constants;  ///< columns that must have the variable's constant
    /// Of all but the core: the part whose elements its rows belong to, and the depth of those.
    std::size_t base = 0;
    std::size_t base_depth = 0;
    std::vector<std::pair<std::size_t, std::size_t>> joins;  ///< slots that must be equal: its own, the base's
};

/// Where the value of a variable comes from, when an element of its level is entered.
struct Supply {
    std::size_t variable = 0;
    std::size_t part = 0;
    std::size_t slot = 0;
};

struct LevelPlan {
    std::size_t depth = 0;                  ///< 0 is the whole payload
    std::optional<std::size_t> owner;       ///< the part that decides which elements there are; absent: there are none
    std::vector<std::size_t> followers;     ///< other parts with rows at this level or below; bases first
    std::vector<Supply> supplies;           ///< a variable that is not here has no value
    std::optional<std::size_t> place_slot;  ///< of the owner: the elements' places, of which each comes once
};

struct LoweringPlan {
    std::vector<std::size_t> order;  ///< all parts, the core first and bases before those that need them
    std::vector<PartPlan> parts;     ///< as `Document::parts`
    std::vector<LevelPlan> levels;   ///< as `Document::levels`
    std::vector<bool> is_certain;    ///< by variable: whoever decides its element's being there has its value too
};

/// InvalidInput: the order of a list is by a variable that its rows do not have. Time is that of the document's size.
Result<LoweringPlan> plan_lowering(const Document& document);

}  // namespace gridlore::mapping
