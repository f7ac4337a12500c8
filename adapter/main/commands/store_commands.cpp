#include "adapter/main/commands/commands.h"
#include "adapter/main/commands/complaint.h"
#include "adapter/main/commands/progress_line.h"
#include "adapter/main/commands/store_access.h"
#include "adapter/main/terminal/prefixes.h"

namespace gridlore::commands {

using program::ExitCode;

namespace {

Result<RemoteStore> server_of(const StoreOptions& options) {
    return RemoteStore::make(*options.server, options.timeout_seconds);
}

Result<ServersBackup> back_up(const BackupOptions& options) {
    if (options.store.server) {
        return server_of(options.store).and_then([&](RemoteStore server) { return server.back_up(options.target); });
    }
    const auto store = open_store(options.store);
    const Result<void> done = store ? (*store)->backup(options.target) : store.error();
    if (!done) {
        return done.error();
    }
    return ServersBackup{options.target, (*store)->statistics().quads};
}

Result<CheckReport> look_through(const StoreOptions& options) {
    if (options.server) {
        return server_of(options).and_then([](RemoteStore server) { return server.check(); });
    }
    const auto store = open_store(options);
    if (!store) {
        return store.error();
    }
    constexpr std::size_t enough = 100;
    auto findings = (*store)->check(enough);
    if (!findings) {
        return std::move(findings).error();
    }
    const auto statistics = (*store)->statistics();
    const bool is_complete = findings->size() < enough;
    return CheckReport{*std::move(findings), is_complete, statistics.quads, statistics.terms};
}

std::string verdict(const CheckReport& report) {
    const std::size_t count = report.findings.size();
    return count == 0 ? "nothing is wrong"
                      : grouped(count) + (report.is_complete ? "" : " or more") +
                            (count == 1 ? " thing is wrong" : " things are wrong");
}

}  // namespace

ExitCode backup(const BackupOptions& options, const terminal::Streams& streams) {
    const auto made = back_up(options);
    if (!made) {
        return complain(made.error(), options.store, streams);
    }
    streams.out << terminal::show_text(made->folder) << ": " << grouped(made->quads)
                << (made->quads == 1 ? " quad" : " quads") << "\n";
    return ExitCode::Success;
}

ExitCode check(const CheckOptions& options, const terminal::Streams& streams) {
    const auto report = look_through(options.store);
    if (!report) {
        return complain(report.error(), options.store, streams);
    }
    for (const std::string& finding : report->findings) {
        streams.out << terminal::show_text(finding) << "\n";
    }
    streams.out << grouped(report->quads) << (report->quads == 1 ? " quad, " : " quads, ") << grouped(report->terms)
                << (report->terms == 1 ? " term: " : " terms: ") << verdict(*report) << "\n";
    return report->findings.empty() ? ExitCode::Success : ExitCode::StoreFailed;
}

}  // namespace gridlore::commands
