#include "adapter/service/rest_source.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "adapter/http/content_type.h"
#include "adapter/mapping/lift/lift.h"
#include "adapter/mapping/lower/lower.h"
#include "adapter/mapping/rows.h"
#include "adapter/service/held_values.h"
#include "adapter/service/remote_input.h"
#include "adapter/service/row_keys.h"

namespace gridlore::service {
namespace {

/// What the requests of one call give, until the last of them is over. Internally synchronized.
class Gathered {
  public:
    Gathered(std::size_t count, CallDone done) : left_(count), done_(std::move(done)) {}

    void add(Result<pattern::TermRows> rows) {
        {
            const std::lock_guard lock(mutex_);
            if (!rows) {
                error_ = error_ ? error_ : std::move(rows).error();
            } else {
                std::ranges::move(*rows, std::back_inserter(rows_));
            }
            if (--left_ > 0) {
                return;
            }
        }
        done_(error_ ? Result<exchange::Reply>(*error_) : Result<exchange::Reply>(std::move(rows_)));
    }

  private:
    std::mutex mutex_;
    std::size_t left_;
    pattern::TermRows rows_;
    std::optional<Error> error_;
    const CallDone done_;
};

/// Nothing, or why the body is not taken.
std::optional<Error> wrong_type(const http::Response& response) {
    const http::ContentType type = http::content_type_of(response.content_type);
    if (type.media_type.empty() || http::is_json(type)) {
        return std::nullopt;
    }
    return invalid_input("it answers with '" + type.media_type + "' instead of application/json.");
}

bool is_empty(const http::Response& response) {
    return response.status == 204 || !response.body || response.body->empty();
}

/// The rows of one part that a payload has.
Result<pattern::TermRows> lifted(const mapping::Document& document, std::size_t wanted, const std::string& json,
                                 mapping::LiftOptions options) {
    const mapping::Part& of_part = document.parts[wanted];
    mapping::Rows rows(of_part.variables.size());
    HeldValues held;
    bool is_too_much = false;
    const mapping::RowHandler take = [&](std::size_t part, std::span<const rdf::TermView> row) -> Result<void> {
        if (part != wanted) {
            return {};
        }
        is_too_much = !held.add(row);
        if (is_too_much) {
            return Error{ErrorKind::LimitExceeded, "its answer has " + HeldValues::limit() + "."};
        }
        rows.add(row);
        return {};
    };
    mapping::Lifter lifter(document, take, std::move(options));
    auto read = lifter.write(json);
    if (read) {
        read = lifter.finish();
    }
    if (!read) {
        return is_too_much ? std::move(read).error()
                           : invalid_input("its answer is not what the document " + document.id +
                                           " says: " + read.error().message);
    }
    return mapping::to_bindings(document, of_part, rows);
}

/// The payload that a service is asked with.
Result<std::string> request_body(const mapping::Document& document, const std::vector<Terms>& inputs) {
    const mapping::Document& request = *document.request;
    const mapping::Part& part = request.parts.front();
    mapping::Rows rows(part.variables.size());
    for (const Terms& terms : inputs) {
        std::vector<rdf::TermView> row;
        for (const std::size_t variable : part.variables) {
            const auto number = document.find(request.variables[variable].name);
            const auto known = number ? terms.find(*number) : terms.end();
            if (known == terms.end()) {
                return invalid_input("it cannot be asked without ?" + request.variables[variable].name);
            }
            row.push_back(view_of(known->second));
        }
        rows.add(row);
    }
    return mapping::lower(request, mapping::only_part(std::move(rows)));
}

/// Of what was never sent, where the service is to be named.
Error unsent(const RemoteService& service, const Error& why) {
    return {ErrorKind::InvalidInput, "Service '" + service.settings().name + "': " + why.message};
}

/// One request of a call; what it gives is put to the rest.
RemoteCall remote_call(const Called& called, const exchange::Call& call, const RemoteInput& input,
                       const Cancelled& cancelled, const std::shared_ptr<Gathered>& gathered,
                       const std::shared_ptr<pattern::TermRows>& rows) {
    RemoteCall remote;
    remote.method = std::get<Call>(called.bind().with).method;
    remote.target = input.target;
    remote.headers = input.headers;
    remote.cancelled = cancelled;
    remote.deadline = call.deadline;
    remote.done = [gathered, rows](Result<void> result) {
        gathered->add(result ? Result<pattern::TermRows>(std::move(*rows)) : std::move(result).error());
    };
    return remote;
}

}  // namespace

mapping::LiftOptions RestSource::lift_options(const mapping::Document& document, Terms given) const {
    mapping::LiftOptions options;
    options.given = std::move(given);
    tolerance_.apply(options);
    add_time_of_coming(document, clock_.now(), options.given);
    return options;
}

void RestSource::answer(const Called& called, const exchange::Call& call, Cancelled cancelled, CallDone done) {
    auto inputs = remote_inputs(called, call);
    if (!inputs) {
        return done(unsent(*service_, inputs.error()));
    }
    if (inputs->empty()) {
        return done(exchange::Reply());
    }
    const auto gathered = std::make_shared<Gathered>(inputs->size(), std::move(done));
    const auto asked = std::make_shared<const AskedRows>(call.bindings);
    for (const RemoteInput& input : *inputs) {
        const auto rows = std::make_shared<pattern::TermRows>();
        RemoteCall remote = remote_call(called, call, input, cancelled, gathered, rows);
        if (called.document().request) {
            auto body = request_body(called.document(), input.rows);
            if (!body) {
                gathered->add(unsent(*service_, body.error()));
                continue;
            }
            remote.body = std::move(*body);
        }
        remote.may_find_nothing = input.is_of_one_thing;
        remote.read = [this, called, asked, rows, given = input.given](const http::Response& response) -> Result<void> {
            rows->clear();
            if (is_empty(response)) {
                return {};
            }
            if (auto wrong = wrong_type(response)) {
                return *std::move(wrong);
            }
            auto read = lifted(called.document(), called.part, *response.body, lift_options(called.document(), given));
            if (!read) {
                return std::move(read).error();
            }
            std::ranges::copy_if(*read, std::back_inserter(*rows),
                                 [&](const pattern::TermRow& row) { return asked->agree_with(row); });
            return {};
        };
        service_->submit(std::move(remote));
    }
}

void RestSource::react(const Called& called, const exchange::Call& call, Cancelled cancelled, CallDone done) {
    auto inputs = remote_inputs(called, call);
    if (!inputs) {
        return done(unsent(*service_, inputs.error()));
    }
    if (inputs->empty()) {
        return done(exchange::Reply());
    }
    const mapping::Document& document = called.document();
    const auto gathered = std::make_shared<Gathered>(inputs->size(), std::move(done));
    for (const RemoteInput& input : *inputs) {
        const auto rows = std::make_shared<pattern::TermRows>();
        RemoteCall remote = remote_call(called, call, input, cancelled, gathered, rows);
        mapping::Rows payload(document.parts.front().variables.size());
        for (const Terms& terms : input.rows) {
            std::vector<rdf::TermView> row;
            for (const std::size_t variable : document.parts.front().variables) {
                row.push_back(view_of(terms.at(variable)));
            }
            payload.add(row);
        }
        auto body = mapping::lower(document, mapping::only_part(std::move(payload)));
        if (!body) {
            gathered->add(unsent(*service_, body.error()));
            continue;
        }
        remote.body = std::move(*body);
        remote.read = [this, called, rows](const http::Response& response) -> Result<void> {
            const auto& answer = called.document().response;
            if (!answer || is_empty(response)) {
                return {};
            }
            if (auto wrong = wrong_type(response)) {
                return *std::move(wrong);
            }
            auto read = lifted(*answer, 0, *response.body, lift_options(*answer, {}));
            if (!read) {
                return std::move(read).error();
            }
            *rows = std::move(*read);
            return {};
        };
        service_->submit(std::move(remote));
    }
}

}  // namespace gridlore::service
