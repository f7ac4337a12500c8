#include "adapter/main/commands/commands.h"
#include "adapter/main/commands/complaint.h"
#include "adapter/main/commands/progress_line.h"
#include "adapter/main/commands/store_access.h"

namespace gridlore::commands {

using program::ExitCode;

namespace {

constexpr const char* backup_advice =
    "a running server's graphs are copied, without stopping it, by 'gridlore export --server http://HOST:PORT --graph "
    "GRAPH FILE'; the copy of a whole store needs it ended";
constexpr const char* check_advice = "a running server checks nothing: end it, or check a copy of its store";

}  // namespace

ExitCode backup(const BackupOptions& options, const terminal::Streams& streams) {
    const auto store = open_store(options.store, backup_advice);
    if (!store) {
        return complain(store.error(), streams);
    }
    if (const Result<void> done = (*store)->backup(options.target); !done) {
        return complain(done.error(), ExitCode::StoreFailed, streams);
    }
    streams.out << options.target << ": " << grouped((*store)->statistics().quads) << " quads\n";
    return ExitCode::Success;
}

ExitCode check(const CheckOptions& options, const terminal::Streams& streams) {
    const auto store = open_store(options.store, check_advice);
    if (!store) {
        return complain(store.error(), streams);
    }
    constexpr std::size_t enough = 100;
    const auto findings = (*store)->check(enough);
    if (!findings) {
        return complain(findings.error(), ExitCode::StoreFailed, streams);
    }
    for (const std::string& finding : *findings) {
        streams.out << finding << "\n";
    }
    const auto statistics = (*store)->statistics();
    streams.out << grouped(statistics.quads) << " quads, " << grouped(statistics.terms) << " terms: "
                << (findings->empty() ? "nothing is wrong"
                                      : grouped(findings->size()) + (findings->size() == enough ? " or more" : "") +
                                            (findings->size() == 1 ? " thing is wrong" : " things are wrong"))
                << "\n";
    return findings->empty() ? ExitCode::Success : ExitCode::StoreFailed;
}

}  // namespace gridlore::commands
