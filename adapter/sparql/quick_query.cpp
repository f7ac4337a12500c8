#include "adapter/sparql/quick_query.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "adapter/http/growing_response.h"
#include "adapter/sparql/query_answer.h"

namespace gridlore::sparql {
namespace {

/// Of a result: what is larger takes long to compress, or waits for its client.
constexpr std::size_t quick_bytes = std::size_t{16} << 10;
/// How much longer than before it may take: a thread may have to wait for a core.
constexpr int patience = 4;

/// SERVICE waits for others. That it was called is remembered, since SILENT hides an error.
class NoServices final : public query::ServiceCaller {
  public:
    Result<void> call(const std::string&, const std::string&, query::ResultSink&) override {
        was_called_ = true;
        return Error{ErrorKind::Unavailable, "This is no place to wait for a SERVICE."};
    }
    bool was_called() const { return was_called_; }

  private:
    bool was_called_ = false;
};

bool give(Services& services, const http::Request& request, const std::shared_ptr<http::Responder>& responder,
          const Operation& operation, ParsedQuery& query) {
    const Settings& settings = services.settings;
    const auto medium = choose_medium(request, query.query().form);
    auto snapshot = medium ? services.store.snapshot_at_once() : nullptr;
    if (!snapshot) {
        return false;
    }
    NoServices no_services;
    query::Context context;
    context.limits = settings.query;
    context.limits.time = std::min(context.limits.time, settings.quick_time * patience);
    if (operation.time) {
        context.limits.time = std::min<std::chrono::nanoseconds>(context.limits.time, *operation.time);
    }
    context.dataset = operation.dataset;
    context.begin = query::Deadline::Clock::now();
    context.services = &no_services;
    const auto plan = query.plan(*snapshot, context);
    if (!plan) {
        return false;
    }
    http::GrowingResponse response(responder, head_of(*medium),
                                   http::accepts_gzip(request.header_list("Accept-Encoding")), settings.responses);
    std::size_t written = 0;
    const rdf::ByteSink sink = [&](std::string_view bytes) -> Result<void> {
        written += bytes.size();
        return written <= std::min(quick_bytes, settings.responses.whole)
                   ? response.write(bytes)
                   : Error{ErrorKind::LimitExceeded, "The result is too large to be answered at once."};
    };
    if (!write_answer(**plan, *snapshot, context, *medium, settings.prefixes, sink) || no_services.was_called()) {
        return false;
    }
    snapshot.reset();
    return response.finish().has_value();
}

}  // namespace

void note_answer(const Settings& settings, ParsedQuery& query, std::chrono::nanoseconds time, std::size_t bytes) {
    query.set_quick(time <= settings.quick_time && bytes <= std::min(quick_bytes, settings.responses.whole));
}

bool answer_at_once(Services& services, const http::Request& request, const std::shared_ptr<http::Responder>& responder,
                    const Operation& operation) noexcept {
    try {
        const bool may_be = !operation.explain && !services.open.is_stopping();
        const auto known = !may_be ? nullptr : services.queries.find(operation.text, operation.base);
        if (!known || !known->is_quick()) {
            return false;
        }
        const bool is_given = give(services, request, responder, operation, *known);
        known->set_quick(is_given);
        return is_given;
    } catch (const std::exception&) {
        return false;  // It fails again where failures are told.
    }
}

}  // namespace gridlore::sparql
