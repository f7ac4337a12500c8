#include "adapter/service/endpoints.h"

#include <array>
#include <set>
#include <utility>

#include "adapter/http/gzip.h"
#include "adapter/http/quality.h"
#include "adapter/service/problem.h"
#include "adapter/service/request_reader.h"
#include "adapter/service/row_terms.h"
#include "adapter/service/served_ask.h"
#include "adapter/service/served_post.h"

namespace gridlore::service {
namespace {

constexpr std::array<std::string_view, 1> media_types = {"application/json"};

std::string allowed_methods(const PathTable::Served& served) {
    std::string methods;
    for (const auto& [method, number] : served) {
        methods += method + (method == "GET" ? ", HEAD, " : ", ");
    }
    return methods + "OPTIONS";
}

/// Whether the token of a request allows to see what it asks for. 403 if it does not.
std::optional<Refusal> check_token(const Context& context, const mapping::Document& document,
                                   const Question& question) {
    if (!question.token) {
        return std::nullopt;
    }
    Period period;
    if (!question.ranges.empty()) {
        period.from = question.ranges.begin()->second.from;
        period.until = question.ranges.begin()->second.until;
    }
    for (const Terms& row : question.rows) {
        Terms terms = row;
        complete(document, terms);
        const auto subject = terms.find(question.token->variable);
        const auto checked = subject == terms.end()
                                 ? Result<void>(invalid_input("The request does not say whose data it asks for: ?" +
                                                              document.variables[question.token->variable].name + "."))
                                 : context.authorizations->check(question.token->text, subject->second.text, period);
        if (!checked) {
            return Refusal{403, checked.error().message, question.token->parameter, {}};
        }
    }
    return std::nullopt;
}

}  // namespace

Endpoints::Endpoints(std::vector<ServedPtr> served) : served_(std::move(served)) {
    std::set<std::vector<SegmentTemplate>> posts;
    for (std::size_t number = 0; number < served_.size(); ++number) {
        const Serve& serve = served_[number]->serve();
        for (const PathTemplate& path : paths_of(serve)) {
            table_.add(path, serve.method, number);
            if (serve.method == "POST") {
                posts.insert(segments_of(path));
            }
        }
    }
    // A path that a document names itself is that document's.
    for (std::size_t number = 0; number < served_.size(); ++number) {
        if (served_[number]->bind().way != Way::Ask) {
            continue;
        }
        for (const PathTemplate& path : paths_of(served_[number]->serve())) {
            if (!posts.contains(segments_of(with_query(path)))) {
                table_.add(with_query(path), "POST", number);
            }
        }
    }
}

/// One request, for one of those that serve its path by its method.
class Endpoints::Reading {
  public:
    Reading(const Parts& parts, std::vector<ServedPtr> candidates)
        : parts_(parts), candidates_(std::move(candidates)) {}

    void serve(const PathTable::Found& found, http::Request request, std::shared_ptr<http::Responder> responder) const {
        if (http::preferred(request.header_list("Accept"), media_types) == media_types.size()) {
            return refuse(responder, problem(406, "This is served as application/json only."));
        }
        auto read = read_request(read_as(), request, found.values, tolerance());
        if (const auto* const refusal = std::get_if<Refusal>(&read)) {
            return refuse(responder, problem(*refusal));
        }
        auto& asked = std::get<Asked>(read);
        for (const Question& question : asked.questions) {
            const Served& served = *candidates_[question.candidate];
            if (const auto refusal = check_token(*parts_.context, served.document(), question)) {
                return respond(served, responder, problem(*refusal));
            }
        }
        hand_over(std::move(asked), std::move(request), std::move(responder));
    }

  private:
    std::vector<Candidate> read_as() const {
        std::vector<Candidate> candidates;
        for (const ServedPtr& served : candidates_) {
            candidates.push_back({&served->document(), &served->serve(), served->bind().way == Way::Post});
        }
        return candidates;
    }

    Tolerance tolerance() const {
        return parts_.context->partners->tolerance_for(candidates_.front()->serve().partner);
    }

    /// Of several it is not known yet whose life cycle it is.
    void refuse(const std::shared_ptr<http::Responder>& responder, http::Response response) const {
        if (candidates_.size() == 1) {
            add_life_cycle(candidates_.front()->serve(), response);
        }
        responder->respond(std::move(response));
    }

    void hand_over(Asked asked, http::Request request, std::shared_ptr<http::Responder> responder) const {
        const ServedPtr& first = candidates_[asked.questions.empty() ? 0 : asked.questions.front().candidate];
        if (first->bind().way == Way::Post) {
            return serve_post(parts_.context, first, parts_.board, std::move(asked.questions.front()),
                              std::move(request), std::move(responder));
        }
        const bool takes_gzip = http::accepts_gzip(request.header_list("Accept-Encoding"));
        ServedQuestions served{{}, asked.is_list};
        for (Question& question : asked.questions) {
            served.has_local_times = served.has_local_times || question.has_local_times;
            served.questions.push_back({candidates_[question.candidate], std::move(question)});
        }
        serve_ask(parts_.context, std::move(served), std::move(responder), takes_gzip);
    }

    const Parts& parts_;
    const std::vector<ServedPtr> candidates_;
};

void Endpoints::serve(const Parts& parts, const PathTable::Found& found, http::Request request,
                      std::shared_ptr<http::Responder> responder) const {
    auto method = found.served->find(request.method);
    if (method == found.served->end() && request.method == "HEAD") {
        method = found.served->find("GET");
    }
    if (method == found.served->end()) {
        const std::string allowed = allowed_methods(*found.served);
        return responder->respond(other_method(
            request, allowed, request.path + " does not serve " + request.method + ", only " + allowed + "."));
    }
    if (found.fault) {
        return responder->respond(problem(400, *found.fault));
    }
    std::vector<ServedPtr> candidates;
    for (const std::size_t number : method->second) {
        candidates.push_back(served_[number]);
    }
    Reading(parts, std::move(candidates)).serve(found, std::move(request), std::move(responder));
}

}  // namespace gridlore::service
