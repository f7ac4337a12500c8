#include "knowledge-engine/query/evaluation/service_plan.h"

#include <map>
#include <unordered_map>
#include <utility>

#include "knowledge-engine/pattern/join_table.h"
#include "knowledge-engine/query/evaluation/engine.h"
#include "knowledge-engine/query/evaluation/input_rows.h"

namespace gridlore::query {
namespace {

using pattern::JoinTable;

constexpr std::size_t rows_before_a_look = 4096;

/// Takes the rows of one answer into a table. A blank node's label means one new node within the answer.
class AnswerRows final : public ResultSink {
  public:
    /// `earlier`: bytes of the other answers, which `held` counts as well.
    AnswerRows(const ServicePlan& plan, Run& run, JoinTable& table, HeldMemory& held, std::size_t earlier)
        : plan_(plan), run_(run), table_(table), held_(held), earlier_(earlier) {}

    Result<void> variables(const std::vector<std::string>& names) override {
        columns_.clear();
        for (const std::string& name : names) {
            std::optional<VariableId> column;
            for (const auto& [known, variable] : plan_.variables) {
                if (known == name) {
                    column = variable;
                }
            }
            columns_.push_back(column);
        }
        return {};
    }
    Result<void> row(ResultSink::Row cells) override {
        std::vector<rdf::TermId> row(run_.width());
        for (std::size_t i = 0; i < cells.size() && i < columns_.size(); ++i) {
            if (columns_[i] && cells[i]) {
                row[*columns_[i]] = id_of(*cells[i]);
            }
        }
        table_.add(row);
        held_.set(earlier_ + table_.bytes());
        if (!run_.budget().goes_on()) {
            return run_.budget().error();
        }
        return {};
    }
    Result<void> boolean(bool) override { return not_rows(); }
    Result<void> graph() override { return not_rows(); }
    Result<void> triple(const rdf::Quad&) override { return not_rows(); }

  private:
    static Error not_rows() { return {ErrorKind::Unavailable, "the service's answer has no rows"}; }

    rdf::TermId id_of(const rdf::Term& term) {
        if (!term.is_blank_node()) {
            return run_.terms().intern(term);
        }
        const auto [known, is_new] = nodes_.try_emplace(term.text);
        if (is_new) {
            known->second = run_.terms().fresh_blank_node();
        }
        return known->second;
    }

    const ServicePlan& plan_;
    Run& run_;
    JoinTable& table_;
    HeldMemory& held_;
    const std::size_t earlier_;
    std::vector<std::optional<VariableId>> columns_;
    std::map<std::string, rdf::TermId> nodes_;
};

class ServiceOperator final : public Operator {
  public:
    ServiceOperator(const ServicePlan& plan, OperatorPtr input, Run& run)
        : plan_(plan), run_(run), input_(std::move(input), run), held_(run.budget()) {
        if (const auto* name = std::get_if<rdf::Term>(&plan.service->name)) {
            endpoint_ = run.terms().intern(*name);
        }
    }

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        const auto begin = [this] { return begin_row(); };
        return input_.expand(rows, wanted, begin, [&]() -> Result<bool> {
            std::size_t patience = rows_before_a_look;
            if (matches_ && matches_->next(patience)) {
                matches_->merge_into(rows.add_copy(input_.row()));
                return true;
            }
            return matches_ && matches_->is_undecided();
        });
    }

    void restart() override {
        input_.restart();
        matches_.reset();
    }

  private:
    Result<void> begin_row() {
        const auto* variable = std::get_if<VariableId>(&plan_.service->name);
        const rdf::TermId endpoint = variable == nullptr ? endpoint_ : input_.row()[*variable];
        auto known = answers_.find(endpoint);
        if (known == answers_.end()) {
            known = answers_.emplace(endpoint, JoinTable({{}, plan_.shared, own_columns()})).first;
            Result<void> called = call(endpoint, known->second);
            // SILENT covers what the other endpoint does, not our own limits.
            if (!called && (!plan_.service->silent || called.error().kind == ErrorKind::LimitExceeded)) {
                return called;
            }
            if (!called) {
                // A silent service that fails has one solution, without bindings.
                known->second.clear();
                known->second.add(std::vector<rdf::TermId>(run_.width()));
            }
            in_answers_ += known->second.bytes();
            held_.set(in_answers_);
        }
        matches_ = known->second.matches(input_.row());
        return {};
    }

    std::vector<std::size_t> own_columns() const {
        std::vector<std::size_t> own;
        for (const auto& [name, variable] : plan_.variables) {
            if (std::ranges::find(plan_.shared, variable) == plan_.shared.end()) {
                own.push_back(variable);
            }
        }
        return own;
    }

    Result<void> call(rdf::TermId endpoint, JoinTable& table) {
        if (run_.services() == nullptr) {
            return Error{ErrorKind::Unavailable, "SERVICE is switched off: no endpoints are configured for it"};
        }
        if (!endpoint.is_bound()) {
            return invalid_input("the variable that names the SERVICE has no value");
        }
        const TermPtr name = run_.terms().term(endpoint);
        if (!name->is_iri()) {
            return invalid_input("the SERVICE is not named by an IRI");
        }
        AnswerRows rows(plan_, run_, table, held_, in_answers_);
        return run_.services()->call(name->text, plan_.service->text, rows);
    }

    const ServicePlan& plan_;
    Run& run_;
    InputRows input_;
    rdf::TermId endpoint_;
    std::unordered_map<rdf::TermId, JoinTable> answers_;  ///< by endpoint
    std::size_t in_answers_ = 0;  ///< bytes of them all
    std::optional<JoinTable::Matches> matches_;
    HeldMemory held_;
};

}  // namespace

Result<OperatorPtr> ServicePlan::open(Run& run) const {
    return open_over<ServiceOperator>(*input, run, *this);
}

void ServicePlan::describe(PlanText& text) const {
    text.line(*this, std::string("service ") + (service->silent ? "silent " : "") + text.place(service->name),
              {input.get()});
}

}  // namespace gridlore::query
