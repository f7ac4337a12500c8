#include "adapter/service/question_reader.h"

#include <algorithm>
#include <map>
#include <utility>

#include "adapter/service/bind_check.h"
#include "adapter/service/unknown_name.h"
#include "knowledge-engine/rdf/value.h"

namespace gridlore::service {
namespace {

constexpr std::size_t most_rows = 1000;  ///< of parameters that come several times

using Place = Parameter::Place;

/// Reads one question. Confined to one thread; ends with the first refusal.
class QuestionReader {
  public:
    explicit QuestionReader(const QuestionPlace& place)
        : document_(place.document), place_(place), of_request_(variables_of_request(place.document)) {}

    std::optional<Refusal> read(const std::vector<Written>& written, Question& question) {
        auto path_value = place_.path_values.begin();
        for (const Parameter& parameter : place_.serve.parameters) {
            auto refusal = parameter.place == Place::Path ? read_path_value(parameter, *path_value++, question)
                                                          : read_parameter(parameter, written, question);
            if (refusal) {
                return refusal;
            }
        }
        question.rows = {question.given};
        for (const auto& [variable, terms] : alternatives_) {
            if (auto refusal = multiply(variable, terms, question.rows)) {
                return refusal;
            }
        }
        return refuse_unknown(written);
    }

  private:
    static std::optional<Refusal> multiply(std::size_t variable, const std::vector<rdf::Term>& terms,
                                           std::vector<Terms>& rows) {
        if (rows.size() * terms.size() > most_rows) {
            return Refusal{
                400, "The parameters ask for more than " + std::to_string(most_rows) + " things at once.", {}, {}};
        }
        std::vector<Terms> product;
        for (const Terms& row : rows) {
            for (const rdf::Term& term : terms) {
                product.push_back(row);
                product.back().emplace(variable, term);
            }
        }
        rows = std::move(product);
        return std::nullopt;
    }

    std::optional<Refusal> read_path_value(const Parameter& parameter, const std::string& value, Question& question) {
        return take(parameter, {Place::Path, parameter.name, {mapping::JsonKind::String, value}, {}}, question);
    }

    std::optional<Refusal> read_parameter(const Parameter& parameter, const std::vector<Written>& written,
                                          Question& question) {
        const Written* found = nullptr;
        for (const Written& one : written) {
            if (!is_of(parameter, one)) {
                continue;
            }
            if (found != nullptr && !may_be_repeated(parameter, of_request_)) {
                return refuse(parameter, &one, "It stands in the request twice.");
            }
            found = &one;
            if (parameter.is_required || one.value.kind != mapping::JsonKind::Null) {
                if (auto refusal = take(parameter, one, question)) {
                    return refusal;
                }
            }
        }
        const bool is_in_request = place_.has_request && may_be_repeated(parameter, of_request_);
        return found == nullptr && parameter.is_required && !is_in_request
                   ? refuse(parameter, nullptr, "The request does not have this parameter.")
                   : std::nullopt;
    }

    std::optional<Refusal> take(const Parameter& parameter, const Written& written, Question& question) {
        const mapping::JsonConstant& value = written.value;
        if (parameter.constant) {
            return value.text == *parameter.constant
                       ? std::nullopt
                       : refuse(parameter, &written,
                                "It must be '" + *parameter.constant + "'; found " + describe(value.view()) + ".");
        }
        if (parameter.bound == Bound::Nothing) {
            return std::nullopt;
        }
        if (parameter.bound == Bound::Authorizes) {
            question.token = Token{value.text, parameter.name, parameter.variable};
            return std::nullopt;
        }
        const mapping::Variable& variable = document_.variables[parameter.variable];
        mapping::CodecMemory memory;
        auto term = term_of(variable, value.view(), memory);
        if (!term) {
            return refuse(parameter, &written, term.error().message);
        }
        question.has_local_times = question.has_local_times || !memory.is_iso;
        return parameter.bound == Bound::Value ? take_value(parameter, written, std::move(*term), question)
                                               : take_bound(parameter, written, std::move(*term), question);
    }

    std::optional<Refusal> take_value(const Parameter& parameter, const Written& written, rdf::Term term,
                                      Question& question) {
        if (may_be_repeated(parameter, of_request_)) {
            alternatives_[parameter.variable].push_back(std::move(term));
            return std::nullopt;
        }
        const auto [known, is_new] = question.given.emplace(parameter.variable, term);
        return is_new || known->second == term
                   ? std::nullopt
                   : refuse(parameter, &written, "It has another value than the parameter that means the same.");
    }

    std::optional<Refusal> take_bound(const Parameter& parameter, const Written& written, rdf::Term term,
                                      Question& question) {
        pattern::Range& range = question.ranges[document_.variables[parameter.variable].name];
        (parameter.bound == Bound::From ? range.from : range.until) = std::move(term);
        if (!range.from || !range.until) {
            return std::nullopt;
        }
        const auto order = rdf::compare_values(*range.from, *range.until);
        return order && *order <= 0 ? std::nullopt : refuse(parameter, &written, "The range ends before it begins.");
    }

    std::optional<Refusal> refuse_unknown(const std::vector<Written>& written) const {
        for (const Written& one : written) {
            if (one.place != Place::Query || is_known(one)) {
                continue;
            }
            const std::vector<std::string> names = names_beside(one);
            std::string known;
            for (const std::string& name : names) {
                known += (known.empty() ? ". It knows: " : ", ") + name;
            }
            return Refusal{400, "There is no parameter '" + one.name + "'" + did_you_mean(one.name, names, known + "."),
                           one.name, one.pointer};
        }
        return std::nullopt;
    }

    static bool may_stand_there(const Parameter& parameter, const Written& written) {
        return parameter.place == Place::Query || (parameter.place == Place::Header && written.pointer);
    }

    bool is_known(const Written& written) const {
        return std::ranges::any_of(place_.serve.parameters, [&](const Parameter& parameter) {
            return may_stand_there(parameter, written) &&
                   (parameter.name == written.name ||
                    std::ranges::find(parameter.also, written.name) != parameter.also.end());
        });
    }

    /// What a parameter could be called that stands where this one does.
    std::vector<std::string> names_beside(const Written& written) const {
        std::vector<std::string> names;
        for (const Parameter& parameter : place_.serve.parameters) {
            if (may_stand_there(parameter, written)) {
                names.push_back(parameter.name);
                names.insert(names.end(), parameter.also.begin(), parameter.also.end());
            }
        }
        return names;
    }

    static std::optional<Refusal> refuse(const Parameter& parameter, const Written* written, std::string detail) {
        const bool is_in_body = written != nullptr && written->pointer;
        const std::string name = "Parameter '" + parameter.name + "': ";
        return Refusal{400, name + std::move(detail), parameter.name,
                       is_in_body ? written->pointer : std::optional<std::string>()};
    }

    const mapping::Document& document_;
    const QuestionPlace place_;
    const std::set<std::size_t> of_request_;
    std::map<std::size_t, std::vector<rdf::Term>> alternatives_;
};

}  // namespace

std::optional<Refusal> read_question(const QuestionPlace& place, const std::vector<Written>& written,
                                     Question& question) {
    return QuestionReader(place).read(written, question);
}

std::set<std::size_t> variables_of_request(const mapping::Document& document) {
    return document.request ? variables_in(document, *document.request) : std::set<std::size_t>();
}

bool may_be_repeated(const Parameter& parameter, const std::set<std::size_t>& of_request) {
    return parameter.is_value() && parameter.place == Place::Query && of_request.contains(parameter.variable);
}

}  // namespace gridlore::service
