/// What a planner asks of a transaction: how many quads a pattern has, how many different terms stand beside a
/// predicate. Exact where that is cheap, otherwise from a few pages of the order.
#pragma once

#include <cstdint>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/read_context.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::store::lmdb {

/// As `Snapshot::estimate`.
Result<std::uint64_t> estimate_quads(const ReadContext& context, const QuadPattern& pattern);

/// The exact number of quads, which is cheap.
Result<std::uint64_t> quads_of_predicate(const ReadContext& context, rdf::TermId predicate);
/// As `Snapshot::statistics`. Costs up to a millisecond.
Result<PredicateStatistics> sample_predicate(const ReadContext& context, rdf::TermId predicate);

}  // namespace gridlore::store::lmdb
