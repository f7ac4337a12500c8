#include "knowledge-engine/query/results/result_format.h"

#include <utility>

namespace gridlore::query {
namespace {

constexpr std::array<std::pair<std::string_view, ResultFormat>, 4> other_names = {{
    {"srj", ResultFormat::Json},
    {"srx", ResultFormat::Xml},
    {"application/json", ResultFormat::Json},
    {"application/xml", ResultFormat::Xml},
}};

}  // namespace

std::optional<ResultFormat> result_format_of(std::string_view name) {
    for (const ResultFormatInfo& info : result_formats) {
        if (info.name == name || info.media_type == name) {
            return info.format;
        }
    }
    for (const auto& [other, format] : other_names) {
        if (other == name) {
            return format;
        }
    }
    return std::nullopt;
}

}  // namespace gridlore::query
