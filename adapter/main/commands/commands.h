/// `gridlore import`, `export`, `query`, `update`, `backup` and `check`: what they do, from their options to their exit
/// code. They write what was found to `out`, how it goes and what went wrong to `error`.
#pragma once

#include "adapter/main/commands/options.h"
#include "adapter/main/exit_code.h"
#include "adapter/main/terminal/options.h"

namespace gridlore::commands {

/// Each file is one change: all of it is stored, or nothing, and then the others are imported all the same.
program::ExitCode import_files(const ImportOptions& options, const terminal::Streams& streams);
program::ExitCode export_graphs(const ExportOptions& options, const terminal::Streams& streams);
program::ExitCode query(const QueryOptions& options, const terminal::Streams& streams);
program::ExitCode update(const UpdateOptions& options, const terminal::Streams& streams);
program::ExitCode backup(const BackupOptions& options, const terminal::Streams& streams);
program::ExitCode check(const CheckOptions& options, const terminal::Streams& streams);

}  // namespace gridlore::commands
