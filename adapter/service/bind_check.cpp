#include "adapter/service/bind_check.h"

#include <algorithm>
#include <string>
#include <utility>

#include "adapter/service/unknown_name.h"

namespace gridlore::service {
namespace {

using mapping::Direction;
using mapping::Document;
using mapping::Origin;

bool is_in(const std::vector<std::size_t>& variables, std::size_t variable) {
    return std::ranges::find(variables, variable) != variables.end();
}

class BindCheck {
  public:
    BindCheck(const Document& document, const Bind& bind, std::vector<mapping::Problem>& problems)
        : document_(document), bind_(bind), problems_(problems) {}

    void check() {
        check_way();
        check_direction();
        check_names();
        check_spellings();
        check_needs();
        for (const Parameter& parameter : parameters_of(bind_)) {
            check_parameter(parameter);
        }
        check_given();
        if (is_sql()) {
            check_sql(std::get<SqlCall>(bind_.with));
        }
        if (bind_.way == Way::React && document_.parts.size() > 1) {
            problem(
                "A react has a core only, and this document has parts: write a document without them for it, or put "
                "the parts into its `graph`.");
        }
    }

  private:
    void problem(std::string message, std::string variable = {}) {
        problems_.push_back({bind_.position, std::move(variable), std::move(message)});
    }
    const std::string& name_of(std::size_t variable) const { return document_.variables[variable].name; }
    bool is_served() const { return std::holds_alternative<Serve>(bind_.with); }
    bool is_sql() const { return std::holds_alternative<SqlCall>(bind_.with); }
    const std::string& method() const {
        return is_served() ? std::get<Serve>(bind_.with).method : std::get<Call>(bind_.with).method;
    }

    void check_way() {
        const bool wants_to_know = bind_.way == Way::Ask || bind_.way == Way::Answer;
        if (is_served() != (bind_.way == Way::Ask || bind_.way == Way::Post)) {
            problem(is_served() ? "What is served is `as: ask` or `as: post`."
                                : "A call is `as: answer` or `as: react`.");
        } else if (is_sql()) {
            if (!wants_to_know) {
                problem("A database can only be asked: `as: answer`.");
            }
        } else if (wants_to_know && method() != "GET" && !(method() == "POST" && document_.request)) {
            problem("`as: ask` and `as: answer` go with GET, or with POST where the document has a `request`.");
        } else if (!wants_to_know && method() == "GET") {
            problem("`as: post` and `as: react` go with POST, PUT or DELETE.");
        }
        if (is_served() && bind_.way != Way::Post) {
            check_no_post(std::get<Serve>(bind_.with));
        } else if (is_served() && !std::get<Serve>(bind_.with).removes.empty() && document_.parts.size() > 1) {
            problem(
                "`removes` goes with a document without parts: what is posted with one would be removed with the "
                "next.");
        }
    }

    void check_no_post(const Serve& serve) {
        for (const auto& [is_said, what] :
             {std::pair(serve.answers_at_once, "`answers: at-once`"),
              std::pair(serve.has_parts_apart, "`parts: apart`"), std::pair(!serve.removes.empty(), "`removes`")}) {
            if (is_said) {
                problem(std::string(what) + " goes with `as: post`.");
            }
        }
    }

    void check_direction() {
        const bool lowers = bind_.way == Way::Ask || bind_.way == Way::React;
        if (!is_sql() && document_.direction == (lowers ? Direction::Lift : Direction::Lower)) {
            problem(lowers ? "This writes JSON, and the document has `direction: lift`."
                           : "This reads JSON, and the document has `direction: lower`.");
        }
    }

    void check_names() {
        std::set<std::pair<Parameter::Place, std::string>> names;
        const auto add = [&](Parameter::Place place, const std::string& name) {
            if (!names.emplace(place, name).second) {
                problem("The parameter '" + name + "' stands here twice.");
            }
        };
        for (const Parameter& parameter : parameters_of(bind_)) {
            add(parameter.place, parameter.name);
            std::ranges::for_each(parameter.also, [&](const std::string& other) { add(parameter.place, other); });
        }
    }

    /// A request's values are those of the path that it came by.
    void check_spellings() {
        if (!is_served()) {
            return;
        }
        const auto& serve = std::get<Serve>(bind_.with);
        for (const PathTemplate& path : serve.also) {
            if (path.variables != serve.path.variables) {
                problem("'" + path.text + "' is another spelling of '" + serve.path.text +
                        "' only with the same variables, in the same order.");
            }
        }
    }

    void check_needs() {
        if (bind_.way != Way::Answer) {
            if (!bind_.needs.empty()) {
                problem("`needs` goes with `as: answer`: nobody else waits for what is asked.");
            }
            return;
        }
        for (const std::size_t variable : bind_.needs) {
            for (const mapping::Part& part : document_.parts) {
                if (!is_in(part.variables, variable)) {
                    problem((part.name.empty() ? std::string("`graph`") : "The part `" + part.name + "`") +
                                " does not have it: what it knows could not be asked for. Add it there.",
                            name_of(variable));
                }
            }
            if (!is_asked_for(variable)) {
                problem(is_sql()
                            ? "It is needed and goes nowhere: put it into the statement, as :" + name_of(variable) + "."
                            : "It is needed and goes nowhere: put it into the path, `query`, `headers` or `request`.",
                        name_of(variable));
            }
        }
    }

    bool is_asked_for(std::size_t variable) const {
        if (is_sql()) {
            const auto asked = asked_by(document_, std::get<SqlCall>(bind_.with));
            return std::ranges::any_of(asked, [&](std::size_t one) {
                return one == variable || document_.variables[one].read_back_from == variable;
            });
        }
        return std::ranges::any_of(parameters_of(bind_),
                                   [&](const Parameter& parameter) {
                                       return parameter.has_variable() &&
                                              (parameter.variable == variable ||
                                               document_.variables[parameter.variable].read_back_from == variable);
                                   }) ||
               (document_.request && variables_in(document_, *document_.request).contains(variable));
    }

    void check_parameter(const Parameter& parameter) {
        if (parameter.bound == Bound::Nothing && !is_served()) {
            problem("`ignore` goes with `serve`: a call leaves such a parameter out.");
        }
        if (!parameter.has_variable()) {
            return;
        }
        const mapping::Variable& variable = document_.variables[parameter.variable];
        const bool is_range = parameter.bound == Bound::From || parameter.bound == Bound::Until;
        if (!variable.codec && parameter.bound != Bound::Authorizes) {
            problem("A parameter is read and written as JSON, and this variable is made of others.", variable.name);
        } else if (is_range && (bind_.way == Way::Post || bind_.way == Way::React)) {
            problem("`from` and `until` go with what asks: `as: ask` and `as: answer`.", variable.name);
        } else if (parameter.bound == Bound::Authorizes && !is_served()) {
            problem("`authorizes` goes with `serve`.", variable.name);
        } else if (bind_.way == Way::Ask && !restricts(parameter)) {
            problem(
                "It restricts nothing: neither is it in `graph`, nor is an IRI there made of it and of other "
                "parameters alone.",
                variable.name);
        } else if (bind_.way == Way::Answer && parameter.place == Parameter::Place::Path &&
                   !is_given_by_needs(parameter.variable)) {
            problem("The path cannot be written without it: add it to `needs`.", variable.name);
        } else if (is_range && !is_in(document_.parts.front().variables, parameter.variable)) {
            problem("A range is on a variable of `graph`.", variable.name);
        }
    }

    void check_sql(const SqlCall& call) {
        for (const std::string& parameter : call.question.statement.parameters()) {
            const std::string_view name = parameter;
            const bool is_bound = name.ends_with("_from") || name.ends_with("_until");
            if (!document_.find(name) && !(is_bound && document_.find(name.substr(0, name.rfind('_'))))) {
                problem("The statement has :" + parameter + ", and the document no such variable" +
                        did_you_mean(parameter, variable_names(document_)));
            }
        }
        for (const std::size_t variable : asked_by(document_, call)) {
            if (!is_given_by_needs(variable)) {
                problem("The statement cannot be asked without it: add it to `needs`.", name_of(variable));
            }
        }
    }

    /// Whether an ask's bindings can carry it.
    bool restricts(const Parameter& parameter) const {
        if (parameter.bound != Bound::Value) {
            return true;
        }
        std::set<std::size_t> given;
        for (const Parameter& other : parameters_of(bind_)) {
            if (other.is_value()) {
                given.insert(other.variable);
            }
        }
        const auto known = known_with(document_, given);
        return std::ranges::any_of(document_.parts.front().variables, [&](std::size_t variable) {
            return variable == parameter.variable ||
                   (known.contains(variable) && is_in(document_.variables[variable].parts_of_iri, parameter.variable));
        });
    }

    bool is_given_by_needs(std::size_t variable) const {
        const auto& from = document_.variables[variable].read_back_from;
        return is_in(bind_.needs, variable) || (from && is_in(bind_.needs, *from));
    }

    /// Whoever lifts a payload says what stands in none.
    void check_given() {
        if (bind_.way != Way::Post && bind_.way != Way::Answer) {
            return;
        }
        for (std::size_t i = 0; i < document_.variables.size(); ++i) {
            const mapping::Variable& variable = document_.variables[i];
            const bool is_parameter = std::ranges::any_of(parameters_of(bind_), [&](const Parameter& parameter) {
                return parameter.is_value() && parameter.variable == i && parameter.is_required;
            });
            if (variable.origin != Origin::Given || variable.is_time_of_coming ||
                (bind_.way == Way::Post ? is_parameter : is_given_by_needs(i))) {
                continue;
            }
            problem(bind_.way == Way::Post
                        ? "The payload does not have it (`given: true`): make it a parameter that is not optional."
                        : "The payload does not have it (`given: true`): add it to `needs`.",
                    variable.name);
        }
    }

    const Document& document_;
    const Bind& bind_;
    std::vector<mapping::Problem>& problems_;
};

}  // namespace

void check_bind(const mapping::Document& document, const Bind& bind, std::vector<mapping::Problem>& problems) {
    BindCheck(document, bind, problems).check();
}

const std::vector<Parameter>& parameters_of(const Bind& bind) {
    static const std::vector<Parameter> none;
    const auto* const serve = std::get_if<Serve>(&bind.with);
    const auto* const call = std::get_if<Call>(&bind.with);
    return serve != nullptr ? serve->parameters : call != nullptr ? call->parameters : none;
}

std::set<std::size_t> asked_by(const mapping::Document& document, const SqlCall& call) {
    std::set<std::size_t> variables;
    for (const std::string& parameter : call.question.statement.parameters()) {
        if (const auto variable = document.find(parameter)) {
            variables.insert(*variable);
        }
    }
    if (call.granularity) {
        variables.insert(*call.granularity);
    }
    return variables;
}

std::set<std::size_t> known_with(const mapping::Document& document, std::set<std::size_t> known) {
    const auto is_known = [&](std::size_t variable) { return known.contains(variable); };
    for (std::size_t size = 0; size != known.size();) {
        size = known.size();
        for (std::size_t i = 0; i < document.variables.size(); ++i) {
            const mapping::Variable& variable = document.variables[i];
            if (variable.origin == Origin::Template && std::ranges::all_of(variable.parts_of_iri, is_known)) {
                known.insert(i);
            }
        }
    }
    return known;
}

std::set<std::size_t> variables_in(const mapping::Document& document, const mapping::Document& other) {
    std::set<std::size_t> variables;
    for (const mapping::Variable& variable : other.variables) {
        if (const auto number = document.find(variable.name)) {
            variables.insert(*number);
        }
    }
    return variables;
}

}  // namespace gridlore::service
