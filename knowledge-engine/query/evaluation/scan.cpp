#include "knowledge-engine/query/evaluation/scan.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "knowledge-engine/query/evaluation/input_rows.h"

namespace gridlore::query {
namespace {

using store::GraphScope;
using store::QuadIds;
using Member = rdf::TermId QuadIds::*;

constexpr std::array<Member, 4> members{&QuadIds::subject, &QuadIds::predicate, &QuadIds::object, &QuadIds::graph};
constexpr std::size_t graph_member = 3;
constexpr std::size_t quads_at_once = 256;

class ScanOperator final : public Operator {
  public:
    ScanOperator(const ScanPlan& plan, OperatorPtr input, Run& run)
        : plan_(plan), run_(run), input_(std::move(input), run), held_(run.budget()) {}

    Result<bool> next(BindingSet& rows, std::size_t wanted) override;
    void restart() override {
        input_.restart();
        is_scanning_ = false;
    }

  private:
    struct Free {
        Member member;
        VariableId column;
    };
    struct Repeated {
        Member first;
        Member second;
    };

    bool begin_row();
    bool bind_place(std::size_t number, VariableId column, std::optional<rdf::TermId> constant);
    bool begin_scan();
    Result<bool> drain(BindingSet& rows, std::size_t wanted);
    void emit(BindingSet& rows, std::span<const QuadIds> quads);
    bool is_new(const QuadIds& quad);

    const ScanPlan& plan_;
    Run& run_;
    InputRows input_;
    std::unique_ptr<store::QuadCursor> cursor_;
    std::vector<QuadIds> buffer_;
    bool is_scanning_ = false;

    // Of the row at hand:
    store::QuadPattern pattern_;
    std::array<Free, 4> free_{};
    std::size_t free_count_ = 0;
    std::array<Repeated, 4> repeated_{};
    std::size_t repeated_count_ = 0;
    std::span<const GraphScope> scopes_;
    std::optional<GraphScope> named_;
    std::size_t scan_ = 0;   ///< number of the scope and the range that is looked at
    std::size_t scans_ = 0;  ///< how many there are
    /// Triples that an earlier graph of the merge had.
    std::optional<pattern::RowSet> merged_;
    HeldMemory held_;
};

/// False if no quad can have what the row binds.
bool ScanOperator::bind_place(std::size_t number, VariableId column, std::optional<rdf::TermId> constant) {
    const rdf::TermId id = constant ? *constant : input_.row()[column];
    if (id.is_bound()) {
        if (number == graph_member) {
            named_ = GraphScope::named(id);
        } else {
            const std::array<rdf::TermId*, 3> wanted{&pattern_.subject, &pattern_.predicate, &pattern_.object};
            *wanted[number] = id;
        }
        return !id.is_local();
    }
    for (std::size_t i = 0; i < free_count_; ++i) {
        if (free_[i].column == column) {
            repeated_[repeated_count_++] = {free_[i].member, members[number]};
            return true;
        }
    }
    free_[free_count_++] = {members[number], column};
    return true;
}

bool ScanOperator::begin_row() {
    pattern_ = {};
    free_count_ = repeated_count_ = scan_ = 0;
    named_.reset();
    for (std::size_t i = 0; i < plan_.places.size(); ++i) {
        if (!bind_place(i, plan_.places[i].column, plan_.places[i].constant)) {
            return false;
        }
    }
    if (plan_.graph.is_variable() && !bind_place(graph_member, plan_.graph.variable, std::nullopt)) {
        return false;
    }
    scopes_ = named_ ? std::span<const GraphScope>(&*named_, 1) : std::span<const GraphScope>(plan_.scopes);
    const bool uses_ranges = plan_.has_ranges && !pattern_.object.is_bound();
    scans_ = scopes_.size() * (uses_ranges ? plan_.ranges.size() : 1);
    if (scopes_.size() > 1) {
        merged_.emplace(3, pattern::Equality::by_term());
    }
    return begin_scan();
}

/// The scan of the next scope and range; false if there is none.
bool ScanOperator::begin_scan() {
    if (scan_ == scans_) {
        return false;
    }
    store::QuadPattern pattern = pattern_;
    if (plan_.has_ranges && !pattern.object.is_bound()) {
        const rdf::IdInterval& range = plan_.ranges[scan_ % plan_.ranges.size()];
        if (range.first == range.last) {
            pattern.object = range.first;
        } else {
            pattern.object_range = range;
        }
        pattern.graph = scopes_[scan_ / plan_.ranges.size()];
    } else {
        pattern.graph = scopes_[scan_];
    }
    ++scan_;
    if (!cursor_) {
        cursor_ = run_.snapshot().cursor();
    }
    cursor_->seek(pattern);
    return true;
}

bool ScanOperator::is_new(const QuadIds& quad) {
    const std::array<rdf::TermId, 3> triple{quad.subject, quad.predicate, quad.object};
    const bool added = merged_->insert(triple);
    held_.set(merged_->bytes());
    return added;
}

void ScanOperator::emit(BindingSet& rows, std::span<const QuadIds> quads) {
    const Row row = input_.row();
    for (const QuadIds& quad : quads) {
        bool agrees = true;
        for (std::size_t i = 0; i < repeated_count_; ++i) {
            agrees = agrees && quad.*repeated_[i].first == quad.*repeated_[i].second;
        }
        if (!agrees || (merged_ && scopes_.size() > 1 && !is_new(quad))) {
            continue;
        }
        const std::span<rdf::TermId> out = rows.add_copy(row);
        for (std::size_t i = 0; i < free_count_; ++i) {
            out[free_[i].column] = quad.*free_[i].member;
        }
    }
}

Result<bool> ScanOperator::drain(BindingSet& rows, std::size_t wanted) {
    if (!is_scanning_) {
        return false;
    }
    const std::size_t most = std::min(wanted - rows.size(), quads_at_once);
    if (buffer_.size() < most) {
        buffer_.resize(most);
    }
    Result<std::size_t> count = cursor_->next(std::span(buffer_).first(most));
    if (!count) {
        return std::move(count).error();
    }
    emit(rows, std::span<const QuadIds>(buffer_).first(*count));
    if (*count < most) {
        is_scanning_ = begin_scan();
    }
    return true;
}

Result<bool> ScanOperator::next(BindingSet& rows, std::size_t wanted) {
    const auto begin = [this]() -> Result<void> {
        is_scanning_ = begin_row();
        return {};
    };
    return input_.expand(rows, wanted, begin, [&] { return drain(rows, wanted); });
}

}  // namespace

Result<OperatorPtr> ScanPlan::open(Run& run) const {
    return open_over<ScanOperator>(*input, run, *this);
}

void ScanPlan::describe(PlanText& text) const {
    constexpr std::array<const char*, 3> names{"subject", "predicate", "object"};
    std::string bound;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].constant || input->certain.contains(places[i].column)) {
            bound += (bound.empty() ? "" : ", ") + std::string(names[i]);
        }
    }
    std::string line =
        "scan " + text.place(pattern.subject) + " " + text.place(pattern.predicate) + " " + text.place(pattern.object);
    if (graph.kind == ActiveGraph::Kind::Named) {
        line += " in " + text.place(graph.name.term);
    } else if (graph.is_variable()) {
        line += " in " + text.name(graph.variable);
    } else if (scopes.size() > 1) {
        line += " in the merge of " + std::to_string(scopes.size()) + " graphs";
    }
    line += bound.empty() ? ", all" : ", by " + bound;
    if (has_ranges) {
        line += ", object in " + std::to_string(ranges.size()) + (ranges.size() == 1 ? " range" : " ranges");
    }
    text.line(*this, line, {input.get()});
}

}  // namespace gridlore::query
