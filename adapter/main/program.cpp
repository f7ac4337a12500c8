#include "adapter/main/program.h"

#include "adapter/main/command_line.h"
#include "adapter/main/commands/commands.h"
#include "adapter/main/configuration/description.h"
#include "adapter/main/domain_knowledge.h"
#include "adapter/main/mapping/commands.h"
#include "adapter/main/serve.h"
#include "adapter/main/terminal/commands.h"

namespace gridlore::program {
namespace {

/// All that would keep a server from starting, and what was read on the way.
struct Preparation {
    configuration::LoadedConfiguration loaded;
    std::vector<exchange::Rule> rules;
};

Preparation prepare(const configuration::CommandLineSettings& settings) {
    Preparation preparation{configuration::load(settings, configuration::process_environment()), {}};
    DomainKnowledge knowledge = read_domain_knowledge(preparation.loaded.configuration.domain_knowledge);
    preparation.rules = std::move(knowledge.rules);
    auto& problems = preparation.loaded.problems;
    problems.insert(problems.end(), knowledge.problems.begin(), knowledge.problems.end());
    return preparation;
}

ExitCode complain(const std::vector<std::string>& problems, const terminal::Streams& streams) {
    for (const std::string& problem : problems) {
        streams.error << "gridlore: " << problem << "\n";
    }
    return ExitCode::WrongUsage;
}

class Runner {
  public:
    explicit Runner(const terminal::Streams& streams) : streams_(streams) {}

    ExitCode operator()(const Message& message) const {
        (message.code == ExitCode::Success ? streams_.out : streams_.error) << message.text;
        return message.code;
    }

    ExitCode operator()(const ServeCommand& command) const {
        Preparation preparation = prepare(command.settings);
        if (!preparation.loaded.problems.empty()) {
            return complain(preparation.loaded.problems, streams_);
        }
        return serve(preparation.loaded, preparation.rules, streams_);
    }

    ExitCode operator()(const ConfigCommand& command) const {
        if (command.markdown) {
            streams_.out << configuration::to_markdown();
            return ExitCode::Success;
        }
        const Preparation preparation = prepare(command.settings);
        streams_.out << (command.json ? configuration::to_json(preparation.loaded)
                                      : configuration::to_text(preparation.loaded));
        return preparation.loaded.problems.empty() ? ExitCode::Success
                                                   : complain(preparation.loaded.problems, streams_);
    }

    ExitCode operator()(const terminal::AskOptions& options) const { return terminal::ask(options, streams_); }
    ExitCode operator()(const terminal::PostOptions& options) const { return terminal::post(options, streams_); }
    ExitCode operator()(const terminal::InteractionsOptions& options) const {
        return terminal::list_interactions(options, streams_);
    }
    ExitCode operator()(const commands::ImportOptions& options) const {
        return commands::import_files(options, streams_);
    }
    ExitCode operator()(const commands::ExportOptions& options) const {
        return commands::export_graphs(options, streams_);
    }
    ExitCode operator()(const commands::QueryOptions& options) const { return commands::query(options, streams_); }
    ExitCode operator()(const commands::UpdateOptions& options) const { return commands::update(options, streams_); }
    ExitCode operator()(const commands::BackupOptions& options) const { return commands::backup(options, streams_); }
    ExitCode operator()(const commands::CheckOptions& options) const { return commands::check(options, streams_); }
    ExitCode operator()(const mapping_commands::CheckOptions& options) const {
        return mapping_commands::check(options, streams_);
    }
    ExitCode operator()(const mapping_commands::LiftOptions& options) const {
        return mapping_commands::lift(options, streams_);
    }
    ExitCode operator()(const mapping_commands::ExplainOptions& options) const {
        return mapping_commands::explain(options, streams_);
    }
    ExitCode operator()(const mapping_commands::LowerOptions& options) const {
        return mapping_commands::lower(options, streams_);
    }
    ExitCode operator()(const mapping_commands::NewOptions& options) const {
        return mapping_commands::draft(options, streams_);
    }
    ExitCode operator()(const mapping_commands::CoverageOptions& options) const {
        return mapping_commands::coverage(options, streams_);
    }

  private:
    const terminal::Streams& streams_;
};

}  // namespace

int run(const std::vector<std::string>& arguments, const terminal::Streams& streams) {
    const ExitCode code = std::visit(Runner(streams), parse_command_line(arguments));
    streams.out.flush();
    return static_cast<int>(code);
}

}  // namespace gridlore::program
