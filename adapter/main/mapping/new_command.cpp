#include "adapter/main/commands/complaint.h"
#include "adapter/main/mapping/commands.h"
#include "adapter/main/mapping/documents.h"
#include "adapter/main/terminal/prefixes.h"
#include "adapter/mapping/author/draft.h"

namespace gridlore::mapping_commands {

using program::ExitCode;

ExitCode draft(const NewOptions& options, const terminal::Streams& streams) {
    const auto payload = read_payload(options.from);
    if (!payload) {
        return commands::complain(payload.error(), streams);
    }
    const auto text = mapping::draft_document(*payload, options.id);
    if (!text) {
        return commands::complain(text.error(), streams);
    }
    streams.out << *text;
    const mapping::ReadDocument read = mapping::read_document(*text, "draft");
    for (const mapping::Problem& problem : read.problems) {
        streams.error << terminal::show_text(to_string(problem, "to be mended in the draft")) << "\n";
    }
    return ExitCode::Success;
}

}  // namespace gridlore::mapping_commands
