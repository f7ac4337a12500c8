/// Results of queries, in the format that the first byte chooses: what is read is written, in each format that can hold
/// it, and read back the same.

#include <string>
#include <string_view>

#include "knowledge-engine/query/results/result_reader.h"
#include "knowledge-engine/query/results/result_writer.h"
#include "tests/fuzz/require.h"

namespace {

using namespace gridlore;
using fuzz::require;

constexpr std::size_t cell_limit = 100'000;

/// Nothing if the format cannot hold the table.
std::optional<std::string> written(const query::ResultTable& table, query::ResultFormat format) {
    std::string document;
    const auto writer = query::make_result_writer(format, [&document](std::string_view bytes) {
        document += bytes;
        return Result<void>();
    });
    if (table.boolean) {
        return writer->boolean(*table.boolean) && writer->finish() ? std::optional(document) : std::nullopt;
    }
    require(writer->variables(table.variables).has_value());
    for (const auto& row : table.rows) {
        if (!writer->row(row)) {
            return std::nullopt;
        }
    }
    require(writer->finish().has_value());
    return document;
}

/// Names of variables as queries have them: others may hold what a format's first line cannot.
bool has_plain_names(const query::ResultTable& table) {
    for (const std::string& name : table.variables) {
        if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos) {
            return false;
        }
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const auto format = query::result_formats.at(data[0] % query::result_formats.size()).format;
    const auto table = query::read_result_table(fuzz::text_of(data + 1, size - 1), format, cell_limit);
    if (!table) {
        fuzz::require_refusal(table.error());
        return 0;
    }
    if (!has_plain_names(*table)) {
        return 0;
    }
    for (const query::ResultFormatInfo& info : query::result_formats) {
        const auto document = written(*table, info.format);
        if (document && info.format != query::ResultFormat::Csv) {
            const auto again = query::read_result_table(*document, info.format);
            require(again && *again == *table);
        }
    }
    return 0;
}
