#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <algorithm>
#include <limits>
#include <mutex>

#include "adapter/rml/records.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rml {
namespace {

struct Free {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
    void operator()(xmlParserCtxt* parser) const { xmlFreeParserCtxt(parser); }
    void operator()(xmlXPathContext* context) const { xmlXPathFreeContext(context); }
    void operator()(xmlXPathCompExpr* path) const { xmlXPathFreeCompExpr(path); }
    void operator()(xmlXPathObject* object) const { xmlXPathFreeObject(object); }
    void operator()(xmlChar* text) const { xmlFree(text); }
};
template <typename Thing>
using Owned = std::unique_ptr<Thing, Free>;

const xmlChar* xml_text(const std::string& text) {
    return reinterpret_cast<const xmlChar*>(text.c_str());
}

void initialize() {
    static std::once_flag once;
    std::call_once(once, xmlInitParser);
}

std::string said(const xmlError* error) {
    std::string text = error == nullptr || error->message == nullptr ? "unknown error" : error->message;
    while (text.ends_with('\n')) {
        text.pop_back();
    }
    return text.substr(0, rdf::first_invalid_utf8(text)).substr(0, 300);
}

/// Entities are what XML bombs and stolen files are made of: the first that is declared ends the reading.
void refuse_entity(void* parser, const xmlChar*, int, const xmlChar*, const xmlChar*, xmlChar*) {
    auto* const context = static_cast<xmlParserCtxt*>(parser);
    *static_cast<bool*>(context->_private) = true;
    xmlStopParser(context);
}

Result<Owned<xmlDoc>> parse(std::string_view content) {
    if (content.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        return Error{ErrorKind::LimitExceeded, "the XML is longer than the limit of 2 GiB"};
    }
    const Owned<xmlParserCtxt> parser(xmlNewParserCtxt());
    if (parser == nullptr) {
        return Error{ErrorKind::LimitExceeded, "the XML does not fit into memory"};
    }
    bool has_entity = false;
    parser->_private = &has_entity;
    parser->sax->entityDecl = refuse_entity;
    constexpr int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT;
    Owned<xmlDoc> document(
        xmlCtxtReadMemory(parser.get(), content.data(), static_cast<int>(content.size()), nullptr, nullptr, options));
    if (has_entity) {
        return invalid_input("the XML declares an entity, which is refused: write what it stands for in its place");
    }
    if (document == nullptr) {
        const xmlError* const error = xmlCtxtGetLastError(parser.get());
        Error refused = invalid_input("this is no XML: " + said(error));
        refused.position = TextPosition{static_cast<std::size_t>(error == nullptr ? 0 : std::max(error->line, 0)), 0};
        return refused;
    }
    return document;
}

/// libxml2 gives no text for a fault of XPath.
std::string reason_of(int code) {
    switch (code) {
        case XML_XPATH_UNDEF_PREFIX_ERROR:
            return "a prefix in it is not declared: write rml:referenceFormulation [ a rml:XPathReferenceFormulation ; "
                   "rml:namespace [ rml:namespacePrefix \"p\" ; rml:namespaceURL \"…\" ] ]";
        case XML_XPATH_UNKNOWN_FUNC_ERROR:
            return "it calls a function that XPath 1.0 does not have";
        case XML_XPATH_INVALID_ARITY:
            return "it calls a function with too few or too many arguments";
        case XML_XPATH_UNDEF_VARIABLE_ERROR:
            return "it has a variable, and there are none";
        case XML_XPATH_INVALID_TYPE:
            return "it uses a value of the wrong type";
        case static_cast<int>(XML_XPATH_EXPRESSION_OK) + static_cast<int>(XPATH_OP_LIMIT_EXCEEDED):
        case static_cast<int>(XML_XPATH_EXPRESSION_OK) + static_cast<int>(XPATH_RECURSION_LIMIT_EXCEEDED):
            return "it takes more steps, or is nested deeper, than the limit";
        default:
            return "it is not well-formed";
    }
}

/// The first fault of a compilation or evaluation. libxml2 tells some of them twice, the second time to whoever takes
/// the thread's messages, by default standard error; meanwhile this does, and keeps them quiet.
class FaultKeeper {
  public:
    explicit FaultKeeper(xmlXPathContext& context)
        : generic_(xmlGenericError), generic_data_(xmlGenericErrorContext), context_(context) {
        xmlSetGenericErrorFunc(nullptr, ignore);
        context_.error = keep;
        context_.userData = this;
    }
    ~FaultKeeper() {
        context_.userData = nullptr;
        xmlSetGenericErrorFunc(generic_data_, generic_);
    }
    FaultKeeper(const FaultKeeper&) = delete;
    FaultKeeper& operator=(const FaultKeeper&) = delete;

    Error error(const std::string& path) const {
        return invalid_input("the XPath `" + path.substr(0, 200) + "`: " + reason_of(code_));
    }

  private:
    static void keep(void* keeper, xmlErrorPtr error) {
        int& code = static_cast<FaultKeeper*>(keeper)->code_;
        code = code == 0 ? error->code : code;
    }
    static void ignore(void*, const char*, ...) {}

    xmlGenericErrorFunc generic_;
    void* generic_data_;
    xmlXPathContext& context_;
    int code_ = 0;
};

/// libxml2's own steps, of which some take longer than others.
constexpr unsigned long xpath_step_limit = 100'000'000;

/// XPath 1.0 over a document, or over none. Stays where it is: libxml2 keeps its address.
class XPathEngine {
  public:
    explicit XPathEngine(const LogicalSource& source, xmlDoc* document = nullptr) : context_(new_context(document)) {
        for (const auto& [prefix, iri] : source.namespaces) {
            xmlXPathRegisterNs(context_.get(), xml_text(prefix), xml_text(iri));
        }
    }
    XPathEngine(const XPathEngine&) = delete;
    XPathEngine& operator=(const XPathEngine&) = delete;

    Result<Owned<xmlXPathCompExpr>> compile(std::string_view path) {
        const std::string text(path);
        const FaultKeeper faults(*context_);
        Owned<xmlXPathCompExpr> compiled(
            path.find('\0') == std::string_view::npos ? xmlXPathCtxtCompile(context_.get(), xml_text(text)) : nullptr);
        if (compiled == nullptr) {
            return faults.error(text);
        }
        return compiled;
    }

    Result<Owned<xmlXPathObject>> evaluate(const std::string& path, xmlXPathCompExpr* compiled, xmlNode* node) {
        context_->node = node;
        context_->opCount = 0;
        context_->opLimit = xpath_step_limit;
        const FaultKeeper faults(*context_);
        Owned<xmlXPathObject> found(xmlXPathCompiledEval(compiled, context_.get()));
        if (found == nullptr) {
            return faults.error(path);
        }
        return found;
    }

  private:
    static Owned<xmlXPathContext> new_context(xmlDoc* document) {
        initialize();
        Owned<xmlXPathContext> made(xmlXPathNewContext(document));
        if (made == nullptr) {
            throw std::bad_alloc();
        }
        return made;
    }

    Owned<xmlXPathContext> context_;
};

class XmlRecords final : public Records {
  public:
    XmlRecords(const LogicalSource& source, Owned<xmlDoc> document)
        : nulls_(source.nulls), document_(std::move(document)), engine_(source, document_.get()) {}

    Result<void> iterate(const std::string& iterator) {
        const std::string path = iterator.empty() ? "/" : iterator;
        auto compiled = engine_.compile(path);
        if (!compiled) {
            return std::move(compiled).error();
        }
        auto* const root = reinterpret_cast<xmlNode*>(document_.get());
        auto found = engine_.evaluate(path, compiled->get(), root);
        if (!found) {
            return std::move(found).error();
        }
        if ((*found)->type != XPATH_NODESET) {
            return invalid_input("the iterator `" + path + "` finds no nodes but a value");
        }
        records_ = *std::move(found);
        for (std::size_t at = 0; at < size(); ++at) {
            if (records_->nodesetval->nodeTab[at]->type == XML_NAMESPACE_DECL) {
                return invalid_input("the iterator `" + path + "` finds namespaces, which are no records");
            }
        }
        return {};
    }

    std::size_t size() const override {
        return records_->nodesetval == nullptr ? 0 : static_cast<std::size_t>(records_->nodesetval->nodeNr);
    }

    Result<std::size_t> compile(std::string_view reference) override {
        auto compiled = engine_.compile(reference);
        if (!compiled) {
            return std::move(compiled).error();
        }
        paths_.emplace_back(std::string(reference), *std::move(compiled));
        return paths_.size() - 1;
    }

    Result<void> append_values(std::size_t record, std::size_t reference, std::vector<Value>& values) override {
        const auto& [text, path] = paths_[reference];
        auto found = engine_.evaluate(text, path.get(), records_->nodesetval->nodeTab[record]);
        if (!found) {
            return std::move(found).error();
        }
        if ((*found)->type != XPATH_NODESET) {
            append(Owned<xmlChar>(xmlXPathCastToString(found->get())), values);
            return {};
        }
        const xmlNodeSet* const nodes = (*found)->nodesetval;
        if (nodes != nullptr && static_cast<std::size_t>(nodes->nodeNr) > value_limit) {
            return Error{ErrorKind::LimitExceeded,
                         "the XPath `" + text + "` finds more values than the limit of " + std::to_string(value_limit)};
        }
        for (int at = 0; nodes != nullptr && at < nodes->nodeNr; ++at) {
            append(Owned<xmlChar>(xmlXPathCastNodeToString(nodes->nodeTab[at])), values);
        }
        return {};
    }

  private:
    void append(const Owned<xmlChar>& text, std::vector<Value>& values) {
        const std::string value = text == nullptr ? "" : reinterpret_cast<const char*>(text.get());
        if (std::find(nulls_.begin(), nulls_.end(), value) == nulls_.end()) {
            values.push_back({value, rdf::xsd_string});
        }
    }

    std::vector<std::string> nulls_;
    Owned<xmlDoc> document_;
    XPathEngine engine_;
    Owned<xmlXPathObject> records_;
    std::vector<std::pair<std::string, Owned<xmlXPathCompExpr>>> paths_;
};

}  // namespace

Result<void> check_xpath(const LogicalSource& source, std::string_view path) {
    auto compiled = XPathEngine(source).compile(path);
    return compiled ? Result<void>() : std::move(compiled).error();
}

Result<std::unique_ptr<Records>> open_xml(const LogicalSource& source, std::string_view content) {
    initialize();
    auto document = parse(content);
    if (!document) {
        return std::move(document).error();
    }
    auto records = std::make_unique<XmlRecords>(source, *std::move(document));
    if (auto iterated = records->iterate(source.iterator); !iterated) {
        return std::move(iterated).error();
    }
    return std::unique_ptr<Records>(std::move(records));
}

}  // namespace gridlore::rml
