#include "adapter/service/sql_source.h"

#include <algorithm>
#include <utility>

#include "adapter/service/row_keys.h"
#include "adapter/service/sql_rows.h"

namespace gridlore::service {

struct SqlSource::Work {
    Called called;
    exchange::Call call;
    Cancelled cancelled;
    CallDone done;
};

SqlSource::SqlSource(const ServiceSettings& settings, std::unique_ptr<sql::Source> source, Clock& clock,
                     std::function<void(std::string_view)> warn)
    : name_(settings.name),
      source_(std::move(source)),
      clock_(clock),
      warn_(std::move(warn)),
      circuit_(settings.failures_to_open, settings.open_for),
      threads_(settings.at_once) {}

void SqlSource::answer(const Called& called, const exchange::Call& call, Cancelled cancelled, CallDone done) {
    const auto work = std::make_shared<const Work>(Work{called, call, std::move(cancelled), std::move(done)});
    threads_.submit({[this, work](std::size_t) { work->done(perform(*work)); },
                     [this, work](bool is_stopping) {
                         work->done(Error{ErrorKind::Unavailable, "Service '" + name_ + "': " +
                                                                      (is_stopping ? "it is no longer asked."
                                                                                   : "too much work waits for it.")});
                     }});
}

void SqlSource::react(const Called&, const exchange::Call&, Cancelled, CallDone done) {
    done(Error{ErrorKind::Internal, "Service '" + name_ + "': a database takes no news."});
}

void SqlSource::stop() {
    stop_.request_stop();
    threads_.stop();
}

Result<exchange::Reply> SqlSource::perform(const Work& work) {
    if (*work.cancelled || clock_.now() >= work.call.deadline) {
        return Error{ErrorKind::Unavailable, "Service '" + name_ + "': nobody waits for it any more."};
    }
    if (!circuit_.let_pass(clock_.now())) {
        return Error{
            ErrorKind::Unavailable,
            "Service '" + name_ + "': it has failed too often and is left alone for a while (its circuit is open)."};
    }
    auto rows = ask_all(work);
    const bool is_ill = !rows && rows.error().kind == ErrorKind::Unavailable && !stop_.stop_requested();
    const Circuit::Change change = is_ill ? circuit_.failed(clock_.now()) : circuit_.succeeded();
    if (change != Circuit::Change::None && warn_) {
        warn_("service '" + name_ + "': its circuit is " +
              (change == Circuit::Change::Opened ? "open: it has failed too often" : "closed again"));
    }
    return rows ? Result<exchange::Reply>(*std::move(rows)) : Result<exchange::Reply>(std::move(rows).error());
}

Result<pattern::AnswerRows> SqlSource::ask_all(const Work& work) {
    const auto inputs = sql_inputs(work.called, work.call);
    if (!inputs) {
        return Error{inputs.error().kind, "Service '" + name_ + "': " + inputs.error().message};
    }
    const AskedRows asked(work.call.bindings);
    pattern::AnswerRows rows = rows_of_part(work.called, work.call.unread);
    for (const SqlInput& input : *inputs) {
        SqlRows sink(work.called, input.known, asked, rows);
        const auto& call = std::get<SqlCall>(work.called.bind().with);
        if (auto queried = sql::ask(*source_, call.question, input.given, sink, stop_.get_token()); !queried) {
            return std::move(queried).error();
        }
        if (*work.cancelled) {
            break;
        }
    }
    return rows;
}

}  // namespace gridlore::service
