#include "adapter/main/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <map>
#include <memory>

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

template <typename T>
CLI::Option* add_optional(CLI::App& app, const std::string& flag, std::optional<T>& value, const std::string& help) {
    return app.add_option_function<T>(
        flag, [&value](const T& given) { value = given; }, help);
}

void add_connection(CLI::App& app, terminal::Connection& connection) {
    app.add_option("--server", connection.server, "Base address of the server's REST API")
        ->envname("GRIDLORE_SERVER")
        ->type_name("URL")
        ->capture_default_str();
    app.add_option("--timeout", connection.timeout_seconds, "How long to wait for the server")
        ->type_name("SECONDS")
        ->check(CLI::Range(1U, 86'400U))
        ->capture_default_str();
    app.add_flag("--json", connection.json, "Print one JSON document and nothing else");
}

void add_repeatable(CLI::App& app, const std::string& flag, std::vector<std::string>& values, const std::string& type,
                    const std::string& help) {
    app.add_option(flag, values, help)->type_name(type)->expected(1)->take_all();
}

void add_exchange(CLI::App& app, terminal::ExchangeOptions& options) {
    add_connection(app, options.connection);
    add_repeatable(app, "--prefix", options.prefixes, "NAME=IRI", "A prefix beside the well-known ones; repeatable");
    add_repeatable(app, "--bind", options.bindings, "VARIABLE=TERM",
                   "A value for a variable; repeatable, also for one variable (any of its values)");
    add_repeatable(app, "--to", options.recipients, "KB", "Contact this knowledge base only; repeatable");
    add_optional(app, "--level", options.level, "Reasoner level, 1 to 5")->type_name("N")->check(CLI::Range(1U, 5U));
    app.add_flag("--explain", options.explain, "Say who was asked, what matched, what did not, and why");
    app.add_flag("--meta", options.include_meta, "Match the self-descriptions of knowledge bases, too");
}

void add_ask(CLI::App& app, terminal::AskOptions& options) {
    app.add_option("pattern", options.pattern, "Graph pattern: ?m a saref:Meter")->required()->type_name("PATTERN");
    add_exchange(app, options.exchange);
    add_repeatable(app, "--range", options.ranges, "VARIABLE=FROM..UNTIL",
                   "Keep values from FROM (inclusive) until UNTIL (exclusive); either may be missing");
    app.add_flag("--gaps", options.knowledge_gaps, "Say what is missing where nobody can answer");
}

void add_post(CLI::App& app, terminal::PostOptions& options) {
    app.add_option("pattern", options.argument_pattern, "Graph pattern of what is posted")
        ->required()
        ->type_name("ARGUMENT_PATTERN");
    add_exchange(app, options.exchange);
    add_optional(app, "--result", options.result_pattern, "Graph pattern of what is wanted back")->type_name("PATTERN");
    add_optional(app, "--rows", options.rows_file, "A JSON file with the binding set; - is standard input")
        ->type_name("FILE");
}

void add_interactions(CLI::App& app, terminal::InteractionsOptions& options) {
    add_connection(app, options.connection);
    add_repeatable(app, "--prefix", options.prefixes, "NAME=IRI", "A prefix to show terms with; repeatable");
    add_optional(app, "--kb", options.knowledge_base, "This knowledge base only")->type_name("IRI");
}

/// The options of the commands on a store, which are more than one command's.
class StoreFlags {
  public:
    explicit StoreFlags(commands::StoreOptions& options) : options_(options) {}

    void add_to(CLI::App& app) {
        app.add_option("--store", place_, "The folder of the store [GRIDLORE_STORE]")
            ->type_name("FOLDER (" + configuration::default_of(*configuration::find_setting("store")) + ")");
        app.add_option("--config", file_, "A YAML file of settings, as for 'gridlore serve' [GRIDLORE_CONFIG]")
            ->type_name("FILE");
        add_optional(app, "--server", options_.server, "Work through the server at this address, which has the store")
            ->type_name("URL");
        app.add_option("--timeout", options_.timeout_seconds, "How long a query, or a call of the server, may take")
            ->type_name("SECONDS")
            ->check(CLI::Range(1U, 86'400U))
            ->capture_default_str();
    }

    void apply() {
        if (!file_.empty()) {
            options_.settings.file = file_;
        }
        if (!place_.empty()) {
            options_.settings.flags.push_back({"store", {place_}, "--store"});
        }
    }

  private:
    commands::StoreOptions& options_;
    std::string place_;
    std::string file_;
};

void add_import(CLI::App& app, commands::ImportOptions& options) {
    app.add_option("files", options.files, "Files of RDF; - is standard input")->required()->type_name("FILE...");
    add_optional(app, "--graph", options.graph, "Where quads of the default graph go")->type_name("IRI");
    app.add_option("--base", options.base, "The base of relative IRIs, instead of each file's own")->type_name("IRI");
    add_optional(app, "--syntax", options.syntax, "Instead of the one that the extension says")
        ->type_name("turtle|trig|ntriples|nquads|rdfxml");
    add_optional(app, "--units", options.units, "The units of a grid model's numbers, where its header does not tell")
        ->type_name("kv-mw|v-w|IRI");
    app.add_flag("--plain", options.plain, "Read grid models as any other RDF");
}

void add_export(CLI::App& app, commands::ExportOptions& options) {
    add_optional(app, "file", options.file, "Where to write; .gz is compressed; - or nothing is standard output")
        ->type_name("FILE");
    add_optional(app, "--graph", options.graph, "One graph only; default is the default graph")->type_name("IRI");
    add_optional(app, "--syntax", options.syntax, "Instead of the one that the extension says, or N-Quads")
        ->type_name("turtle|trig|ntriples|nquads|rdfxml");
}

void add_query(CLI::App& app, commands::QueryOptions& options) {
    app.add_option("query", options.text, "SPARQL 1.1 Query")->type_name("QUERY");
    add_optional(app, "--file", options.file, "A file of it instead; - is standard input")->type_name("FILE");
    add_repeatable(app, "--prefix", options.prefixes, "NAME=IRI", "A prefix beside the well-known ones; repeatable");
    add_optional(app, "--format", options.format, "How to write the result")->type_name("NAME");
    app.add_flag("--explain", options.explain, "Say how it would be answered instead");
}

void add_update(CLI::App& app, commands::UpdateOptions& options) {
    app.add_option("update", options.text, "SPARQL 1.1 Update")->type_name("UPDATE");
    add_optional(app, "--file", options.file, "A file of it instead; - is standard input")->type_name("FILE");
    add_repeatable(app, "--prefix", options.prefixes, "NAME=IRI", "A prefix beside the well-known ones; repeatable");
}

void add_ontologies(CLI::App& app, std::vector<std::string>& ontologies) {
    add_repeatable(app, "--ontology", ontologies, "FILE",
                   "RDF that declares the terms which patterns may have; repeatable");
}

void add_mapping_check(CLI::App& app, mapping_commands::CheckOptions& options) {
    app.add_option("files", options.files, "Mapping documents")->required()->type_name("FILE...");
    add_ontologies(app, options.ontologies);
}

void add_payload(CLI::App& app, mapping_commands::PayloadOptions& options) {
    app.add_option("document", options.document, "The mapping document")->required()->type_name("DOCUMENT");
    app.add_option("payload", options.payload, "A file of JSON; - or nothing is standard input")->type_name("FILE");
    add_repeatable(app, "--given", options.given, "VARIABLE=VALUE", "What the payload was asked with; repeatable");
    app.add_flag("--tolerant", options.tolerant, "Let missing and superfluous commas pass, and remarks behind values");
}

void add_mapping_lift(CLI::App& app, mapping_commands::LiftOptions& options) {
    add_payload(app, options.payload);
    add_optional(app, "--format", options.format, "How to write what comes of it, instead of turtle")
        ->type_name("bindings|turtle|trig|ntriples|nquads|rdfxml");
}

void add_mapping_lower(CLI::App& app, mapping_commands::LowerOptions& options) {
    app.add_option("document", options.document, "The mapping document")->required()->type_name("DOCUMENT");
    app.add_option("data", options.data, "A file of RDF, or of bindings (.json); - or nothing is standard input")
        ->type_name("FILE");
    add_optional(app, "--syntax", options.syntax, "Instead of the one that the extension says")
        ->type_name("bindings|turtle|trig|ntriples|nquads|rdfxml");
}

void add_mapping_new(CLI::App& app, mapping_commands::NewOptions& options) {
    app.add_option("--from", options.from, "A payload as an example; - is standard input")
        ->required()
        ->type_name("FILE");
    app.add_option("--id", options.id, "The document's id")->type_name("ID")->capture_default_str();
}

void add_mapping_coverage(CLI::App& app, mapping_commands::CoverageOptions& options) {
    app.add_option("files", options.files, "Mapping documents")->required()->type_name("FILE...");
    add_ontologies(app, options.ontologies);
    app.add_flag("--json", options.json, "Print one JSON document and nothing else");
}

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
        add_mapping_command(*mapping, "lift", "Make triples or bindings of JSON", mapping_lift_, add_mapping_lift);
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
