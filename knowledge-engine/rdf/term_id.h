/// Terms as numbers: inside the engine a term is its `TermId`; strings exist at the borders only.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace gridlore::rdf {

/// The number of a term. Unless it is inline (see inline_term.h), it has a meaning only together with the dictionary
/// that gave it.
class TermId {
  public:
    constexpr TermId() = default;  ///< no term: an unbound cell
    constexpr explicit TermId(std::uint64_t bits) : bits_(bits) {}

    constexpr std::uint64_t bits() const { return bits_; }
    constexpr bool is_bound() const { return bits_ != 0; }
    constexpr bool is_inline() const { return (bits_ & inline_bit) != 0; }
    /// Given by a dictionary that lies over another one (see `Dictionary`), for a term that the other does not have.
    constexpr bool is_local() const { return (bits_ & local_bit) != 0; }

    friend constexpr bool operator==(TermId, TermId) = default;
    friend constexpr auto operator<=>(TermId, TermId) = default;

    static constexpr std::uint64_t local_bit = std::uint64_t{1} << 63;
    /// The term is in a dictionary, and not the canonical one of its value: `value` of the dictionary differs from the
    /// id. (An inline id tells by itself.)
    static constexpr std::uint64_t alias_bit = std::uint64_t{1} << 62;
    /// The id holds the term itself, and means the same everywhere.
    static constexpr std::uint64_t inline_bit = std::uint64_t{1} << 61;

  private:
    std::uint64_t bits_ = 0;
};

}  // namespace gridlore::rdf

template <>
struct std::hash<gridlore::rdf::TermId> {
    std::size_t operator()(gridlore::rdf::TermId id) const noexcept {
        return static_cast<std::size_t>((id.bits() ^ (id.bits() >> 29)) * 0x9E3779B97F4A7C15ULL);
    }
};
