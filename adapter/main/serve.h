/// `gridlore serve`: runs a server until a signal ends it.
#pragma once

#include "adapter/main/configuration/sources.h"
#include "adapter/main/exit_code.h"
#include "adapter/main/terminal/options.h"

namespace gridlore::program {

/// Preconditions: `loaded` has no problems.
ExitCode serve(const configuration::LoadedConfiguration& loaded, const std::vector<exchange::Rule>& domain_knowledge,
               const terminal::Streams& streams);

}  // namespace gridlore::program
