/// Blocks: which triples of a target are served together, and every row that serves them. A cover takes one row of each
/// block. Values and pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "knowledge-engine/exchange/alternatives.h"
#include "knowledge-engine/exchange/cover.h"

namespace gridlore::exchange {

/// One row of one provider, as what it gives to a part of the target.
struct Entry {
    std::optional<Giver> giver;  ///< none: a fact, which may be used with anything
    std::uint32_t provider = 0;  ///< of one owner, if that is a rule that was specialised in several ways
    std::uint32_t row = 0;
    const Use* use = nullptr;
    bool simple = false;
    bool fed = false;
};

/// Triples of the target that are served together, and everything that serves them.
struct Block {
    Block(std::vector<std::size_t> served, std::size_t width) : triples(std::move(served)), bindings(width) {}

    std::vector<std::size_t> triples;
    pattern::BindingSet bindings;
    std::vector<Entry> entries;  ///< of each binding; none of a block that is the whole target
    std::vector<Use> uses;       ///< what `Entry::use` points to; filled before the entries
    bool are_different = false;  ///< no two bindings are equal by value; false: they may be
};

/// Whether what it gives may be used as often as needed.
inline bool is_free(const Provider& from) {
    return from.kind == ProviderKind::Facts || from.kind == ProviderKind::Universal;
}

/// All blocks of a target, in the order in which they are best joined. Precondition: every triple has a candidate.
std::vector<Block> blocks_of(const Plan& plan, const Target& target, const std::vector<ProviderRows>& rows,
                             pattern::Equality equality, const UniversalShare& share);

}  // namespace gridlore::exchange
