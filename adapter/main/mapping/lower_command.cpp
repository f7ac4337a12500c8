#include <algorithm>

#include "adapter/import/import.h"
#include "adapter/main/commands/complaint.h"
#include "adapter/main/commands/formats.h"
#include "adapter/main/mapping/bindings_text.h"
#include "adapter/main/mapping/commands.h"
#include "adapter/main/mapping/documents.h"
#include "adapter/mapping/lower/lower.h"
#include "knowledge-engine/query/evaluation/engine.h"
#include "knowledge-engine/query/syntax/parser.h"
#include "knowledge-engine/store/memory/memory_store.h"

namespace gridlore::mapping_commands {
namespace {

using program::ExitCode;

/// The solutions of a part's pattern.
class Solutions final : public query::ResultSink {
  public:
    explicit Solutions(std::size_t width) : rows_(width) {}

    Result<void> variables(const std::vector<std::string>&) override { return {}; }
    Result<void> row(Row cells) override {
        std::vector<rdf::TermView> row;
        for (const auto& cell : cells) {
            row.push_back(view_of(*cell));  // a basic graph pattern binds all
        }
        rows_.add(row);
        return {};
    }
    Result<void> boolean(bool) override { return {}; }
    Result<void> graph() override { return {}; }
    Result<void> triple(const rdf::Quad&) override { return {}; }
    mapping::Rows rows() && { return std::move(rows_); }

  private:
    mapping::Rows rows_;
};

Result<mapping::Rows> rows_of(const mapping::Document& document, const mapping::Part& part,
                              const store::Snapshot& snapshot) {
    std::string text = "SELECT DISTINCT";
    for (const std::size_t variable : part.variables) {
        text += " ?" + document.variables[variable].name;
    }
    auto query = query::parse_query(text + " { " + to_string(part.pattern) + "}");
    if (!query) {
        return std::move(query).error();
    }
    Solutions solutions(part.variables.size());
    auto answered = query::evaluate(*query, snapshot, {}, solutions);
    return answered ? Result<mapping::Rows>(std::move(solutions).rows()) : std::move(answered).error();
}

Result<mapping::PartRows> rows_of_data(const mapping::Document& document, const LowerOptions& options) {
    if (options.syntax == "bindings" || (!options.syntax && options.data.ends_with(".json"))) {
        auto text = read_payload(options.data);
        return text ? rows_of_bindings(document, *text) : Result<mapping::PartRows>(std::move(text).error());
    }
    importer::ImportOptions reading;
    reading.plain = true;
    if (options.syntax) {
        const commands::RdfFormat* format = commands::find_rdf_format(*options.syntax);
        if (format == nullptr) {
            return invalid_input("--syntax: '" + *options.syntax +
                                 "' is not known; bindings, turtle, trig, ntriples, nquads and rdfxml are");
        }
        reading.syntax = format->syntax;
    }
    const auto store = store::make_memory_store();
    if (auto imported = importer::import_file(*store, options.data, std::nullopt, reading); !imported) {
        return std::move(imported).error();
    }
    const auto snapshot = store->snapshot();
    if (!snapshot) {
        return snapshot.error();
    }
    mapping::PartRows all;
    for (const mapping::Part& part : document.parts) {
        auto rows = rows_of(document, part, **snapshot);
        if (!rows) {
            return std::move(rows).error();
        }
        all.push_back(*std::move(rows));
    }
    return all;
}

}  // namespace

ExitCode lower(const LowerOptions& options, const terminal::Streams& streams) {
    const auto document = load_document(options.document, nullptr, "gridlore mapping lower", streams);
    if (document == nullptr) {
        return ExitCode::WrongUsage;
    }
    const auto rows = rows_of_data(*document, options);
    if (!rows) {
        return commands::complain(rows.error(), streams);
    }
    if (std::ranges::all_of(*rows, [](const mapping::Rows& some) { return some.size() == 0; })) {
        streams.error << "gridlore: nothing in the data has the document's pattern\n";
        return ExitCode::NothingFound;
    }
    const auto lowered = mapping::lower(*document, *rows, [&streams](std::string_view piece) {
        streams.out << piece;
        return Result<void>();
    });
    streams.out << (lowered ? "\n" : "");
    return lowered ? ExitCode::Success : commands::complain(lowered.error(), streams);
}

}  // namespace gridlore::mapping_commands
