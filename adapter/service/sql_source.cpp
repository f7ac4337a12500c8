#include "adapter/service/sql_source.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "adapter/service/row_keys.h"
#include "adapter/service/sql_rows.h"

namespace gridlore::service {

namespace {

std::set<std::size_t> variables_of(const mapping::Document& document, const pattern::TermRows& rows) {
    std::set<std::size_t> variables;
    for (const pattern::TermRow& row : rows) {
        for (const auto& [name, term] : row) {
            if (const auto variable = document.find(name)) {
                variables.insert(*variable);
            }
        }
    }
    return variables;
}

/// Whether all that was asked for is known of the rows beforehand, so that no other can be among them.
bool agree_anyway(const std::set<std::size_t>& asked, const SqlInput& input, const SqlRows& rows) {
    return std::ranges::all_of(
        asked, [&](std::size_t variable) { return input.known.contains(variable) && !rows.is_column(variable); });
}

}  // namespace

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

Result<pattern::TermRows> SqlSource::perform(const Work& work) {
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
    return rows;
}

Result<pattern::TermRows> SqlSource::ask_all(const Work& work) {
    const auto inputs = sql_inputs(work.called, work.call);
    if (!inputs) {
        return Error{inputs.error().kind, "Service '" + name_ + "': " + inputs.error().message};
    }
    const AskedRows asked(work.call.bindings);
    const std::set<std::size_t> asked_variables = variables_of(work.called.document(), work.call.bindings);
    pattern::TermRows rows;
    for (const SqlInput& input : *inputs) {
        SqlRows sink(work.called, input.known);
        const auto& call = std::get<SqlCall>(work.called.bind().with);
        if (auto queried = sql::ask(*source_, call.question, input.given, sink, stop_.get_token()); !queried) {
            return std::move(queried).error();
        }
        if (!agree_anyway(asked_variables, input, sink)) {
            std::erase_if(sink.rows, [&](const pattern::TermRow& row) { return !asked.agree_with(row); });
        }
        std::ranges::move(sink.rows, std::back_inserter(rows));
        if (*work.cancelled) {
            break;
        }
    }
    return rows;
}

}  // namespace gridlore::service
