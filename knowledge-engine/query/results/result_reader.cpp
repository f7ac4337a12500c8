#include "knowledge-engine/query/results/result_reader.h"

#include <utility>

#include "knowledge-engine/query/results/result_documents.h"
#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::query {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Collects a result.
class TableSink final : public ResultSink {
  public:
    explicit TableSink(std::size_t cells) : limit_(cells), left_(cells) {}

    Result<void> variables(const std::vector<std::string>& names) override {
        table.variables = names;
        return {};
    }
    Result<void> row(Row cells) override {
        const std::size_t size = cells.size() + 1;  // a row without cells takes room, too
        if (size > left_) {
            return Error{ErrorKind::LimitExceeded,
                         "The result has more than " + std::to_string(limit_) + " cells, which is the limit."};
        }
        left_ -= size;
        table.rows.emplace_back(cells.begin(), cells.end());
        return {};
    }
    Result<void> boolean(bool value) override {
        table.boolean = value;
        return {};
    }
    Result<void> graph() override { return {}; }
    Result<void> triple(const rdf::Quad&) override { return {}; }

    ResultTable table;

  private:
    const std::size_t limit_;
    std::size_t left_;
};

Result<std::string> iri_of(std::string text) {
    if (text.empty() || !rdf::has_only_iri_characters(text)) {
        return invalid_input("'" + text.substr(0, 100) + "' is no IRI.");
    }
    return text;
}

Result<rdf::Term> literal_of(TermParts parts) {
    if (parts.language && !parts.language->empty()) {
        if (!rdf::is_language_tag(*parts.language)) {
            return invalid_input("'" + parts.language->substr(0, 100) + "' is no language tag.");
        }
        if (parts.datatype && *parts.datatype != rdf::rdf_lang_string) {
            return invalid_input("A literal has either a language or a datatype, not both.");
        }
        return rdf::Term::language_string(*std::move(parts.value), *parts.language);
    }
    if (!parts.datatype) {
        return rdf::Term::string(*std::move(parts.value));
    }
    auto datatype = iri_of(*std::move(parts.datatype));
    if (!datatype) {
        return std::move(datatype).error();
    }
    if (*datatype == rdf::rdf_lang_string) {
        return invalid_input("A literal of datatype rdf:langString has a language.");
    }
    return rdf::Term::literal(*std::move(parts.value), *std::move(datatype));
}

}  // namespace

rdf::Term blank_node_of(std::string label) {
    if (rdf::is_blank_node_label(label)) {
        return rdf::Term::blank_node(std::move(label));
    }
    constexpr std::string_view hex = "0123456789abcdef";
    std::string usable = "x";
    for (const char c : label) {
        const auto byte = static_cast<unsigned char>(c);
        usable.append({hex[byte >> 4], hex[byte & 15]});
    }
    return rdf::Term::blank_node(std::move(usable));
}

Result<rdf::Term> term_of(TermParts parts) {
    if (!parts.value) {
        return invalid_input("A term of the result has no value.");
    }
    if (parts.kind == "literal" || parts.kind == "typed-literal") {
        return literal_of(std::move(parts));
    }
    if (parts.datatype || parts.language) {
        return invalid_input("Only a literal has a datatype or a language.");
    }
    if (parts.kind == "bnode") {
        return blank_node_of(*std::move(parts.value));
    }
    if (parts.kind != "uri") {
        return invalid_input("A term of the result is of the kind '" + parts.kind.substr(0, 100) +
                             "'; expected uri, bnode or literal.");
    }
    auto iri = iri_of(*std::move(parts.value));
    if (!iri) {
        return std::move(iri).error();
    }
    return rdf::Term::iri(*std::move(iri));
}

Result<void> read_results(std::string_view document, ResultFormat format, ResultSink& sink) {
    if (format == ResultFormat::Xml) {
        return read_xml_results(document, sink);  // in any encoding that it declares
    }
    if (document.starts_with(byte_order_mark)) {
        document.remove_prefix(byte_order_mark.size());
    }
    if (auto fault = rdf::check_utf8(document)) {
        return *std::move(fault);
    }
    if (format == ResultFormat::Json) {
        return read_json_results(document, sink);
    }
    return format == ResultFormat::Csv ? read_csv_results(document, sink) : read_tsv_results(document, sink);
}

Result<ResultTable> read_result_table(std::string_view document, ResultFormat format, std::size_t cells) {
    TableSink sink(cells);
    if (auto read = read_results(document, format, sink); !read) {
        return std::move(read).error();
    }
    return std::move(sink.table);
}

}  // namespace gridlore::query
