#include "adapter/service/request_reader.h"

#include <algorithm>
#include <utility>

#include "adapter/mapping/lift/lift.h"
#include "adapter/service/bind_check.h"
#include "adapter/service/json_parameters.h"
#include "adapter/service/unknown_name.h"
#include "adapter/service/url_text.h"
#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/value.h"

namespace gridlore::service {
namespace {

constexpr std::size_t most_questions = 100;
constexpr std::size_t most_rows = 1000;  ///< of parameters that come several times

using Place = Parameter::Place;

/// A parameter as it came.
struct Written {
    Place place;
    std::string name;
    mapping::JsonConstant value;
    std::optional<std::string> pointer;  ///< it stands in the body
};

bool is_called(const Parameter& parameter, std::string_view name) {
    return parameter.name == name || std::ranges::find(parameter.also, name) != parameter.also.end();
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), rdf::to_ascii_lower);
    return result;
}

/// Reads one question. Confined to one thread; ends with the first refusal.
class QuestionReader {
  public:
    /// `has_payload`: the document's `request` is there.
    QuestionReader(const mapping::Document& document, const Serve& serve, bool has_payload)
        : document_(document),
          serve_(serve),
          has_payload_(has_payload),
          of_request_(document.request ? variables_in(document, *document.request) : std::set<std::size_t>()) {}

    std::optional<Refusal> read(const std::vector<Written>& written, Question& question) {
        for (const Parameter& parameter : serve_.parameters) {
            if (auto refusal = read_parameter(parameter, written, question)) {
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
    /// What `request` asks with may be asked with several times.
    bool may_be_repeated(const Parameter& parameter) const {
        return !parameter.constant && parameter.bound == Bound::Value && parameter.place == Place::Query &&
               of_request_.contains(parameter.variable);
    }

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

    std::optional<Refusal> read_parameter(const Parameter& parameter, const std::vector<Written>& written,
                                          Question& question) {
        const Written* found = nullptr;
        for (const Written& one : written) {
            if (!is_of(parameter, one)) {
                continue;
            }
            if (found != nullptr && !may_be_repeated(parameter)) {
                return refuse(parameter, &one, "It stands in the request twice.");
            }
            found = &one;
            if (parameter.is_required || one.value.kind != mapping::JsonKind::Null) {
                if (auto refusal = take(parameter, one, question)) {
                    return refusal;
                }
            }
        }
        const bool is_in_payload = has_payload_ && may_be_repeated(parameter);
        return found == nullptr && parameter.is_required && !is_in_payload
                   ? refuse(parameter, nullptr, "The request does not have this parameter.")
                   : std::nullopt;
    }

    /// What stands in a body may be a parameter of any place but the path.
    static bool is_of(const Parameter& parameter, const Written& written) {
        if (parameter.place == Place::Header && !written.pointer) {
            return written.place == Place::Header && lower(parameter.name) == lower(written.name);
        }
        const bool is_place = written.pointer ? parameter.place != Place::Path : parameter.place == written.place;
        return is_place && is_called(parameter, written.name);
    }

    std::optional<Refusal> take(const Parameter& parameter, const Written& written, Question& question) {
        const mapping::JsonConstant& value = written.value;
        if (parameter.constant) {
            return value.text == *parameter.constant
                       ? std::nullopt
                       : refuse(parameter, &written,
                                "It must be '" + *parameter.constant + "'; found " + describe(value.view()) + ".");
        }
        if (parameter.bound == Bound::Authorizes) {
            question.token = Token{value.text, parameter.name, parameter.variable};
            return std::nullopt;
        }
        const mapping::Variable& variable = document_.variables[parameter.variable];
        auto term = term_of(variable, value.view());
        if (!term) {
            return refuse(parameter, &written, term.error().message);
        }
        return parameter.bound == Bound::Value ? take_value(parameter, written, std::move(*term), question)
                                               : take_bound(parameter, written, std::move(*term), question);
    }

    std::optional<Refusal> take_value(const Parameter& parameter, const Written& written, rdf::Term term,
                                      Question& question) {
        if (may_be_repeated(parameter)) {
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
            const std::vector<std::string> names = names_beside(one);
            if (one.place != Place::Query || std::ranges::find(names, one.name) != names.end()) {
                continue;
            }
            std::string known;
            for (const std::string& name : names) {
                known += (known.empty() ? ". It knows: " : ", ") + name;
            }
            return Refusal{400, "There is no parameter '" + one.name + "'" + did_you_mean(one.name, names, known + "."),
                           one.name, one.pointer};
        }
        return std::nullopt;
    }

    /// What a parameter could be called that stands where this one does.
    std::vector<std::string> names_beside(const Written& written) const {
        std::vector<std::string> names;
        for (const Parameter& parameter : serve_.parameters) {
            if (parameter.place == Place::Query || (parameter.place == Place::Header && written.pointer)) {
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
    const Serve& serve_;
    const bool has_payload_;
    const std::set<std::size_t> of_request_;
    std::map<std::size_t, std::vector<rdf::Term>> alternatives_;
};

/// Those of path, query and headers.
std::variant<std::vector<Written>, Refusal> read_address(const Serve& serve, const http::Request& request,
                                                         std::span<const std::string> path_values) {
    std::vector<Written> written;
    std::size_t next = 0;
    for (const Parameter& parameter : serve.parameters) {
        if (parameter.place == Place::Path && next < path_values.size()) {
            written.push_back({Place::Path, parameter.name, {mapping::JsonKind::String, path_values[next++]}, {}});
        } else if (parameter.place == Place::Header) {
            if (const auto value = request.header(parameter.name)) {
                written.push_back(
                    {Place::Header, parameter.name, {mapping::JsonKind::String, std::string(*value)}, {}});
            }
        }
    }
    auto query = query_parameters(request.query);
    if (!query) {
        return Refusal{400, query.error().message, {}, {}};
    }
    for (auto& [name, value] : *query) {
        written.push_back({Place::Query, std::move(name), {mapping::JsonKind::String, std::move(value)}, {}});
    }
    return written;
}

/// Of a document with `request`: its rows, in the document's own variables.
std::variant<std::vector<Terms>, Refusal> lift_request(const mapping::Document& document, std::string_view body) {
    const mapping::Document& shape = *document.request;
    std::vector<Terms> rows;
    const mapping::RowHandler take = [&](std::size_t part, std::span<const rdf::TermView> row) -> Result<void> {
        Terms terms;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (const auto variable = document.find(shape.variables[shape.parts[part].variables[i]].name)) {
                terms.emplace(*variable, owned(row[i]));
            }
        }
        rows.push_back(std::move(terms));
        return {};
    };
    mapping::Lifter lifter(shape, take);
    auto lifted = lifter.write(body);
    if (lifted) {
        lifted = lifter.finish();
    }
    if (!lifted) {
        return Refusal{lifted.error().kind == ErrorKind::LimitExceeded ? 413U : 400U,
                       lifted.error().message,
                       {},
                       lifter.pointer()};
    }
    return rows;
}

/// Each of the payload's rows with each of the parameters'.
std::optional<Refusal> join_rows(const std::vector<Terms>& payload, std::vector<Terms>& rows) {
    std::vector<Terms> joined;
    for (const Terms& row : rows) {
        for (Terms with : payload) {
            const bool agrees = std::ranges::all_of(row, [&](const auto& cell) {
                return with.emplace(cell.first, cell.second).first->second == cell.second;
            });
            if (!agrees) {
                return Refusal{400, "The body and a parameter have different values of the same.", {}, ""};
            }
            joined.push_back(std::move(with));
        }
    }
    rows = std::move(joined);
    return rows.empty() ? std::optional(Refusal{400, "The body asks for nothing.", {}, ""}) : std::nullopt;
}

/// The parameters of each question: those of the address, and of each object in the body.
std::variant<std::vector<std::vector<Written>>, Refusal> read_body(const std::vector<Written>& address,
                                                                   std::string_view body, bool& is_list) {
    auto read = read_json_parameters(body, most_questions);
    if (auto* const refusal = std::get_if<Refusal>(&read)) {
        return std::move(*refusal);
    }
    auto& json = std::get<JsonQuestions>(read);
    is_list = json.is_list;
    std::vector<std::vector<Written>> questions;
    for (auto& parameters : json.questions) {
        questions.push_back(address);
        for (JsonParameter& parameter : parameters) {
            questions.back().push_back(
                {Place::Query, std::move(parameter.name), std::move(parameter.value), std::move(parameter.pointer)});
        }
    }
    return questions;
}

}  // namespace

std::optional<Refusal> refuse_media_type(const http::Request& request) {
    const std::string type = lower(request.header_list("Content-Type"));
    const std::string media_type = type.substr(0, type.find_first_of("; \t"));
    const std::size_t charset = type.find("charset=");
    std::string encoding = charset == std::string::npos ? "utf-8" : type.substr(charset + 8);
    std::erase(encoding, '"');
    encoding = encoding.substr(0, encoding.find_first_of("; \t"));
    if (!media_type.empty() && media_type != "application/json" && !media_type.ends_with("+json")) {
        return Refusal{415, "The body is '" + media_type + "'; expected application/json.", {}, {}};
    }
    if (encoding != "utf-8" && encoding != "utf8" && encoding != "us-ascii") {
        return Refusal{415, "The body is in '" + encoding + "'; expected UTF-8.", {}, {}};
    }
    return std::nullopt;
}

std::variant<Asked, Refusal> read_request(const mapping::Document& document, const Serve& serve,
                                          const http::Request& request, std::span<const std::string> path_values,
                                          bool has_payload) {
    auto address = read_address(serve, request, path_values);
    if (auto* const refusal = std::get_if<Refusal>(&address)) {
        return std::move(*refusal);
    }
    auto& written = std::get<std::vector<Written>>(address);
    const std::string_view body = has_payload ? std::string_view() : request.content();
    auto refused_type = body.empty() ? std::nullopt : refuse_media_type(request);
    if (refused_type) {
        return *std::move(refused_type);
    }
    Asked asked;
    const bool has_request = !body.empty() && document.request;
    std::variant<std::vector<std::vector<Written>>, Refusal> read = std::vector<std::vector<Written>>{written};
    if (!body.empty() && !has_request) {
        read = read_body(written, body, asked.is_list);
    }
    std::variant<std::vector<Terms>, Refusal> payload;
    if (has_request) {
        payload = lift_request(document, body);
    }
    for (auto* const refusal : {std::get_if<Refusal>(&read), std::get_if<Refusal>(&payload)}) {
        if (refusal != nullptr) {
            return std::move(*refusal);
        }
    }
    for (const std::vector<Written>& parameters : std::get<0>(read)) {
        Question question;
        auto refusal = QuestionReader(document, serve, has_request).read(parameters, question);
        if (!refusal && has_request) {
            refusal = join_rows(std::get<0>(payload), question.rows);
        }
        if (refusal) {
            return *std::move(refusal);
        }
        asked.questions.push_back(std::move(question));
    }
    return asked;
}

}  // namespace gridlore::service
