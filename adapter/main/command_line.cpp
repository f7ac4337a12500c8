#include "adapter/main/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <map>
#include <memory>

#include "adapter/main/command_options.h"
#include "adapter/main/configuration/setting.h"
#include "adapter/main/help_text.h"
#include "knowledge-engine/base/nearest_name.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::program {
namespace {

using configuration::CommandLineSettings;
using configuration::Setting;

/// The flags of all settings of one command; filled by the parser.
class SettingFlags {
  public:
    void add_to(CLI::App& app) {
        app.add_option("--config", file_, "A YAML file of settings, 'name: value' a line [GRIDLORE_CONFIG]")
            ->type_name("FILE");
        const auto table = configuration::settings();
        texts_.resize(table.size());
        for (std::size_t i = 0; i < table.size(); ++i) {
            add_option(app, table[i], texts_[i]);
        }
    }

    CommandLineSettings values() const {
        CommandLineSettings settings;
        if (!file_.empty()) {
            settings.file = file_;
        }
        const auto table = configuration::settings();
        for (std::size_t i = 0; i < table.size(); ++i) {
            if (!texts_[i].empty()) {
                settings.flags.push_back({std::string(table[i].name), texts_[i], configuration::flag_of(table[i])});
            }
        }
        return settings;
    }

  private:
    static void add_option(CLI::App& app, const Setting& setting, std::vector<std::string>& texts) {
        const std::string fallback = configuration::default_of(setting);
        auto* option =
            app.add_option(configuration::flag_of(setting), texts,
                           std::string(setting.help) + " [" + configuration::environment_variable_of(setting) + "]");
        option->type_name(setting.values + (fallback.empty() ? "" : " (" + fallback + ")"));
        option->type_size(1)->expected(1,
                                       configuration::takes_files(setting) ? CLI::detail::expected_max_vector_size : 1);
        option->take_all();
    }

    std::string file_;
    std::vector<std::vector<std::string>> texts_;
};

/// As it is called: `gridlore mapping check`.
std::string full_name(const CLI::App& command) {
    return command.get_parent() == nullptr ? "gridlore" : full_name(*command.get_parent()) + " " + command.get_name();
}

/// What nobody asked for, each with the nearest flag that exists.
std::string unknown_arguments(const CLI::App& command, const std::vector<std::string>& extras) {
    std::vector<std::string> flags;
    for (const CLI::Option* option : command.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            flags.push_back("--" + name);
        }
    }
    std::string text;
    for (const std::string& extra : extras) {
        const std::string name = extra.substr(0, extra.find('='));
        const auto nearest = extra.starts_with("-") ? nearest_name(name, flags) : std::nullopt;
        text +=
            "gridlore: unknown argument '" + extra + "'" + (nearest ? ": did you mean " + *nearest + "?" : "") + "\n";
    }
    return text + "See: " + full_name(command) + " --help\n";
}

class Parser {
  public:
    Parser() : app_(std::string(about_text), "gridlore") {
        app_.footer(std::string(main_footer));
        app_.set_version_flag("--version", "gridlore " GRIDLORE_VERSION);
        serve_ = add_command("serve", "Run the server", serve_footer);
        serve_flags_.add_to(*serve_);
        config_ = add_command("config", "Show every setting in force and where it came from", config_footer);
        config_->add_flag("--json", config_command_.json, "Print one JSON document and nothing else");
        config_->add_flag("--markdown", config_command_.markdown, "Print the table of all settings instead");
        config_flags_.add_to(*config_);
        ask_ = add_command("ask", "Ask the knowledge bases of a running server", ask_footer);
        add_ask(*ask_, ask_options_);
        post_ = add_command("post", "Post bindings to the knowledge bases of a running server", post_footer);
        add_post(*post_, post_options_);
        interactions_ = add_command("interactions", "List knowledge bases and what they can do", interactions_footer);
        add_interactions(*interactions_, interactions_options_);
        add_store_commands();
        add_mapping_commands();
    }

    Command parse(std::vector<std::string> arguments) {
        std::reverse(arguments.begin(), arguments.end());  // the parser takes them from the back
        try {
            app_.parse(std::move(arguments));
        } catch (const CLI::CallForHelp&) {
            return Message{app_.help(), ExitCode::Success};  // that of the chosen command
        } catch (const CLI::CallForVersion& version) {
            return Message{std::string(version.what()) + "\n", ExitCode::Success};
        } catch (const CLI::ParseError& error) {
            return Message{"gridlore: " + std::string(error.what()) + "\nSee: " + full_name(*chosen()) + " --help\n",
                           ExitCode::WrongUsage};
        }
        return command();
    }

  private:
    CLI::App* add_command(const std::string& name, const std::string& what, std::string_view footer) {
        return add_command(app_, name, what, footer);
    }
    static CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& what,
                                 std::string_view footer) {
        CLI::App* command = parent.add_subcommand(name, what);
        command->footer(std::string(footer));
        command->allow_extras();
        command->get_formatter()->column_width(40);
        return command;
    }

    /// A command on a store: `add` declares what is its own.
    template <typename Options, typename Add>
    void add_store_command(const std::string& name, const std::string& what, std::string_view footer, Options& options,
                           Add add) {
        CLI::App* command = add_command(name, what, footer);
        add(*command, options);
        auto flags = std::make_shared<StoreFlags>(options.store);
        flags->add_to(*command);
        commands_.emplace(command, [&options, flags]() -> Command {
            flags->apply();
            return options;
        });
    }

    void add_store_commands() {
        add_store_command("import", "Store files of RDF", import_footer, import_options_, add_import);
        add_store_command("export", "Write graphs of the store", export_footer, export_options_, add_export);
        add_store_command("query", "Answer a SPARQL query from the store", query_footer, query_options_, add_query);
        add_store_command("update", "Change the store by a SPARQL update", update_footer, update_options_, add_update);
        add_store_command(
            "backup", "Copy the store", backup_footer, backup_options_,
            [](CLI::App& app, commands::BackupOptions& options) {
                app.add_option("target", options.target,
                               "A new folder for the copy; with --server its name, in the server's folder for backups")
                    ->required()
                    ->type_name("FOLDER");
            });
        add_store_command("check", "Verify the store", check_footer, check_options_,
                          [](CLI::App&, commands::CheckOptions&) {});
    }

    template <typename Options, typename Add>
    void add_mapping_command(CLI::App& mapping, const std::string& name, const std::string& what, Options& options,
                             Add add) {
        CLI::App* command = add_command(mapping, name, what, "");
        add(*command, options);
        commands_.emplace(command, [&options]() -> Command { return options; });
    }

    void add_mapping_commands() {
        CLI::App* mapping = add_command("mapping", "Write and try mapping documents", mapping_footer);
        add_mapping_command(*mapping, "check", "Say what is wrong with documents, and how to mend it", mapping_check_,
                            add_mapping_check);
        add_mapping_command(*mapping, "lift", "Make triples or bindings of JSON, quads of what RML reads",
                            mapping_lift_, add_mapping_lift);
        add_mapping_command(*mapping, "explain", "Say where triples come from", mapping_explain_, add_mapping_explain);
        add_mapping_command(*mapping, "lower", "Make JSON of triples or bindings", mapping_lower_, add_mapping_lower);
        add_mapping_command(*mapping, "new", "Draft a document from a payload", mapping_new_, add_mapping_new);
        add_mapping_command(*mapping, "coverage", "Show which field becomes what", mapping_coverage_,
                            add_mapping_coverage);
        commands_.emplace(mapping, [mapping]() -> Command { return Message{mapping->help(), ExitCode::WrongUsage}; });
    }

    /// The innermost command.
    CLI::App* chosen() {
        CLI::App* command = &app_;
        for (auto commands = command->get_subcommands(); !commands.empty(); commands = command->get_subcommands()) {
            command = commands.front();
        }
        return command;
    }

    Command command() {
        CLI::App* const chosen_command = chosen();
        if (chosen_command == &app_) {
            return Message{app_.help(), ExitCode::WrongUsage};
        }
        if (const auto extras = chosen_command->remaining(); !extras.empty()) {
            return Message{unknown_arguments(*chosen_command, extras), ExitCode::WrongUsage};
        }
        if (const auto it = commands_.find(chosen_command); it != commands_.end()) {
            return it->second();
        }
        if (chosen_command == serve_) {
            return ServeCommand{serve_flags_.values()};
        }
        if (chosen_command == config_) {
            config_command_.settings = config_flags_.values();
            return config_command_;
        }
        if (chosen_command == ask_) {
            return ask_options_;
        }
        if (chosen_command == post_) {
            return post_options_;
        }
        return interactions_options_;
    }

    CLI::App app_;
    CLI::App* serve_ = nullptr;
    CLI::App* config_ = nullptr;
    CLI::App* ask_ = nullptr;
    CLI::App* post_ = nullptr;
    CLI::App* interactions_ = nullptr;
    SettingFlags serve_flags_;
    SettingFlags config_flags_;
    ConfigCommand config_command_;
    terminal::AskOptions ask_options_;
    terminal::PostOptions post_options_;
    terminal::InteractionsOptions interactions_options_;
    commands::ImportOptions import_options_;
    commands::ExportOptions export_options_;
    commands::QueryOptions query_options_;
    commands::UpdateOptions update_options_;
    commands::BackupOptions backup_options_;
    commands::CheckOptions check_options_;
    mapping_commands::CheckOptions mapping_check_;
    mapping_commands::LiftOptions mapping_lift_;
    mapping_commands::ExplainOptions mapping_explain_;
    mapping_commands::LowerOptions mapping_lower_;
    mapping_commands::NewOptions mapping_new_;
    mapping_commands::CoverageOptions mapping_coverage_;
    std::map<const CLI::App*, std::function<Command()>> commands_;
};

}  // namespace

Command parse_command_line(const std::vector<std::string>& arguments) {
    // Requests and messages are made of them, and those are UTF-8.
    if (const auto broken = std::ranges::find_if_not(arguments, rdf::is_valid_utf8); broken != arguments.end()) {
        return Message{"gridlore: argument " + std::to_string(broken - arguments.begin() + 1) + " is not valid UTF-8\n",
                       ExitCode::WrongUsage};
    }
    return Parser().parse(arguments);
}

}  // namespace gridlore::program
