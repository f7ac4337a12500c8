/// Writes the result of a SELECT or ASK as it comes, in any of the formats of result_format.h.
///
/// Hand it to `evaluate` as the sink, then call `finish`. Memory is that of one piece, whatever the size of the result.
/// Confined to one thread.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/evaluation/engine.h"
#include "knowledge-engine/query/results/result_format.h"
#include "knowledge-engine/rdf/document_writer.h"

namespace gridlore::query {

/// Errors of all calls: those of the sink; InvalidInput for what the format cannot hold (a truth value in CSV and TSV,
/// a control character in XML, a graph in any of them).
class ResultWriter : public ResultSink {
  public:
    ResultWriter(const ResultFormatInfo& format, rdf::ByteSink sink) : format_(format), sink_(std::move(sink)) {}
    ResultWriter(const ResultWriter&) = delete;
    ResultWriter& operator=(const ResultWriter&) = delete;

    Result<void> variables(const std::vector<std::string>& names) final;
    Result<void> row(Row cells) final;
    Result<void> boolean(bool value) final;
    Result<void> graph() final;
    Result<void> triple(const rdf::Quad& triple) final;
    /// Ends the document. Precondition: there was a result.
    Result<void> finish();

  protected:
    /// These append to `out()`. An error is what the format cannot hold.
    virtual void begin_rows(const std::vector<std::string>& names) = 0;
    virtual Result<void> append_row(Row cells) = 0;
    virtual void end_rows() = 0;
    virtual void append_boolean(bool value) = 0;

    std::string& out() { return buffer_; }

  private:
    Result<void> flush();

    const ResultFormatInfo& format_;
    const rdf::ByteSink sink_;
    std::string buffer_;
    bool has_rows_ = false;
};

std::unique_ptr<ResultWriter> make_result_writer(ResultFormat format, rdf::ByteSink sink);

}  // namespace gridlore::query
