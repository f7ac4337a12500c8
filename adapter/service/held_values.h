/// How much one payload, one answer or one query may bring: each value is held several times on its way over the
/// exchange. Private to this folder.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "knowledge-engine/rdf/quad_view.h"

namespace gridlore::service {

/// Counts the values of rows while they come. Confined to one thread.
class HeldValues {
  public:
    static constexpr std::size_t most_values = 1'000'000;
    static constexpr std::size_t most_bytes = std::size_t{128} << 20;  ///< of their text

    /// False: with this value there is too much.
    bool add(std::string_view text) { return add(1, text.size()); }
    /// The same of several values, with so many bytes together.
    bool add(std::size_t values, std::size_t bytes) {
        values_ += values;
        bytes_ += bytes;
        return values_ <= most_values && bytes_ <= most_bytes;
    }
    /// The same of a row's values.
    bool add(std::span<const rdf::TermView> row) {
        return std::ranges::all_of(row, [this](const rdf::TermView& term) { return add(term.text); });
    }

    /// What is too much, as the end of a sentence.
    static std::string limit() {
        return "more than " + std::to_string(most_values) + " values, or " + std::to_string(most_bytes >> 20) +
               " MiB of them";
    }

  private:
    std::size_t values_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace gridlore::service
