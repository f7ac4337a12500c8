/// What the universal knowledge base gives in one exchange (docs/decisions/0002): it is asked when all others have
/// answered, for what can be joined with their rows, and nothing twice. Its time is limited for the whole exchange;
/// waiting for one of its threads counts, waiting for others does not. Confined to one exchange.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "knowledge-engine/exchange/cover.h"
#include "knowledge-engine/exchange/plan.h"
#include "knowledge-engine/pattern/range.h"
#include "knowledge-engine/pattern/term_rows.h"

namespace gridlore::exchange {

/// What it told, for those who are told of everybody.
struct UniversalAnswers {
    std::vector<std::string> variables;  ///< of the patterns that the rows are of
    pattern::BindingSet rows;            ///< in these variables
    std::optional<std::string> failure;
    TimePoint start;
    TimePoint end;
};

class UniversalRows {
  public:
    /// All must outlive this. `asker`: whose ask or post it is. `limit`: rows of one part of a target.
    UniversalRows(const Plan& plan, const Interaction& asker, rdf::Dictionary& dictionary, Clock& clock,
                  const pattern::Ranges& ranges, const std::atomic<bool>& cancelled, std::size_t limit);

    /// The exchange has turned to it, or waited for one of its threads, since then; until `pause` its time is running.
    void resume(TimePoint since);
    void pause();

    /// Its share of a target of which `demanded` is wanted, beside the rows of the others.
    UniversalShare share_of(std::size_t target, const pattern::BindingSet& demanded,
                            const std::vector<ProviderRows>& rows);
    /// Its rows for one triple of a target that join with `known`; others may be among them. Nothing if it does not
    /// serve the triple. Valid until it is asked for that triple again.
    const pattern::BindingSet& beside(std::size_t target, std::size_t triple, const pattern::BindingSet& known);
    /// Whether it has a row for a triple of a target.
    bool gives(std::size_t target, std::size_t triple);

    /// It is asked nothing from now on.
    void leave_out(const std::string& reason);

    /// What was asked and what came; nothing if nothing came and nothing failed.
    std::optional<UniversalAnswers> answers() const;

  private:
    /// One part of a target: what it has been asked for, and what it gave.
    struct Part {
        Part(std::size_t width, pattern::Equality equality) : asked(width, equality), given(width, equality) {}
        pattern::RowSet asked;
        pattern::RowSet given;
    };
    using Triples = std::vector<std::size_t>;

    const pattern::BindingSet& ask(std::size_t target, const Triples& triples, const pattern::BindingSet& bindings);
    void ask_now(std::size_t target, const Triples& triples, const pattern::BindingSet& bindings, Part& part);
    std::optional<pattern::TermRows> put(std::size_t target, const Triples& triples,
                                         const pattern::BindingSet& bindings, std::size_t most);
    Duration time_left() const;
    void add_parts(std::size_t target, const pattern::BindingSet& demanded, const std::vector<ProviderRows>& rows,
                   UniversalShare& share);
    const std::vector<std::string>& variables(std::size_t target) const;
    bool serves(std::size_t target, std::size_t triple) const;

    const Plan& plan_;
    const Interaction& asker_;
    rdf::Dictionary& dictionary_;
    Clock& clock_;
    const pattern::Ranges& ranges_;
    const std::atomic<bool>& cancelled_;
    const std::size_t limit_;
    pattern::Equality equality_;
    std::map<std::pair<std::size_t, Triples>, Part> parts_;
    TimePoint running_since_;
    TimePoint paused_at_ = TimePoint::min();
    Duration spent_{};                ///< before `running_since_`
    std::optional<TimePoint> start_;  ///< of the first question
    TimePoint end_;                   ///< of the last answer
    std::optional<std::string> failure_;
};

}  // namespace gridlore::exchange
