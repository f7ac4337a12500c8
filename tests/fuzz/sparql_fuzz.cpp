/// Queries and updates: whatever a text is, it is refused with a place or read as algebra within its limits.

#include <string>

#include "knowledge-engine/query/syntax/parser.h"
#include "tests/fuzz/require.h"

namespace {

using namespace gridlore;

void require_placed_refusal(const Error& error, std::string_view text) {
    fuzz::require_refusal(error);
    if (error.position) {
        fuzz::require(error.position->line >= 1 && error.position->column >= 1);
        fuzz::require(error.position->line + error.position->column <= text.size() + 2);
    }
}

void require_within(const query::Group& pattern, const query::ParseOptions& options) {
    fuzz::require(pattern.height >= 1 && pattern.height <= options.height);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    query::ParseOptions options;
    options.base = "http://base.example/a/b";
    options.prefixes = {{"", "urn:e:"}, {"ex", "https://e.example/"}};
    options.depth = 30;
    options.height = 200;
    options.variables = 500;
    options.operations = 1000;
    const std::string_view text = fuzz::text_of(data, size);

    if (const auto parsed = query::parse_query(text, options)) {
        fuzz::require(parsed->pattern != nullptr);
        fuzz::require(parsed->variables.size() <= options.variables);
        require_within(*parsed->pattern, options);
        for (const query::VariableId variable : parsed->projection) {
            fuzz::require(variable < parsed->variables.size());
        }
        fuzz::require(!to_string(*parsed).empty());
    } else {
        require_placed_refusal(parsed.error(), text);
    }

    if (const auto parsed = query::parse_update(text, options)) {
        for (const query::UpdateOperation& operation : parsed->operations) {
            const auto* const modify = std::get_if<query::Modify>(&operation);
            if (modify != nullptr && modify->pattern) {
                require_within(*modify->pattern, options);
            }
        }
        fuzz::require(to_string(*parsed).empty() == parsed->operations.empty());
    } else {
        require_placed_refusal(parsed.error(), text);
    }
    return 0;
}
