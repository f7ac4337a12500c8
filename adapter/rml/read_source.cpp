#include "adapter/rml/read_source.h"
#include "adapter/rml/first_error.h"

#include <utility>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rml {
namespace {

constexpr std::string_view csvw_url = "http://www.w3.org/ns/csvw#url";
constexpr std::string_view csvw_null = "http://www.w3.org/ns/csvw#null";
constexpr std::string_view csvw_dialect = "http://www.w3.org/ns/csvw#dialect";
constexpr std::string_view csvw_delimiter = "http://www.w3.org/ns/csvw#delimiter";
constexpr std::string_view csvw_encoding = "http://www.w3.org/ns/csvw#encoding";

bool is_rml(const rdf::Term& term, std::string_view name) {
    return term.is_iri() && in_new_vocabulary(term.text) == std::string(rml_ns) + std::string(name);
}

class Reader {
  public:
    explicit Reader(const MappingGraph& graph) : graph_(graph) {}

    Result<LogicalSource> run(const rdf::Term& node) {
        auto known =
            graph_.check_properties(node, "the logical source", {"source", "referenceFormulation", "iterator"});
        const auto source = graph_.value(node, "source");
        const auto formulation = graph_.value(node, "referenceFormulation");
        const auto iterator = graph_.value(node, "iterator");
        if (const Error* const error = first_error(known, source, formulation, iterator)) {
            return *error;
        }
        if (!*source) {
            return invalid_input("the logical source has no rml:source");
        }
        made_.iterator = *iterator ? (*iterator)->text : "";
        auto read = read_file(**source);
        if (!read) {
            return std::move(read).error();
        }
        auto formulated = read_formulation(*formulation);
        if (!formulated) {
            return std::move(formulated).error();
        }
        return std::move(made_);
    }

  private:
    Result<void> read_file(const rdf::Term& node) {
        if (node.is_literal()) {
            made_.file = node.text;
            return {};
        }
        auto known = graph_.check_properties(node, "the source", {"path", "root", "null", "encoding", "compression"});
        const auto path = graph_.value(node, graph_.has(node, csvw_url) ? csvw_url : std::string_view("path"));
        if (const Error* const error = first_error(known, path)) {
            return *error;
        }
        if (!*path) {
            return invalid_input("the source " + rdf::to_text(node) +
                                 " is no file: expected an rml:RelativePathSource with rml:path, or a csvw:Table");
        }
        made_.file = (*path)->text;
        for (const auto& property : {std::string_view("null"), csvw_null}) {
            for (const rdf::Term& value : graph_.values(node, property)) {
                made_.nulls.push_back(value.text);
            }
        }
        if (auto plain = check_plain(node); !plain) {
            return plain;
        }
        return read_dialect(node);
    }

    /// The file lies where the mapping does, in UTF-8 and not compressed.
    Result<void> check_plain(const rdf::Term& node) const {
        for (const rdf::Term& root : graph_.values(node, "root")) {
            if (!is_rml(root, "MappingDirectory") && !is_rml(root, "CurrentWorkingDirectory")) {
                return invalid_input("rml:root has " + rdf::to_text(root) +
                                     ": sources are found beside the mapping, rml:MappingDirectory");
            }
        }
        for (const rdf::Term& encoding : graph_.values(node, "encoding")) {
            if (!is_rml(encoding, "UTF-8")) {
                return invalid_input("rml:encoding has " + rdf::to_text(encoding) + ": expected rml:UTF-8");
            }
        }
        for (const rdf::Term& compression : graph_.values(node, "compression")) {
            if (!is_rml(compression, "none")) {
                return invalid_input("rml:compression has " + rdf::to_text(compression) +
                                     ": unpack the source, and leave it out");
            }
        }
        return {};
    }

    Result<void> read_dialect(const rdf::Term& node) {
        const auto dialect = graph_.value(node, csvw_dialect);
        if (!dialect || !*dialect) {
            return dialect ? Result<void>() : dialect.error();
        }
        const auto delimiter = graph_.value(**dialect, csvw_delimiter);
        const auto encoding = graph_.value(**dialect, csvw_encoding);
        if (const Error* const error = first_error(delimiter, encoding)) {
            return *error;
        }
        if (*encoding && (*encoding)->text != "UTF-8" && (*encoding)->text != "utf-8") {
            return invalid_input("csvw:encoding has \"" + (*encoding)->text + "\": expected \"UTF-8\"");
        }
        if (!*delimiter) {
            return {};
        }
        if ((*delimiter)->text.size() != 1 || (*delimiter)->text.find_first_of("\"\r\n") != std::string::npos) {
            return invalid_input("csvw:delimiter has \"" + (*delimiter)->text + "\": expected one character of ASCII");
        }
        made_.delimiter = (*delimiter)->text.front();
        return {};
    }

    Result<void> read_formulation(const std::optional<rdf::Term>& node) {
        const std::optional<ReferenceFormulation> by_name = formulation_of_file(made_.file);
        if (!node && !by_name) {
            return invalid_input(
                "the logical source has no rml:referenceFormulation: expected rml:CSV, rml:JSONPath or "
                "rml:XPath");
        }
        if (!node) {
            made_.formulation = *by_name;
        } else if (is_rml(*node, "CSV")) {
            made_.formulation = ReferenceFormulation::Csv;
        } else if (is_rml(*node, "JSONPath")) {
            made_.formulation = ReferenceFormulation::JsonPath;
        } else if (is_rml(*node, "XPath")) {
            made_.formulation = ReferenceFormulation::XPath;
        } else if (graph_.has(*node, "namespace")) {
            made_.formulation = ReferenceFormulation::XPath;
            return read_namespaces(*node);
        } else {
            return invalid_input("rml:referenceFormulation has " + rdf::to_text(*node) +
                                 ": expected rml:CSV, rml:JSONPath or rml:XPath");
        }
        return {};
    }

    Result<void> read_namespaces(const rdf::Term& formulation) {
        for (const rdf::Term& node : graph_.values(formulation, "namespace")) {
            const auto prefix = graph_.value(node, "namespacePrefix");
            const auto iri = graph_.value(node, "namespaceURL");
            if (!prefix || !iri || !*prefix || !*iri) {
                return invalid_input("rml:namespace needs one rml:namespacePrefix and one rml:namespaceURL");
            }
            made_.namespaces[(*prefix)->text] = (*iri)->text;
        }
        return {};
    }

    const MappingGraph& graph_;
    LogicalSource made_;
};

}  // namespace

std::optional<ReferenceFormulation> formulation_of_file(std::string_view file) {
    if (file.ends_with(".csv")) {
        return ReferenceFormulation::Csv;
    }
    if (file.ends_with(".json")) {
        return ReferenceFormulation::JsonPath;
    }
    return file.ends_with(".xml") ? std::optional(ReferenceFormulation::XPath) : std::nullopt;
}

Result<LogicalSource> read_source(const MappingGraph& graph, const rdf::Term& node, bool has_natural_types) {
    auto made = Reader(graph).run(node);
    if (made) {
        made->has_natural_types = has_natural_types;
    }
    return made;
}

}  // namespace gridlore::rml
