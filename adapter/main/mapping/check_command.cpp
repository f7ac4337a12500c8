#include <map>

#include "adapter/main/commands/complaint.h"
#include "adapter/main/mapping/commands.h"
#include "adapter/main/mapping/documents.h"
#include "adapter/main/mapping/lifting.h"
#include "adapter/main/mapping/rml_check.h"
#include "adapter/main/terminal/prefixes.h"

namespace gridlore::mapping_commands {
namespace {

using program::ExitCode;

/// Checks one file after the other: ids must differ.
class Checker {
  public:
    Checker(const mapping::DeclaredTerms* declared, const terminal::Streams& streams)
        : declared_(declared), streams_(streams) {}

    bool check(const std::string& file) {
        const auto loaded = load(file, declared_, streams_);
        if (!loaded) {
            return false;
        }
        return loaded->rml != nullptr ? check_rml(*loaded) : check_mapping(*loaded);
    }

  private:
    bool check_mapping(const LoadedDocument& loaded) {
        const mapping::Document& document = *loaded.mapping;
        const auto [other, is_new] = files_by_id_.emplace(document.id, loaded.file);
        if (!is_new) {
            streams_.error << terminal::show_text(loaded.file + ": the id '" + document.id + "' is that of " +
                                                  other->second)
                           << "\n";
            return false;
        }
        streams_.out << terminal::show_text(loaded.file) << ": " << document.id << ", " << document.examples.size()
                     << (document.examples.size() == 1 ? " example" : " examples") << " there and back\n";
        return true;
    }

    bool check_rml(const LoadedDocument& loaded) {
        const auto problems =
            declared_ == nullptr ? std::vector<std::string>() : undeclared_terms(*loaded.rml, *declared_);
        for (const std::string& problem : problems) {
            streams_.error << terminal::show_text(loaded.file + ": " + problem) << "\n";
        }
        if (!problems.empty()) {
            return false;
        }
        const std::size_t count = loaded.rml->triples_maps.size();
        std::string line = loaded.file + ": RML, " + std::to_string(count) +
                           (count == 1 ? " triples map" : " triples maps") + ", reads";
        for (const std::string& source : source_names(*loaded.rml)) {
            line += " " + source;
        }
        streams_.out << terminal::show_text(line) << "\n";
        return true;
    }

    const mapping::DeclaredTerms* declared_;
    const terminal::Streams& streams_;
    std::map<std::string, std::string> files_by_id_;
};

}  // namespace

ExitCode check(const CheckOptions& options, const terminal::Streams& streams) {
    const auto declared = declared_terms(options.ontologies);
    if (!declared) {
        return commands::complain(declared.error(), streams);
    }
    Checker checker(options.ontologies.empty() ? nullptr : &*declared, streams);
    bool is_good = true;
    for (const std::string& file : options.files) {
        is_good = checker.check(file) && is_good;
    }
    if (options.ontologies.empty()) {
        streams.error << "The patterns' terms were not looked up; name ontologies with --ontology.\n";
    }
    return is_good ? ExitCode::Success : ExitCode::WrongUsage;
}

}  // namespace gridlore::mapping_commands
