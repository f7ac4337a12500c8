/// The formats in which solutions and truth values travel: SPARQL 1.1 Query Results JSON, XML, CSV and TSV. Pure
/// functions; safe from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gridlore::query {

enum class ResultFormat : std::uint8_t { Json, Xml, Csv, Tsv };

struct ResultFormatInfo {
    ResultFormat format;
    std::string_view name;        ///< `json`: for command lines, and the extension of files
    std::string_view media_type;  ///< the registered one
    bool has_boolean;             ///< whether the result of ASK can be written in it
};

inline constexpr std::array<ResultFormatInfo, 4> result_formats = {{
    {ResultFormat::Json, "json", "application/sparql-results+json", true},
    {ResultFormat::Xml, "xml", "application/sparql-results+xml", true},
    {ResultFormat::Csv, "csv", "text/csv", false},
    {ResultFormat::Tsv, "tsv", "text/tab-separated-values", false},
}};

constexpr const ResultFormatInfo& info_of(ResultFormat format) {
    return result_formats[static_cast<std::size_t>(format)];  // NOLINT(*-constant-array-index): one row for each
}

/// By `name`, a media type without parameters, or an extension as the W3C's suites have them (`srj`, `srx`).
std::optional<ResultFormat> result_format_of(std::string_view name);

}  // namespace gridlore::query
