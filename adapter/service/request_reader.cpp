#include "adapter/service/request_reader.h"

#include <algorithm>
#include <utility>

#include "adapter/http/content_type.h"
#include "adapter/mapping/lift/lift.h"
#include "adapter/service/bind_choice.h"

namespace gridlore::service {
namespace {

/// Nothing, or why the body is none that we read: its type is JSON in UTF-8, or not said.
std::optional<Refusal> refuse_media_type(const http::Request& request) {
    const http::ContentType type = http::content_type_of(request.header_list("Content-Type"));
    if (!type.media_type.empty() && !http::is_json(type)) {
        return Refusal{415, "The body is '" + type.media_type + "'; expected application/json.", {}, {}};
    }
    if (!http::is_utf8(type)) {
        return Refusal{415, "The body is in '" + type.charset + "'; expected UTF-8.", {}, {}};
    }
    return std::nullopt;
}

/// Of a document with `request`: its rows, in the document's own variables.
std::variant<std::vector<Terms>, Refusal> lift_request(const mapping::Document& document, std::string_view body,
                                                       const Tolerance& tolerance) {
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
    mapping::LiftOptions options;
    tolerance.apply(options);
    mapping::Lifter lifter(shape, take, std::move(options));
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

/// Whether the body is read as the document says, and not as parameters.
bool has_own_body(const Candidate& candidate) {
    return candidate.takes_payload || candidate.document->request;
}

/// Reads one request. Confined to one thread; ends with the first refusal.
class RequestReader {
  public:
    RequestReader(std::span<const Candidate> candidates, std::span<const std::string> path_values,
                  const http::Request& request, const Tolerance& tolerance)
        : candidates_(candidates), path_values_(path_values), body_(request.content()), tolerance_(tolerance) {
        for (const Candidate& candidate : candidates) {
            serves_.push_back(candidate.serve);
        }
    }

    std::variant<Asked, Refusal> read(const http::Request& request) {
        if (auto refused_type = body_.empty() ? std::nullopt : refuse_media_type(request)) {
            return *std::move(refused_type);
        }
        const auto address = written_in_address(serves_, request);
        if (const auto* const refusal = std::get_if<Refusal>(&address)) {
            return *refusal;
        }
        const auto& written = std::get<0>(address);
        if (!body_.empty() && std::ranges::none_of(candidates_, has_own_body)) {
            return read_questions(written, std::nullopt);
        }
        const auto choice = chosen(serves_, written);
        if (const auto* const refusal = std::get_if<Refusal>(&choice)) {
            return *refusal;
        }
        const std::size_t number = std::get<0>(choice);
        return body_.empty() || has_own_body(candidates_[number]) ? read_one(written, number)
                                                                  : read_questions(written, number);
    }

  private:
    std::variant<Asked, Refusal> read_one(const std::vector<Written>& written, std::size_t number) const {
        const Candidate& candidate = candidates_[number];
        const bool has_request = !body_.empty() && !candidate.takes_payload;
        Question question;
        auto refusal = read_one_of(written, number, has_request, question);
        if (!refusal && has_request) {
            refusal = add_request(*candidate.document, question);
        }
        return refusal ? std::variant<Asked, Refusal>(*std::move(refusal)) : Asked{{std::move(question)}, false};
    }

    std::optional<Refusal> add_request(const mapping::Document& document, Question& question) const {
        const auto payload = lift_request(document, body_, tolerance_);
        const auto* const refusal = std::get_if<Refusal>(&payload);
        return refusal != nullptr ? std::optional(*refusal) : join_rows(std::get<0>(payload), question.rows);
    }

    /// `number`: who serves them, if it has been said outside of the body.
    std::variant<Asked, Refusal> read_questions(const std::vector<Written>& address,
                                                std::optional<std::size_t> number) const {
        const auto read = written_in_body(address, body_, tolerance_);
        if (const auto* const refusal = std::get_if<Refusal>(&read)) {
            return *refusal;
        }
        const auto& body = std::get<0>(read);
        Asked asked{{}, body.is_list};
        for (const std::vector<Written>& written : body.questions) {
            const auto choice = number ? *number : chosen(serves_, written);
            if (const auto* const refusal = std::get_if<Refusal>(&choice)) {
                return *refusal;
            }
            if (auto refusal = read_one_of(written, std::get<0>(choice), false, asked.questions.emplace_back())) {
                return *std::move(refusal);
            }
        }
        return asked;
    }

    std::optional<Refusal> read_one_of(const std::vector<Written>& written, std::size_t number, bool has_request,
                                       Question& question) const {
        const Candidate& candidate = candidates_[number];
        question.candidate = number;
        return read_question({*candidate.document, *candidate.serve, path_values_, has_request}, written, question);
    }

    const std::span<const Candidate> candidates_;
    const std::span<const std::string> path_values_;
    const std::string_view body_;
    const Tolerance& tolerance_;
    std::vector<const Serve*> serves_;
};

}  // namespace

std::variant<Asked, Refusal> read_request(std::span<const Candidate> candidates, const http::Request& request,
                                          std::span<const std::string> path_values, const Tolerance& tolerance) {
    return RequestReader(candidates, path_values, request, tolerance).read(request);
}

}  // namespace gridlore::service
