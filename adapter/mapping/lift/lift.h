/// JSON becomes bindings, as a document says. The JSON comes in pieces and rows go out as soon as they are complete:
/// memory holds one value of each variable. Only lists that come before values around them that their rows need, lists
/// that are columns, and members of families are kept, in about as much memory as their text has, until the element
/// around them is over.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "adapter/mapping/document.h"
#include "adapter/mapping/lift/lift_trace.h"
#include "adapter/mapping/rows.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/document_reader.h"

namespace gridlore::mapping {

/// A row of the part of that number; its cells are those of `Part::variables`. Views end with the call. An error ends
/// the lifting and is passed on.
using RowHandler = std::function<Result<void>(std::size_t part, std::span<const rdf::TermView> row)>;

struct LiftOptions {
    std::size_t depth = 64;                          ///< objects and lists in each other
    std::size_t value_bytes = std::size_t{1} << 20;  ///< of one string, number or member's name
    /// By the variable's number, for those of `Origin::Given`; one that a part needs and that is not here is
    /// InvalidInput.
    std::map<std::size_t, rdf::Term> given = {};
    /// Missing and superfluous commas, remarks in parentheses behind values, and Yes and No without quotes are let
    /// pass, with a warning for each (coverage IC-6-Q3, IC-6-Q4).
    bool is_tolerant = false;
    /// Told of what was let pass though it is odd: a warning for people, with the JSON pointer.
    std::function<void(const std::string& pointer, const std::string& message)> warn;
    LiftTrace* trace = nullptr;  ///< told of the places of what is read; must outlive the lifter
};

/// Confined. Rows that were handed over before an error count for nothing: the payload is refused as a whole.
class Lifter {
  public:
    /// `document` and `handler` must outlive it.
    Lifter(const Document& document, const RowHandler& handler, LiftOptions options = {});
    ~Lifter();
    Lifter(const Lifter&) = delete;
    Lifter& operator=(const Lifter&) = delete;

    /// The next piece of the JSON, cut anywhere. InvalidInput: it is no JSON, not UTF-8, or not what the document says;
    /// LimitExceeded. The message begins with the place, as a JSON pointer (RFC 6901) or, of text that is no JSON, as
    /// line and column.
    Result<void> write(std::string_view piece);
    /// The end of the JSON.
    Result<void> finish();
    /// Of the last error: where it is; empty also for the whole payload.
    const std::string& pointer() const;

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

/// All at once.
Result<PartRows> lift(const Document& document, std::string_view json, const LiftOptions& options = {});

/// The triples of one row of a part: its pattern with the row's terms.
Result<void> each_triple(const Part& part, std::span<const rdf::TermView> row, const rdf::QuadHandler& handler);

}  // namespace gridlore::mapping
