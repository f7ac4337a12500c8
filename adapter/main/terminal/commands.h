/// `gridlore ask`, `post` and `interactions`: what they do, from their options to their exit code. They write what
/// was found to `out` and what went wrong to `error`.
#pragma once

#include "adapter/main/exit_code.h"
#include "adapter/main/terminal/options.h"

namespace gridlore::terminal {

program::ExitCode ask(const AskOptions& options, const Streams& streams);
program::ExitCode post(const PostOptions& options, const Streams& streams);
program::ExitCode list_interactions(const InteractionsOptions& options, const Streams& streams);

}  // namespace gridlore::terminal
