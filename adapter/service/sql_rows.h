/// What a document's variables are in a database's parameters and columns. Private to this folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapter/service/held_values.h"
#include "adapter/service/source.h"
#include "adapter/service/variable_values.h"
#include "adapter/sql/question.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::service {

/// One query: what it is asked with, and what is known of all of its rows before.
struct SqlInput {
    sql::Given given;
    Terms known;
};

/// One for each distinct row of `call`, as far as the statement looks at it; none for rows with a term that the codec
/// of its variable does not take. Errors: InvalidInput (no granularity that is known; a variable of the statement is
/// missing).
Result<std::vector<SqlInput>> sql_inputs(const Called& called, const exchange::Call& call);

/// Takes a query's rows, as rows of the part. Confined to one thread.
class SqlRows final : public sql::RowSink {
  public:
    /// `called` must outlive it. `known` is what is known of each row without a column.
    SqlRows(const Called& called, Terms known) : called_(called), known_(std::move(known)) {}

    /// InvalidInput: a column is no variable.
    Result<void> begin(std::span<const std::string> columns) override;
    /// A row in which something is NULL that the part has is none. InvalidInput: a value that its codec does not take.
    /// LimitExceeded: there are too many.
    Result<void> row(std::span<const sql::Cell> cells) override;
    Result<void> end() override { return {}; }

    pattern::TermRows rows;

  private:
    const Called& called_;
    const Terms known_;
    std::vector<std::size_t> columns_;  ///< as variables
    HeldValues held_;
};

}  // namespace gridlore::service
