#include "adapter/import/cim_tables.h"

#include <map>

#include "knowledge-engine/base/embedded_file.h"
#include "knowledge-engine/rdf/namespaces.h"

GRIDLORE_EMBED(cim_models, GRIDLORE_CIM_TABLES "/cim-models.tsv");
GRIDLORE_EMBED(cim_datatypes, GRIDLORE_CIM_TABLES "/cim-datatypes.tsv");

namespace gridlore::importer {
namespace {

using Fields = std::vector<std::string_view>;
using Prefixes = std::map<std::string_view, std::string_view>;

/// The fields of each line that is no comment.
std::vector<Fields> lines_of(std::string_view table) {
    std::vector<Fields> lines;
    while (!table.empty()) {
        std::string_view line = table.substr(0, table.find('\n'));
        table.remove_prefix(std::min(table.size(), line.size() + 1));
        if (line.empty() || line.front() == '#') {
            continue;
        }
        Fields& fields = lines.emplace_back();
        while (true) {
            const auto tab = line.find('\t');
            fields.push_back(line.substr(0, tab));
            if (tab == std::string_view::npos) {
                break;
            }
            line.remove_prefix(tab + 1);
        }
    }
    return lines;
}

std::string iri_of(std::string_view name, const Prefixes& prefixes) {
    const auto colon = name.find(':');
    return std::string(prefixes.at(name.substr(0, colon))) + std::string(name.substr(colon + 1));
}

void read_models(CimTables& tables) {
    const std::map<std::string_view, std::unordered_map<std::string, std::string>*> kinds = {
        {"alias", &tables.aliases}, {"inverse", &tables.inverses}, {"units", &tables.units}};
    Prefixes prefixes;
    for (const Fields& fields : lines_of(GRIDLORE_EMBEDDED(cim_models))) {
        if (fields[0] == "prefix") {
            prefixes.emplace(fields[1], fields[2]);
        } else if (fields[0] == "namespace") {
            tables.namespaces.emplace_back(fields[1], fields[2]);
            tables.of_models.push_back(fields[1]);
        } else {
            kinds.at(fields[0])->emplace(iri_of(fields[1], prefixes), iri_of(fields[2], prefixes));
        }
    }
}

void read_datatypes(CimTables& tables) {
    Prefixes prefixes;
    for (const Fields& fields : lines_of(GRIDLORE_EMBEDDED(cim_datatypes))) {
        if (fields[0].starts_with('@')) {
            prefixes.emplace(fields[0].substr(1), fields[1]);
            tables.of_models.push_back(fields[1]);
        } else {
            tables.datatypes.emplace(iri_of(fields[0], prefixes), std::string(rdf::xsd_ns) + std::string(fields[1]));
        }
    }
}

}  // namespace

const CimTables& cim_tables() {
    static const CimTables tables = [] {
        CimTables read;
        read_models(read);
        read_datatypes(read);
        return read;
    }();
    return tables;
}

}  // namespace gridlore::importer
