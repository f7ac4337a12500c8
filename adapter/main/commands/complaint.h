/// How a command on a store tells what went wrong.
#pragma once

#include "adapter/main/commands/options.h"
#include "adapter/main/exit_code.h"
#include "adapter/main/terminal/options.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::commands {

/// Writes the message, with its place, and returns the exit code of its kind.
program::ExitCode complain(const Error& error, const terminal::Streams& streams);
/// The same of one that may be a server's.
program::ExitCode complain(const Error& error, const StoreOptions& store, const terminal::Streams& streams);
program::ExitCode complain(const Error& error, program::ExitCode code, const terminal::Streams& streams);

}  // namespace gridlore::commands
