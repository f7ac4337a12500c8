#include "knowledge-engine/rdf/raptor_reader.h"

#include <memory>
#include <utility>

#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/raptor_library.h"
#include "knowledge-engine/rdf/tokens.h"
#include "knowledge-engine/rdf/xml_guard.h"

namespace gridlore::rdf {
namespace {

/// In place of a base that is not given, so that a relative IRI is seen.
constexpr std::string_view no_base = "gridlore-none://none/";
constexpr std::string_view no_base_scheme = "gridlore-none:";

std::string_view text_of(const unsigned char* bytes) {
    return reinterpret_cast<const char*>(bytes);
}

std::string_view text_of(raptor_uri* uri) {
    std::size_t length = 0;
    const unsigned char* bytes = raptor().raptor_uri_as_counted_string(uri, &length);
    return {reinterpret_cast<const char*>(bytes), length};
}

/// 0: not known.
std::size_t line_of(const raptor_locator* locator) {
    const int line = locator == nullptr ? 0 : raptor().raptor_locator_line(const_cast<raptor_locator*>(locator));
    return line > 0 ? static_cast<std::size_t>(line) : 0;
}

class XmlReader {
  public:
    XmlReader(TextWindow& window, const ReadOptions& options, const QuadHandler& handler, PrefixMap* prefixes)
        : window_(window),
          handler_(handler),
          prefixes_(prefixes),
          guard_(options.depth_limit),
          has_base_(!options.base.empty()) {
        listener_.on_error = [this](const raptor_locator* locator, std::string_view message) {
            fail(locator, std::string(message));
        };
        const RaptorTurn turn(listener_);
        parser_ = raptor().raptor_new_parser(turn.world(), "rdfxml");
        raptor().raptor_parser_set_option(parser_, RAPTOR_OPTION_NO_NET, nullptr, 1);
        raptor().raptor_parser_set_option(parser_, RAPTOR_OPTION_NO_FILE, nullptr, 1);
        raptor().raptor_parser_set_option(parser_, RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, nullptr, 0);
        raptor().raptor_parser_set_statement_handler(parser_, this, on_statement);
        raptor().raptor_parser_set_namespace_handler(parser_, this, on_namespace);
        const std::string_view base = has_base_ ? std::string_view(options.base) : no_base;
        base_ = raptor().raptor_new_uri_from_counted_string(turn.world(), raptor_bytes(base), base.size());
        status_ = raptor().raptor_parser_parse_start(parser_, base_);
    }
    ~XmlReader() {
        const RaptorTurn turn(listener_);
        raptor().raptor_free_parser(parser_);
        raptor().raptor_free_uri(base_);
    }
    XmlReader(const XmlReader&) = delete;
    XmlReader& operator=(const XmlReader&) = delete;

    Result<void> read() {
        bool is_empty = true;
        for (bool is_last = false; !is_last && status_ == 0 && !error_;) {
            is_last = !window_.read_on() || window_.has_ended();
            const bool ends_well = is_last && !window_.fault();
            const std::size_t length = guard_.pass(window_.text(), ends_well);
            if (guard_.fault()) {
                return *guard_.fault();
            }
            is_empty = is_empty && length == 0;
            if (length > 0 || ends_well) {
                parse(window_.text().substr(0, length), ends_well);
            }
            window_.drop(length);
        }
        if (error_) {
            return *std::move(error_);
        }
        if (window_.fault()) {
            return fault_of_window();
        }
        if (status_ != 0 || is_empty) {
            return invalid_input("the document is no RDF/XML");
        }
        return {};
    }

  private:
    void parse(std::string_view text, bool is_last) {
        const RaptorTurn turn(listener_);
        status_ = raptor().raptor_parser_parse_chunk(parser_, raptor_bytes(text), text.size(), is_last ? 1 : 0);
    }

    Error fault_of_window() const {
        Error fault = *window_.fault();
        if (fault.position) {
            fault.position->column = 0;
        }
        return fault;
    }

    void fail(const raptor_locator* locator, std::string message) {
        if (error_) {
            return;
        }
        error_ = invalid_input(std::move(message));
        std::size_t line = line_of(locator);
        if (line == 0 && parser_ != nullptr) {
            // Faults of the XML come without a place; then it is where the parser has come to.
            line = line_of(raptor().raptor_parser_get_locator(parser_));
        }
        if (line > 0) {
            error_->position = TextPosition{line, 0};
        }
    }

    static void on_statement(void* data, raptor_statement* statement) {
        auto& self = *static_cast<XmlReader*>(data);
        const QuadView quad{
            self.term(statement->subject), self.term(statement->predicate), self.term(statement->object), {}};
        if (self.error_) {
            return;
        }
        if (Result<void> taken = self.handler_(quad); !taken) {
            self.error_ = std::move(taken).error();
        }
    }

    /// Namespaces that are no prefixes of RDF's other syntaxes are left out.
    static void on_namespace(void* data, raptor_namespace* declared) {
        const auto& self = *static_cast<XmlReader*>(data);
        raptor_uri* uri = raptor().raptor_namespace_get_uri(declared);
        if (self.prefixes_ == nullptr || uri == nullptr) {
            return;
        }
        const unsigned char* prefix = raptor().raptor_namespace_get_prefix(declared);
        const std::string_view name = prefix == nullptr ? "" : text_of(prefix);
        const std::string_view iri = text_of(uri);
        if (is_prefix_name(name) && has_scheme(iri) && has_only_iri_characters(iri)) {
            self.prefixes_->insert_or_assign(std::string(name), std::string(iri));
        }
    }

    std::string_view iri(raptor_uri* uri) {
        const std::string_view text = text_of(uri);
        if (!has_base_ && text.starts_with(no_base_scheme)) {
            fail(nullptr, "an IRI is relative, and there is no base");
        } else if (!has_scheme(text) || !has_only_iri_characters(text)) {
            fail(nullptr,
                 "the IRI <" + std::string(text) + "> has a character that IRIs must not have; percent-encode it");
        }
        return text;
    }

    TermView term(const raptor_term* term) {
        if (term->type == RAPTOR_TERM_TYPE_URI) {
            return {TermKind::Iri, iri(term->value.uri), {}, {}};
        }
        if (term->type == RAPTOR_TERM_TYPE_BLANK) {
            const std::string_view label = text_of(term->value.blank.string);
            if (!is_blank_node_label(label)) {
                fail(nullptr, "`" + std::string(label) + "` is no label for a blank node");
            }
            return {TermKind::BlankNode, label, {}, {}};
        }
        const auto& literal = term->value.literal;
        const std::string_view lexical = text_of(literal.string);
        if (literal.language != nullptr) {
            return {TermKind::Literal, lexical, rdf_lang_string, language(text_of(literal.language))};
        }
        return {TermKind::Literal, lexical, literal.datatype == nullptr ? xsd_string : iri(literal.datatype), {}};
    }

    std::string_view language(std::string_view written) {
        if (!is_language_tag(written)) {
            fail(nullptr, "`" + std::string(written) + "` is no language tag");
        }
        return language_ = canonical_language_case(written);
    }

    TextWindow& window_;
    const QuadHandler& handler_;
    PrefixMap* prefixes_;
    XmlGuard guard_;
    bool has_base_;
    RaptorListener listener_;
    raptor_parser* parser_ = nullptr;
    raptor_uri* base_ = nullptr;
    int status_ = 0;
    std::string language_;
    std::optional<Error> error_;
};

}  // namespace

Result<void> read_with_raptor(TextWindow& window, const ReadOptions& options, const QuadHandler& handler,
                              PrefixMap* prefixes) {
    if (auto found = find_raptor(); !found) {
        return found;
    }
    return XmlReader(window, options, handler, prefixes).read();
}

}  // namespace gridlore::rdf
