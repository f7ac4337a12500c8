#include "adapter/main/commands/complaint.h"
#include "adapter/main/mapping/commands.h"
#include "adapter/main/mapping/documents.h"
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
    return ExitCode::Success;
}

}  // namespace gridlore::mapping_commands
