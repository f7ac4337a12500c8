#include "knowledge-engine/query/evaluation/path_plan.h"

#include <algorithm>
#include <utility>

#include "knowledge-engine/query/evaluation/input_rows.h"
#include "knowledge-engine/query/syntax/algebra_text.h"

namespace gridlore::query {
namespace {

class PathOperator final : public Operator {
  public:
    PathOperator(const PathPlan& plan, OperatorPtr input, Run& run)
        : plan_(plan), run_(run), input_(std::move(input), run), walker_(run), held_(run.budget()) {
        subject_ = plan.subject.constant ? plan.subject.constant->in(run.terms()) : rdf::TermId();
        object_ = plan.object.constant ? plan.object.constant->in(run.terms()) : rdf::TermId();
    }

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        const auto begin = [this] { return begin_row(); };
        return input_.expand(rows, wanted, begin, [&]() -> Result<bool> {
            if (end_ < ends_.size()) {
                emit(rows, ends_[end_++]);
                return true;
            }
            if (start_ == starts_.size()) {
                return false;
            }
            Result<void> walked = walk_from(starts_[start_++]);
            return walked ? Result<bool>(true) : std::move(walked).error();
        });
    }

    void restart() override {
        input_.restart();
        starts_.clear();
        ends_.clear();
        start_ = end_ = 0;
    }

  private:
    rdf::TermId at(const PathPlan::Place& place, rdf::TermId constant) const {
        return place.constant ? constant : input_.row()[place.column];
    }

    Result<void> begin_row() {
        starts_.clear();
        start_ = 0;
        if (plan_.graph.is_variable()) {
            const rdf::TermId name = input_.row()[plan_.graph.variable];
            if (name.is_local()) {
                // A graph that only the dataset clause knows is empty.
                walker_.use({});
            } else {
                named_ = store::GraphScope::named(name);
                walker_.use({&*named_, 1});
            }
        } else {
            walker_.use(plan_.scopes);
        }
        from_ = at(plan_.subject, subject_);
        to_ = at(plan_.object, object_);
        forward_ = from_.is_bound() || !to_.is_bound();
        if (from_.is_bound() || to_.is_bound()) {
            starts_.push_back(forward_ ? from_ : to_);
            return {};
        }
        Result<std::vector<rdf::TermId>> starts = walker_.starts(plan_.path);
        if (!starts) {
            return std::move(starts).error();
        }
        starts_ = std::move(*starts);
        return {};
    }

    Result<void> walk_from(rdf::TermId start) {
        ends_.clear();
        end_ = 0;
        here_ = start;
        std::optional<rdf::TermId> only;
        if (from_.is_bound() && to_.is_bound()) {
            only = to_;
        } else if (!plan_.subject.constant && !plan_.object.constant && plan_.subject.column == plan_.object.column) {
            only = start;
        }
        Result<void> walked = walker_.walk(plan_.path, start, forward_, ends_, only);
        if (walked && only) {
            std::erase_if(ends_, [&](rdf::TermId end) { return end != *only; });
        }
        held_.set((starts_.capacity() + ends_.capacity()) * sizeof(rdf::TermId));
        return walked ? leave_out_foreign_nodes(start) : walked;
    }

    /// Between two variables the empty path leads from each node of the graph to itself, and from no other term, even
    /// if other patterns bind a variable to one (18.4, `eval` of ZeroOrMorePath).
    Result<void> leave_out_foreign_nodes(rdf::TermId start) {
        const bool is_start_given = from_.is_bound() || to_.is_bound();
        const bool has_constant = plan_.subject.constant || plan_.object.constant;
        const auto is_start = [&](rdf::TermId end) { return end == start; };
        if (!is_start_given || has_constant || ends_.empty() || !std::ranges::all_of(ends_, is_start)) {
            return {};
        }
        Result<bool> is_there = walker_.has_node(start);
        if (!is_there) {
            return std::move(is_there).error();
        }
        if (!*is_there) {
            ends_.clear();
        }
        return {};
    }

    void emit(BindingSet& rows, rdf::TermId end) {
        const std::span<rdf::TermId> row = rows.add_copy(input_.row());
        if (!plan_.subject.constant) {
            row[plan_.subject.column] = forward_ ? here_ : end;
        }
        if (!plan_.object.constant) {
            row[plan_.object.column] = forward_ ? end : here_;
        }
    }

    const PathPlan& plan_;
    Run& run_;
    InputRows input_;
    PathWalker walker_;
    rdf::TermId subject_;
    rdf::TermId object_;

    // Of the row at hand:
    std::optional<store::GraphScope> named_;
    rdf::TermId from_;
    rdf::TermId to_;
    bool forward_ = true;
    std::vector<rdf::TermId> starts_;
    std::size_t start_ = 0;
    rdf::TermId here_;  ///< the start at hand
    std::vector<rdf::TermId> ends_;
    std::size_t end_ = 0;
    HeldMemory held_;
};

}  // namespace

Result<OperatorPtr> PathPlan::open(Run& run) const {
    return open_over<PathOperator>(*input, run, *this);
}

void PathPlan::describe(PlanText& text) const {
    const auto is_bound = [&](const Place& place) {
        return place.constant.has_value() || input->certain.contains(place.column);
    };
    const bool has_subject = is_bound(subject);
    const bool has_object = is_bound(object);
    const char* direction = has_subject ? (has_object ? ", between both ends" : ", from the subject")
                                        : (has_object ? ", from the object" : ", from every node");
    text.line(*this,
              "path " + text.place(pattern.subject) + " " + to_string(*pattern.path) + " " +
                  text.place(pattern.object) + direction,
              {input.get()});
}

}  // namespace gridlore::query
