#include "adapter/main/commands/complaint.h"

#include "adapter/main/terminal/prefixes.h"

namespace gridlore::commands {

using program::ExitCode;

ExitCode complain(const Error& error, ExitCode code, const terminal::Streams& streams) {
    streams.error << "gridlore: " << terminal::show_text(placed_message(error)) << "\n";
    return code;
}

ExitCode complain(const Error& error, const terminal::Streams& streams) {
    return complain(error, error.kind == ErrorKind::InvalidInput ? ExitCode::WrongUsage : ExitCode::StoreFailed,
                    streams);
}

ExitCode complain(const Error& error, const StoreOptions& store, const terminal::Streams& streams) {
    if (!store.server || error.kind == ErrorKind::InvalidInput) {
        return complain(error, streams);
    }
    return complain(error, error.kind == ErrorKind::Unavailable ? ExitCode::NotReachable : ExitCode::Refused, streams);
}

}  // namespace gridlore::commands
