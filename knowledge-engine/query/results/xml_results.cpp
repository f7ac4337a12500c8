#include <expat.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>

#include "knowledge-engine/query/results/result_documents.h"
#include "knowledge-engine/query/results/results_xml.h"

namespace gridlore::query {
namespace {

/// Expat takes sizes as `int`.
constexpr std::size_t piece_size = std::size_t{1} << 20;
/// What expat puts between a namespace and a name.
constexpr char separator = ' ';

enum class Element : std::uint8_t {
    Outside,
    Sparql,
    Head,
    Variable,
    Link,
    Results,
    Result,
    Binding,
    Uri,
    BlankNode,
    Literal,
    Boolean
};

struct Nesting {
    Element parent;
    std::string_view name;
    Element element;
    bool has_text = false;
};
constexpr std::array<Nesting, 11> nestings = {{
    {Element::Outside, "sparql", Element::Sparql},
    {Element::Sparql, "head", Element::Head},
    {Element::Head, "variable", Element::Variable},
    {Element::Head, "link", Element::Link},
    {Element::Sparql, "results", Element::Results},
    {Element::Results, "result", Element::Result},
    {Element::Result, "binding", Element::Binding},
    {Element::Binding, "uri", Element::Uri, true},
    {Element::Binding, "bnode", Element::BlankNode, true},
    {Element::Binding, "literal", Element::Literal, true},
    {Element::Sparql, "boolean", Element::Boolean, true},
}};

bool is_space(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string_view::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// Called by expat, for which the depth of a document is a list. Elements of other names end the reading, so that none
/// nests deeper than the format does; so does a document type, without which there are no entities.
class XmlResults {
  public:
    explicit XmlResults(ResultSink& sink)
        : sink_(sink), parser_(XML_ParserCreateNS(nullptr, separator), XML_ParserFree) {
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), on_start, on_end);
        XML_SetCharacterDataHandler(parser_.get(), on_text);
        XML_SetStartDoctypeDeclHandler(parser_.get(), on_document_type);
    }

    Result<void> read(std::string_view document) {
        bool goes_on = true;
        while (goes_on && !document.empty()) {
            const std::string_view piece = document.substr(0, piece_size);
            goes_on = parse(piece, false);
            document.remove_prefix(piece.size());
        }
        if (goes_on) {
            parse({}, true);
        }
        return error_ ? Result<void>(*std::move(error_)) : Result<void>();
    }

  private:
    static XmlResults& self(void* data) { return *static_cast<XmlResults*>(data); }
    static void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
        self(data).start(name, attributes);
    }
    static void on_end(void* data, const XML_Char*) { self(data).end(); }
    static void on_text(void* data, const XML_Char* text, int size) {
        self(data).text({text, static_cast<std::size_t>(size)});
    }
    static void on_document_type(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        self(data).fail(invalid_input("a document type is not allowed in query results"));
    }

    bool parse(std::string_view piece, bool is_last) {
        if (XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), is_last ? 1 : 0) ==
            XML_STATUS_ERROR) {
            fail(invalid_input(std::string("the document is no valid XML: ") +
                               XML_ErrorString(XML_GetErrorCode(parser_.get()))));
        }
        return !error_;
    }

    /// The first fault counts; expat itself reports that it was stopped.
    void fail(Error error) {
        if (!error_) {
            if (error.kind == ErrorKind::InvalidInput && !error.position) {
                error.position = {XML_GetCurrentLineNumber(parser_.get()),
                                  XML_GetCurrentColumnNumber(parser_.get()) + 1};
            }
            error_ = std::move(error);
            XML_StopParser(parser_.get(), XML_FALSE);
        }
    }
    void pass(Result<void> done) {
        if (!done) {
            fail(std::move(done).error());
        }
    }

    void start(std::string_view name, const XML_Char** attributes) {
        if (error_) {
            return;
        }
        const std::string_view local = local_name(name);
        const auto* nesting =
            std::ranges::find_if(nestings, [&](const Nesting& n) { return n.parent == here() && n.name == local; });
        if (nesting == nestings.end()) {
            return fail(invalid_input("the element '" + std::string(name.substr(0, 100)) + "' has no place here"));
        }
        path_.push_back(nesting);
        text_.clear();
        begin(nesting->element, attributes);
    }

    /// Empty for a name of another namespace.
    static std::string_view local_name(std::string_view name) {
        const std::size_t at = name.rfind(separator);
        return at != std::string_view::npos && name.substr(0, at) == results_xml_namespace ? name.substr(at + 1) : "";
    }

    Element here() const { return path_.empty() ? Element::Outside : path_.back()->element; }

    void begin(Element element, const XML_Char** attributes) {
        switch (element) {
            case Element::Head:
                return once(has_head_);
            case Element::Variable:
                return add_variable(attribute(attributes, "name"));
            case Element::Results:
                once(has_result_);
                return announce();
            case Element::Boolean:
                return once(has_result_);
            case Element::Binding:
                return begin_binding(attribute(attributes, "name"));
            case Element::Uri:
            case Element::BlankNode:
            case Element::Literal:
                return begin_term(attributes);
            default:
                return;
        }
    }

    void end() {
        if (error_) {
            return;
        }
        const Nesting ended = *path_.back();
        path_.pop_back();
        switch (ended.element) {
            case Element::Uri:
            case Element::BlankNode:
            case Element::Literal:
                return end_term(ended.name);
            case Element::Binding:
                return require(column_is_bound(), "a binding has no term");
            case Element::Result:
                return end_row();
            case Element::Boolean:
                return end_boolean();
            case Element::Sparql:
                return require(has_result_, "the document has neither `results` nor `boolean`");
            default:
                return;
        }
    }

    void text(std::string_view piece) {
        if (error_) {
            return;
        }
        if (!path_.empty() && path_.back()->has_text) {
            text_ += piece;
        } else if (!is_space(piece)) {
            fail(invalid_input("text has no place here"));
        }
    }

    static std::optional<std::string> attribute(const XML_Char** attributes, std::string_view name) {
        for (; *attributes != nullptr; attributes += 2) {
            if (name == *attributes) {
                return attributes[1];
            }
        }
        return std::nullopt;
    }

    void require(bool holds, std::string_view otherwise) {
        if (!holds) {
            fail(invalid_input(std::string(otherwise)));
        }
    }
    void once(bool& seen) { require(!std::exchange(seen, true), "the document has this element twice"); }

    void add_variable(std::optional<std::string> name) {
        if (!name || !columns_.try_emplace(*name, names_.size()).second) {
            return fail(invalid_input("a variable has no name, or that of another"));
        }
        names_.push_back(*std::move(name));
    }

    void announce() {
        if (!error_) {
            cells_.resize(names_.size());
            pass(sink_.variables(names_));
        }
    }

    void begin_binding(const std::optional<std::string>& name) {
        const auto column = name ? columns_.find(*name) : columns_.end();
        if (column == columns_.end()) {
            return fail(invalid_input("a binding names no variable of `head`"));
        }
        column_ = column->second;
        if (column_is_bound()) {
            fail(invalid_input("a result binds '" + *name + "' twice"));
        }
    }
    bool column_is_bound() const { return cells_[column_].has_value(); }

    void begin_term(const XML_Char** attributes) {
        parts_ = {};
        parts_.datatype = attribute(attributes, "datatype");
        parts_.language = attribute(attributes, "http://www.w3.org/XML/1998/namespace lang");
    }

    void end_term(std::string_view kind) {
        if (column_is_bound()) {
            return fail(invalid_input("a binding has two terms"));
        }
        parts_.kind = kind;
        parts_.value = kind == "literal" ? text_ : std::string(trimmed(text_));
        auto term = term_of(std::exchange(parts_, {}));
        if (!term) {
            return fail(std::move(term).error());
        }
        cells_[column_] = *std::move(term);
        bound_.push_back(column_);
    }

    void end_row() {
        pass(sink_.row(cells_));
        for (const std::size_t column : bound_) {
            cells_[column].reset();
        }
        bound_.clear();
    }

    void end_boolean() {
        const std::string_view value = trimmed(text_);
        if (value != "true" && value != "false") {
            return fail(invalid_input("expected true or false in `boolean`"));
        }
        pass(sink_.boolean(value == "true"));
    }

    ResultSink& sink_;
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
    std::optional<Error> error_;
    std::vector<const Nesting*> path_;
    std::string text_;
    bool has_head_ = false;
    bool has_result_ = false;
    std::map<std::string, std::size_t, std::less<>> columns_;
    std::vector<std::string> names_;
    std::vector<std::optional<rdf::Term>> cells_;  ///< all unbound between rows
    std::vector<std::size_t> bound_;
    std::size_t column_ = 0;
    TermParts parts_;
};

}  // namespace

Result<void> read_xml_results(std::string_view document, ResultSink& sink) {
    return XmlResults(sink).read(document);
}

}  // namespace gridlore::query
