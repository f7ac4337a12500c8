#include "adapter/service/endpoints.h"

#include <array>
#include <utility>

#include "adapter/http/gzip.h"
#include "adapter/http/quality.h"
#include "adapter/service/problem.h"
#include "adapter/service/request_reader.h"
#include "adapter/service/served_ask.h"
#include "adapter/service/served_post.h"

namespace gridlore::service {
namespace {

constexpr std::array<std::string_view, 1> media_types = {"application/json"};

/// `POST <path>/query`: what asks with a body, for those who cannot send one with GET.
PathTemplate with_query(PathTemplate path) {
    std::string& last = path.between.back();
    last += last.ends_with('/') ? "query" : "/query";
    path.text += path.text.ends_with('/') ? "query" : "/query";
    return path;
}

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
    for (std::size_t number = 0; number < served_.size(); ++number) {
        const Serve& serve = served_[number]->serve();
        std::vector<PathTemplate> paths = {serve.path};
        paths.insert(paths.end(), serve.also.begin(), serve.also.end());
        for (const PathTemplate& path : paths) {
            table_.add(path, serve.method, number);
        }
    }
    // Last: a path that a document names itself is that document's.
    for (std::size_t number = 0; number < served_.size(); ++number) {
        if (served_[number]->bind().way == Way::Ask) {
            table_.add(with_query(served_[number]->serve().path), "POST", number);
        }
    }
}

void Endpoints::serve(const Parts& parts, const PathTable::Found& found, http::Request request,
                      std::shared_ptr<http::Responder> responder) const {
    auto method = found.served->find(request.method);
    if (method == found.served->end() && request.method == "HEAD") {
        method = found.served->find("GET");
    }
    if (method == found.served->end()) {
        const std::string allowed = allowed_methods(*found.served);
        http::Response response =
            request.method == "OPTIONS"
                ? http::Response::empty(204)
                : problem(405, request.path + " does not serve " + request.method + ", only " + allowed + ".");
        response.headers.emplace_back("Allow", allowed);
        return responder->respond(std::move(response));
    }
    const ServedPtr& served = served_[method->second];
    if (http::preferred(request.header_list("Accept"), media_types) == media_types.size()) {
        return respond(*served, responder, problem(406, "This is served as application/json only."));
    }
    const bool is_post = served->bind().way == Way::Post;
    auto refused_type = is_post && !request.content().empty() ? refuse_media_type(request) : std::nullopt;
    if (refused_type) {
        return respond(*served, responder, problem(*refused_type));
    }
    auto read = read_request(served->document(), served->serve(), request, found.values, is_post);
    if (const auto* const refusal = std::get_if<Refusal>(&read)) {
        return respond(*served, responder, problem(*refusal));
    }
    auto& asked = std::get<Asked>(read);
    for (const Question& question : asked.questions) {
        if (const auto refusal = check_token(*parts.context, served->document(), question)) {
            return respond(*served, responder, problem(*refusal));
        }
    }
    if (is_post) {
        return serve_post(parts.context, served, parts.board, std::move(asked.questions.front()), std::move(request),
                          std::move(responder));
    }
    const bool takes_gzip = http::accepts_gzip(request.header_list("Accept-Encoding"));
    serve_ask(parts.context, served, std::move(asked), std::move(responder), takes_gzip);
}

}  // namespace gridlore::service
