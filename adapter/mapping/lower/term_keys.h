/// Terms as numbers that sort as the terms do. Private to this folder. Confined.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/rdf/term_id.h"

namespace gridlore::mapping {

/// The terms of one variable, in all parts. Numbers, times and booleans in their usual forms are their own key
/// (rdf/inline_term.h), others are numbered as they come.
class TermKeys {
  public:
    /// Equal for equal terms; for times and booleans also for other forms of the same value, which JSON does not tell
    /// apart. `term` must outlive this; it is not looked at where `id` is the inline one of the term.
    std::uint64_t key(const rdf::TermView& term, rdf::TermId id);

    /// Whether keys are in the order of their terms: of all that differ from `first` in bits of `differing` alone.
    static bool is_in_order(std::uint64_t first, std::uint64_t differing);
    /// Replaces keys so that they are: by value where terms can be compared, then by text. Time is that of sorting the
    /// different ones among them.
    void put_in_order(std::vector<std::uint64_t>& keys) const;

  private:
    struct Hash {
        std::size_t operator()(const rdf::TermView& term) const { return std::hash<std::string_view>()(term.text); }
    };
    rdf::Term term_of(std::uint64_t key) const;

    boost::unordered_flat_map<rdf::TermView, std::uint64_t, Hash> numbers_;
    std::vector<rdf::TermView> numbered_;  ///< the first has number 1
};

}  // namespace gridlore::mapping
