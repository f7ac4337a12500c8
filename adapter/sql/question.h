/// What a mapping document asks a database, and how an ask of the exchange is put to it:
/// `call: { source: …, sql: …, aggregate: … }` (docs/mapping-documents.md, "Databases").
#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "adapter/sql/aggregate.h"
#include "adapter/sql/source.h"
#include "adapter/sql/statement.h"
#include "knowledge-engine/pattern/range.h"

namespace gridlore::sql {

/// Of a document; immutable once made, and then safe from any thread.
struct Question {
    Statement statement;
    std::optional<Aggregation> aggregation;
    /// By variable: what a bound that is not given stands before or behind. Time if it is not here.
    std::map<std::string, Kind> range_kinds;
    std::string place;  ///< in which document and line, for messages
};

/// Of one ask.
struct Given {
    Inputs values;           ///< by variable
    pattern::Ranges ranges;  ///< by variable
    /// Instead of the question's own.
    std::optional<Granularity> granularity;
};

/// Binds `:x_from` and `:x_until` by the range of `x`, unless there is a value of that name; where it is the time that
/// is aggregated, moved to where intervals begin. A range that the statement does not name is left to the exchange,
/// which keeps all of them once more. Errors are those of `Source::query`, `aggregate` and `to_value`, with the
/// source's name and the place.
Result<void> ask(Source& source, const Question& question, Given given, RowSink& sink, std::stop_token stop = {});

}  // namespace gridlore::sql
