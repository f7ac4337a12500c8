/// Uses: how the triples of one pattern can serve those of another (docs/decisions/0001). Pure functions.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "knowledge-engine/exchange/compiled.h"
#include "knowledge-engine/exchange/work.h"

namespace gridlore::exchange {

/// A target triple and the provider's triple that serves it.
struct Pair {
    std::size_t target = 0;
    std::size_t given = 0;
    friend bool operator==(const Pair&, const Pair&) = default;
    friend auto operator<=>(const Pair&, const Pair&) = default;
};

/// An assignment of provider triples to target triples, sorted by target triple.
using Use = std::vector<Pair>;

/// Position by position: one side is a variable, or both have the same value; and no variable meets two constants.
bool triples_match(const CompiledTriple& target, const CompiledTriple& given);

/// All pairs of matching triples, by target triple.
std::vector<Pair> matching_pairs(const CompiledTriples& target, const CompiledTriples& given);

/// Whether two pairs may stand in one use at `level`.
bool may_share_use(const CompiledTriples& target, const CompiledTriples& given, Pair a, Pair b, int level);

/// The uses that no other use extends. Gives up after `limit` of them, or when the work is spent, and then returns
/// every pair as a use of its own.
std::vector<Use> maximal_uses(const CompiledTriples& target, const CompiledTriples& given, int level, Work& work,
                              std::size_t limit = 64);

struct FoundUses {
    std::vector<Use> uses;
    bool complete = true;  ///< they are all there are
};
/// The uses that assign a triple to every target triple, `limit` at most; with `both_whole` they also assign every
/// triple of `given`.
FoundUses total_uses(const CompiledTriples& target, const CompiledTriples& given, int level, bool both_whole,
                     Work& work, std::size_t limit = 64);
/// The same for a caller who makes no plan, and to whom some of them are as good as all.
std::vector<Use> total_uses(const CompiledTriples& target, const CompiledTriples& given, int level, bool both_whole,
                            std::size_t limit = 64);
/// Whether there is one. True, too, if the search was given up.
bool has_total_use(const CompiledTriples& target, const CompiledTriples& given, int level, bool both_whole, Work& work);

/// The largest parts of `uses` for which `fits` holds; it holds for each part of a use for which it holds. Of a use
/// that does not fit, a bounded number of parts is tried.
std::vector<Use> fitting_parts(const std::vector<Use>& uses, const std::function<bool(const Use&)>& fits);

}  // namespace gridlore::exchange
