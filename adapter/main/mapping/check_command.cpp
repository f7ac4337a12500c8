#include "adapter/main/commands/complaint.h"
#include "adapter/main/mapping/commands.h"
#include "adapter/main/mapping/documents.h"
#include "adapter/main/terminal/prefixes.h"

namespace gridlore::mapping_commands {

using program::ExitCode;

ExitCode check(const CheckOptions& options, const terminal::Streams& streams) {
    const auto declared = declared_terms(options.ontologies);
    if (!declared) {
        return commands::complain(declared.error(), streams);
    }
    std::map<std::string, std::string> files_by_id;
    std::size_t good = 0;
    for (const std::string& file : options.files) {
        const auto document = load_document(file, options.ontologies.empty() ? nullptr : &*declared, streams);
        if (document == nullptr) {
            continue;
        }
        const auto [other, is_new] = files_by_id.emplace(document->id, file);
        if (!is_new) {
            streams.error << terminal::show_text(file + ": the id '" + document->id + "' is that of " + other->second)
                          << "\n";
            continue;
        }
        ++good;
        streams.out << terminal::show_text(file) << ": " << document->id << ", " << document->examples.size()
                    << (document->examples.size() == 1 ? " example" : " examples") << " there and back\n";
    }
    if (options.ontologies.empty()) {
        streams.error << "The patterns' terms were not looked up; name ontologies with --ontology.\n";
    }
    return good == options.files.size() ? ExitCode::Success : ExitCode::WrongUsage;
}

}  // namespace gridlore::mapping_commands
