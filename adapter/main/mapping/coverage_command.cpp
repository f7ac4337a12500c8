#include "adapter/mapping/author/coverage.h"

#include <nlohmann/json.hpp>

#include "adapter/main/commands/complaint.h"
#include "adapter/main/mapping/commands.h"
#include "adapter/main/mapping/documents.h"
#include "adapter/main/terminal/prefixes.h"
#include "adapter/main/terminal/table.h"

namespace gridlore::mapping_commands {
namespace {

using nlohmann::ordered_json;
using program::ExitCode;

ordered_json to_json(const mapping::Field& field) {
    ordered_json json = {{"path", field.path}, {"optional", field.is_optional}};
    json["variable"] = field.variable.empty() ? ordered_json() : ordered_json(field.variable);
    json["term"] = field.term;
    json["triples"] = field.triples;
    return json;
}

std::string joined(const std::vector<std::string>& triples) {
    std::string text;
    for (const std::string& triple : triples) {
        text += (text.empty() ? "" : " . ") + triple;
    }
    return text;
}

/// Triples of what is made of others would say it all again.
terminal::Table table_of(const std::vector<mapping::Field>& fields) {
    terminal::Table table{{"field", "variable", "term", "triples"}, {}};
    for (const mapping::Field& field : fields) {
        table.rows.push_back({field.path + (field.is_optional ? " (optional)" : ""),
                              field.variable.empty() ? "" : "?" + field.variable, field.term,
                              field.path.empty() ? "" : joined(field.triples)});
    }
    return table;
}

}  // namespace

ExitCode coverage(const CoverageOptions& options, const terminal::Streams& streams) {
    const auto declared = declared_terms(options.ontologies);
    if (!declared) {
        return commands::complain(declared.error(), streams);
    }
    ordered_json all = ordered_json::array();
    bool is_good = true;
    for (const std::string& file : options.files) {
        const auto document = load_document(file, options.ontologies.empty() ? nullptr : &*declared,
                                            "gridlore mapping coverage", streams);
        is_good = is_good && document != nullptr;
        if (document == nullptr) {
            continue;
        }
        std::vector<mapping::Field> fields = mapping::fields_of(*document);
        const std::vector<mapping::Field> others = mapping::other_variables_of(*document);
        if (options.json) {
            ordered_json& of_file = all.emplace_back(ordered_json{{"id", document->id}, {"file", file}});
            for (const mapping::Field& field : fields) {
                of_file["fields"].push_back(to_json(field));
            }
            for (const mapping::Field& field : others) {
                of_file["others"].push_back(to_json(field));
            }
            continue;
        }
        fields.insert(fields.end(), others.begin(), others.end());
        streams.out << document->id << " (" << terminal::show_text(file) << ")\n"
                    << to_string(table_of(fields), streams.style) << "\n";
    }
    if (options.json) {
        streams.out << all.dump(2) << "\n";
    }
    return is_good ? ExitCode::Success : ExitCode::WrongUsage;
}

}  // namespace gridlore::mapping_commands
