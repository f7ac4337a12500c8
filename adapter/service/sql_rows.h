/// What a document's variables are in a database's parameters and columns. Private to this folder.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "adapter/service/held_values.h"
#include "adapter/service/row_keys.h"
#include "adapter/service/row_terms.h"
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

/// Without rows: with the variables of the part, less those that are `unread`.
pattern::AnswerRows rows_of_part(const Called& called, const std::vector<std::string>& unread = {});

/// Takes a query's rows, as rows of the part. Confined to one thread.
class SqlRows final : public sql::RowSink {
  public:
    /// `known` is what is known of each row without a column. What agrees with `asked` is added to `rows`, which have
    /// variables of the part. All but `known` must outlive it.
    SqlRows(const Called& called, Terms known, const AskedRows& asked, pattern::AnswerRows& rows);

    /// InvalidInput: a column is no variable.
    Result<void> begin(std::span<const std::string> columns) override;
    /// A row in which something is NULL that the part has is none. InvalidInput: a value that its codec does not take.
    /// LimitExceeded: there are too many.
    Result<void> row(std::span<const sql::Cell> cells) override;
    Result<void> end() override { return {}; }

  private:
    /// A column, with what it had in the last row: most have the same again.
    struct Column {
        std::size_t variable = 0;
        sql::Kind kind = sql::Kind::Null;
        std::string text;  ///< not looked at where there is a time
        std::optional<std::chrono::sys_seconds> time;
    };
    Result<void> read(const sql::Cell& cell, Column& column);
    void set(std::size_t variable, const rdf::TermView& term);
    void set_known(std::size_t variable);
    bool is_column(std::size_t variable) const;
    bool agrees_anyway(std::size_t variable) const;
    bool is_complete() const;
    bool is_asked();
    Result<void> add_row();

    const Called& called_;
    const AskedRows& asked_;
    pattern::AnswerRows& rows_;
    const Terms given_;                   ///< of all rows
    const Terms known_;                   ///< the same with what the document knows of all rows
    std::vector<std::size_t> variables_;  ///< of the rows that are added
    std::vector<Column> columns_;
    bool is_complete_ = false;  ///< the row has all that the part has
    bool is_compared_ = false;  ///< whether rows may be among them that were not asked for
    RowTerms terms_;
    std::vector<rdf::TermId> row_;
    std::string room_;
    HeldValues held_;
};

}  // namespace gridlore::service
