#include "adapter/mapping/lower/lower.h"

#include <algorithm>
#include <utility>

#include "adapter/mapping/lower/json_writer.h"
#include "adapter/mapping/lower/lowered_rows.h"

namespace gridlore::mapping {
namespace {

constexpr std::size_t piece_bytes = std::size_t{64} << 10;

/// Of rows of that part: what is written, sorts, joins or is compared.
std::vector<std::size_t> variables_of(const Document& document, const Part& part, const PartPlan& plan) {
    std::vector<bool> columns(part.variables.size(), false);
    for (const std::size_t column : plan.constants) {
        columns[column] = true;
    }
    const auto add = [&](const Source& source) {
        if (source.column) {
            columns[*source.column] = true;
        }
    };
    for (const Slot& slot : plan.slots) {
        add(slot.source);
    }
    for (const Reading& reading : plan.readings) {
        add(reading.source);
        for (const std::size_t made_of : document.variables[reading.variable].parts_of_iri) {
            if (const auto column = std::ranges::find(part.variables, made_of); column != part.variables.end()) {
                columns[static_cast<std::size_t>(column - part.variables.begin())] = true;
            }
        }
    }
    std::vector<std::size_t> variables;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        if (columns[column]) {
            variables.push_back(part.variables[column]);
        }
    }
    return variables;
}

}  // namespace

std::vector<std::vector<std::size_t>> variables_of_lowering(const Document& document) {
    const auto plan = plan_lowering(document);
    std::vector<std::vector<std::size_t>> variables;
    for (std::size_t part = 0; part < document.parts.size(); ++part) {
        variables.push_back(plan ? variables_of(document, document.parts[part], plan->parts[part])
                                 : document.parts[part].variables);
    }
    return variables;
}

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
