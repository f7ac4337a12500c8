/// The options of each command, as the parser is told of them: what is parsed goes to the structures, which must
/// outlive it. Private to this folder.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "adapter/main/commands/options.h"
#include "adapter/main/mapping/options.h"
#include "adapter/main/terminal/options.h"

namespace gridlore::program {

/// The options of the commands on a store, which are more than one command's.
class StoreFlags {
  public:
    explicit StoreFlags(commands::StoreOptions& options) : options_(options) {}

    void add_to(CLI::App& app);
    /// Once all has been parsed.
    void apply();

  private:
    commands::StoreOptions& options_;
    std::string place_;
    std::string file_;
};

void add_ask(CLI::App& app, terminal::AskOptions& options);
void add_post(CLI::App& app, terminal::PostOptions& options);
void add_interactions(CLI::App& app, terminal::InteractionsOptions& options);
void add_import(CLI::App& app, commands::ImportOptions& options);
void add_export(CLI::App& app, commands::ExportOptions& options);
void add_query(CLI::App& app, commands::QueryOptions& options);
void add_update(CLI::App& app, commands::UpdateOptions& options);
void add_mapping_check(CLI::App& app, mapping_commands::CheckOptions& options);
void add_mapping_lift(CLI::App& app, mapping_commands::LiftOptions& options);
void add_mapping_explain(CLI::App& app, mapping_commands::ExplainOptions& options);
void add_mapping_lower(CLI::App& app, mapping_commands::LowerOptions& options);
void add_mapping_new(CLI::App& app, mapping_commands::NewOptions& options);
void add_mapping_coverage(CLI::App& app, mapping_commands::CoverageOptions& options);

}  // namespace gridlore::program
