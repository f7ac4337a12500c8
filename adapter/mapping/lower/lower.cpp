#include "adapter/mapping/lower/lower.h"

#include <algorithm>
#include <utility>

#include "adapter/mapping/lower/json_writer.h"
#include "adapter/mapping/lower/lowered_rows.h"

namespace gridlore::mapping {
namespace {

constexpr std::size_t piece_bytes = std::size_t{64} << 10;

}  // namespace

Result<std::string> lower(const Document& document, const PartRows& rows, const LowerOptions& options) {
    const auto prepared = prepare_rows(document, rows, options);
    if (!prepared) {
        return prepared.error();
    }
    return write_json(document, *prepared);
}

Result<void> lower(const Document& document, const PartRows& rows, const TextSink& sink, const LowerOptions& options) {
    const auto json = lower(document, rows, options);
    if (!json) {
        return json.error();
    }
    for (std::string_view rest = *json; !rest.empty(); rest.remove_prefix(std::min(piece_bytes, rest.size()))) {
        if (Result<void> taken = sink(rest.substr(0, piece_bytes)); !taken) {
            return taken;
        }
    }
    return {};
}

}  // namespace gridlore::mapping
