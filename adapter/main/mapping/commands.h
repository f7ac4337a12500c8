/// `gridlore mapping`: what an ontology engineer does with documents on the command line, from options to the exit
/// code. What was asked for goes to `out`; how it went, and what is wrong, to `error`.
#pragma once

#include "adapter/main/exit_code.h"
#include "adapter/main/mapping/options.h"
#include "adapter/main/terminal/options.h"

namespace gridlore::mapping_commands {

/// Says what is wrong with each file, and how to mend it. WrongUsage if anything is.
program::ExitCode check(const CheckOptions& options, const terminal::Streams& streams);
/// JSON as triples or bindings; sources of RML as quads.
program::ExitCode lift(const LiftOptions& options, const terminal::Streams& streams);
/// Where triples come from, and why there is none of a member. NothingFound if nothing is as it was asked for.
program::ExitCode explain(const ExplainOptions& options, const terminal::Streams& streams);
/// Triples or bindings as JSON. NothingFound if they have no row of the document.
program::ExitCode lower(const LowerOptions& options, const terminal::Streams& streams);
/// A first draft of a document from a payload.
program::ExitCode draft(const NewOptions& options, const terminal::Streams& streams);
/// Which field becomes what.
program::ExitCode coverage(const CoverageOptions& options, const terminal::Streams& streams);

}  // namespace gridlore::mapping_commands
