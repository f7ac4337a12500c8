/// The command line of `gridlore`: which command, with which options. Knows no command's work.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "adapter/main/commands/options.h"
#include "adapter/main/configuration/sources.h"
#include "adapter/main/exit_code.h"
#include "adapter/main/mapping/options.h"
#include "adapter/main/terminal/options.h"

namespace gridlore::program {

struct ServeCommand {
    configuration::CommandLineSettings settings;
};

struct ConfigCommand {
    configuration::CommandLineSettings settings;
    bool json = false;
    bool markdown = false;  ///< the table of docs/operator.md instead
};

/// Nothing to do but to say something: help, the version, or what is wrong with the command line.
struct Message {
    std::string text;
    ExitCode code = ExitCode::Success;  ///< other than Success: the text belongs on standard error
};

using Command =
    std::variant<Message, ServeCommand, ConfigCommand, terminal::AskOptions, terminal::PostOptions,
                 terminal::InteractionsOptions, commands::ImportOptions, commands::ExportOptions,
                 commands::QueryOptions, commands::UpdateOptions, commands::BackupOptions, commands::CheckOptions,
                 mapping_commands::CheckOptions, mapping_commands::LiftOptions, mapping_commands::ExplainOptions,
                 mapping_commands::LowerOptions, mapping_commands::NewOptions, mapping_commands::CoverageOptions>;

/// `arguments` are those behind the program's name. GRIDLORE_SERVER stands in for `--server` of
/// the commands that need a server.
Command parse_command_line(const std::vector<std::string>& arguments);

}  // namespace gridlore::program
