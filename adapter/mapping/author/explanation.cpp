#include "adapter/mapping/author/explanation.h"

#include <algorithm>
#include <set>
#include <utility>

namespace gridlore::mapping {
namespace {

rdf::Term term_of(const rdf::TermView& view) {
    return {view.kind, std::string(view.text), std::string(view.datatype), std::string(view.language)};
}

class Explainer final : public LiftTrace {
  public:
    Explainer(const Document& document, const IsWanted& wanted) : document_(document), wanted_(wanted) {
        explanation_.rows.resize(document.parts.size());
        current_.resize(document.variables.size());
        for (const Part& part : document.parts) {
            variables_.push_back(variables_of(part));
        }
    }

    void read(std::size_t variable, const std::string& pointer, const JsonScalar& value, bool is_again) override {
        note(variable, pointer, JsonConstant{value.kind, std::string(value.text)}, is_again);
    }

    void begin_element(std::size_t level, const std::string& pointer) override {
        const Order& order = document_.levels[level].order;
        if (order.kind == Order::Kind::Position) {
            note(order.variable, pointer, std::nullopt, false);
        }
    }

    void pass_over(const std::string& pointer, const Shape* shape) override {
        using Why = UnusedPlace::Why;
        const bool is_constant = shape != nullptr && std::holds_alternative<ConstantShape>(shape->node);
        explanation_.unused.push_back({shape == nullptr ? Why::Unknown
                                       : is_constant    ? Why::Constant
                                                        : Why::Ignored,
                                       pointer, shape == nullptr ? TextPosition{} : shape->position, std::nullopt});
    }

    void pass_null(const std::string& pointer, const Shape& shape) override {
        explanation_.unused.push_back({UnusedPlace::Why::Null, pointer, shape.position, std::nullopt});
    }

    Result<void> take(std::size_t part, std::span<const rdf::TermView> row) {
        ++explanation_.rows[part];
        for (const std::size_t variable : document_.parts[part].needed) {
            for (const std::size_t place : current_[variable]) {
                is_used_[place] = true;
            }
        }
        std::size_t number = 0;
        return each_triple(document_.parts[part], row, [&](const rdf::QuadView& triple) {
            if (!wanted_ || wanted_(triple)) {
                add(triple, part, number);
            }
            ++number;
            return Result<void>();
        });
    }

    Explanation finish() && {
        for (std::size_t place = 0; place < is_used_.size(); ++place) {
            const ReadPlace& read = explanation_.places[place];
            if (!is_used_[place] && read.value) {
                explanation_.unused.push_back({UnusedPlace::Why::NotLifted, read.pointer,
                                               document_.variables[read.variable].position, read.variable});
            }
        }
        return std::move(explanation_);
    }

  private:
    /// By triple pattern, in the order of its terms.
    std::vector<std::vector<std::size_t>> variables_of(const Part& part) const {
        std::vector<std::vector<std::size_t>> all;
        for (const pattern::TriplePattern& triple : part.pattern.triples) {
            std::vector<std::size_t>& variables = all.emplace_back();
            for (const pattern::PatternTerm* term : {&triple.subject, &triple.predicate, &triple.object}) {
                const auto* named = std::get_if<pattern::Variable>(term);
                const auto number = named == nullptr ? std::nullopt : document_.find(named->name);
                if (number && std::ranges::find(variables, *number) == variables.end()) {
                    variables.push_back(*number);
                }
            }
        }
        return all;
    }

    void note(std::size_t variable, const std::string& pointer, std::optional<JsonConstant> value, bool is_again) {
        if (!is_again) {
            current_[variable].clear();
        }
        current_[variable].push_back(explanation_.places.size());
        explanation_.places.push_back({variable, pointer, std::move(value)});
        is_used_.push_back(false);
    }

    void add(const rdf::QuadView& triple, std::size_t part, std::size_t number) {
        ExplainedTriple made{
            term_of(triple.subject), term_of(triple.predicate), term_of(triple.object), part, number, {}};
        Known known{part, number, {made.subject, made.predicate, made.object}, {}};
        for (const std::size_t variable : variables_[part][number]) {
            made.origins.push_back(origin(variable, known.places));
        }
        if (known_.insert(std::move(known)).second) {
            explanation_.triples.push_back(std::move(made));
        }
    }

    ValueOrigin origin(std::size_t variable, std::vector<std::size_t>& places) const {
        ValueOrigin made{variable, current_[variable], {}};
        places.insert(places.end(), made.places.begin(), made.places.end());
        for (const std::size_t of : document_.variables[variable].parts_of_iri) {
            made.made_of.push_back(origin(of, places));
        }
        return made;
    }

    /// What a row says again that shares these with the row before it.
    struct Known {
        std::size_t part = 0;
        std::size_t pattern = 0;
        std::vector<rdf::Term> terms;
        std::vector<std::size_t> places;
        friend auto operator<=>(const Known&, const Known&) = default;
    };

    const Document& document_;
    const IsWanted& wanted_;
    Explanation explanation_;
    std::vector<bool> is_used_;                                     ///< by place
    std::vector<std::vector<std::size_t>> current_;                 ///< by variable: where its value was read
    std::vector<std::vector<std::vector<std::size_t>>> variables_;  ///< by part and triple pattern
    std::set<Known> known_;
};

}  // namespace

Result<Explanation> explain(const Document& document, std::string_view json, const LiftOptions& options,
                            const IsWanted& wanted) {
    Explainer explainer(document, wanted);
    const RowHandler take = [&explainer](std::size_t part, std::span<const rdf::TermView> row) {
        return explainer.take(part, row);
    };
    LiftOptions traced = options;
    traced.trace = &explainer;
    Lifter lifter(document, take, std::move(traced));
    if (Result<void> written = lifter.write(json); !written) {
        return std::move(written).error();
    }
    if (Result<void> finished = lifter.finish(); !finished) {
        return std::move(finished).error();
    }
    return std::move(explainer).finish();
}

std::vector<std::size_t> missing_of(const Document& document, const Part& part, const Explanation& explanation) {
    std::vector<std::size_t> missing;
    for (const std::size_t variable : part.needed) {
        const bool is_read =
            document.variables[variable].origin != Origin::Json ||
            std::ranges::any_of(explanation.places, [&](const ReadPlace& read) { return read.variable == variable; });
        if (!is_read) {
            missing.push_back(variable);
        }
    }
    return missing;
}

}  // namespace gridlore::mapping
