#include "knowledge-engine/rdf/serd.h"

#include <serd/serd.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <memory>
#include <utility>

#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/tokens.h"
#include "knowledge-engine/rdf/turtle_guard.h"

namespace gridlore::rdf {
namespace {

SerdSyntax to_serd(Syntax syntax) {
    switch (syntax) {
        case Syntax::TriG:
            return SERD_TRIG;
        case Syntax::NTriples:
            return SERD_NTRIPLES;
        case Syntax::NQuads:
            return SERD_NQUADS;
        case Syntax::Turtle:
        case Syntax::RdfXml:
            break;
    }
    return SERD_TURTLE;
}

bool has_prefixes(Syntax syntax) {
    return syntax == Syntax::Turtle || syntax == Syntax::TriG;
}

std::string_view view(const SerdNode* node) {
    return {reinterpret_cast<const char*>(node->buf), node->n_bytes};
}
/// What Serd says of a fault, without the line break behind it.
std::string text_of(const SerdError& error) {
    std::array<char, 256> buffer{};
    // NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is the caller's
    (void)std::vsnprintf(buffer.data(), buffer.size(), error.fmt, *error.args);
    std::string text(buffer.data());
    text.erase(std::min(text.find('\n'), text.size()));
    return is_valid_utf8(text) ? text : reinterpret_cast<const char*>(serd_strerror(error.status));
}
const std::uint8_t* bytes(const std::string& text) {
    return reinterpret_cast<const std::uint8_t*>(text.c_str());
}

struct Reading {
    const std::function<void(const Quad&)>* sink = nullptr;
    PrefixMap prefixes;
    std::string base;
    std::optional<Error> error;

    SerdStatus fail(std::string message) {
        if (!error) {
            error = invalid_input(std::move(message));
        }
        return SERD_ERR_BAD_SYNTAX;
    }

    std::optional<std::string> iri(const SerdNode* node) {
        if (!is_valid_utf8(view(node)) || !has_only_iri_characters(view(node))) {
            fail("an IRI has a character that IRIs must not have, not even escaped; percent-encode it");
            return std::nullopt;
        }
        return node->type == SERD_CURIE ? expanded(view(node)) : resolved(view(node));
    }

    std::optional<Term> term(const SerdNode* node, const SerdNode* datatype, const SerdNode* language) {
        if (node->type == SERD_BLANK) {
            return blank_node(view(node));
        }
        if (node->type == SERD_LITERAL) {
            return literal(view(node), datatype, language);
        }
        auto text = iri(node);
        return text ? std::optional(Term::iri(*std::move(text))) : std::nullopt;
    }

  private:
    std::optional<Term> blank_node(std::string_view label) {
        if (!is_blank_node_label(label)) {
            fail("`_:" + std::string(label) + "` is no blank node");
            return std::nullopt;
        }
        return Term::blank_node(std::string(label));
    }

    std::optional<std::string> expanded(std::string_view name) {
        const std::size_t colon = name.find(':');
        const auto known = prefixes.find(name.substr(0, colon));
        if (known == prefixes.end()) {
            fail("the prefix `" + std::string(name.substr(0, colon)) + ":` is not declared");
            return std::nullopt;
        }
        return known->second + std::string(name.substr(colon + 1));
    }

    std::optional<std::string> resolved(std::string_view reference) {
        if (has_scheme(reference)) {
            return std::string(reference);
        }
        if (base.empty()) {
            fail("the IRI <" + std::string(reference) + "> is relative, and there is no base");
            return std::nullopt;
        }
        return resolve_reference(base, reference);
    }

    std::optional<Term> literal(std::string_view lexical, const SerdNode* datatype, const SerdNode* language) {
        if (!is_valid_utf8(lexical)) {
            fail("an escape in a string names no Unicode character");
            return std::nullopt;
        }
        if (language != nullptr && language->n_bytes > 0) {
            if (!is_language_tag(view(language))) {
                fail("`@" + std::string(view(language)) + "` is no language tag");
                return std::nullopt;
            }
            return Term::language_string(std::string(lexical), view(language));
        }
        if (datatype == nullptr || datatype->n_bytes == 0) {
            return Term::string(std::string(lexical));
        }
        auto type = iri(datatype);
        return type ? std::optional(Term::literal(std::string(lexical), *std::move(type))) : std::nullopt;
    }
};

SerdStatus on_base(void* handle, const SerdNode* uri) {
    auto& reading = *static_cast<Reading*>(handle);
    auto text = reading.iri(uri);
    if (!text) {
        return SERD_ERR_BAD_SYNTAX;
    }
    reading.base = *std::move(text);
    return SERD_SUCCESS;
}

SerdStatus on_prefix(void* handle, const SerdNode* name, const SerdNode* uri) {
    auto& reading = *static_cast<Reading*>(handle);
    const auto text = reading.iri(uri);
    if (!text) {
        return SERD_ERR_BAD_SYNTAX;
    }
    reading.prefixes.insert_or_assign(std::string(view(name)), *text);
    return SERD_SUCCESS;
}

SerdStatus on_statement(void* handle, SerdStatementFlags, const SerdNode* graph, const SerdNode* subject,
                        const SerdNode* predicate, const SerdNode* object, const SerdNode* datatype,
                        const SerdNode* language) {
    auto& reading = *static_cast<Reading*>(handle);
    auto s = reading.term(subject, nullptr, nullptr);
    auto p = reading.term(predicate, nullptr, nullptr);
    auto o = reading.term(object, datatype, language);
    std::optional<Term> g;
    if (graph != nullptr && graph->n_bytes > 0) {
        g = reading.term(graph, nullptr, nullptr);
    }
    if (!s || !p || !o || reading.error) {
        return SERD_ERR_BAD_SYNTAX;
    }
    (*reading.sink)(Quad{std::move(*s), std::move(*p), std::move(*o), std::move(g)});
    return SERD_SUCCESS;
}

SerdStatus on_error(void* handle, const SerdError* error) {
    auto& reading = *static_cast<Reading*>(handle);
    if (!reading.error) {
        reading.error =
            Error{ErrorKind::InvalidInput, std::string("the document breaks the syntax: ") + text_of(*error),
                  TextPosition{error->line, error->col}};
    }
    return SERD_SUCCESS;
}

using Reader = std::unique_ptr<SerdReader, decltype(&serd_reader_free)>;

Reader new_reader(Reading& reading, Syntax syntax) {
    Reader reader(serd_reader_new(to_serd(syntax), &reading, nullptr, on_base, on_prefix, on_statement, nullptr),
                  serd_reader_free);
    serd_reader_set_strict(reader.get(), true);
    serd_reader_set_error_sink(reader.get(), on_error, &reading);
    return reader;
}

/// A text that is handed out byte by byte, so that it is known how far Serd has read.
struct Source {
    std::string_view text;
    std::size_t offset = 0;

    static std::size_t read(void* buffer, std::size_t, std::size_t, void* stream) {
        auto& source = *static_cast<Source*>(stream);
        if (source.offset == source.text.size()) {
            return 0;
        }
        *static_cast<char*>(buffer) = source.text[source.offset++];
        return 1;
    }
    static int no_error(void*) { return 0; }
};

/// Where a document that Serd accepts holds a fault of those that we find. Serd tells its place only of its own
/// faults, so that such a document, which is rare, is read once more, slowly.
TextPosition place_of_fault(std::string_view document, Syntax syntax, const ReadOptions& options) {
    const std::function<void(const Quad&)> ignore = [](const Quad&) {};
    Reading reading;
    reading.sink = &ignore;
    reading.base = options.base;
    Source source{document};
    const Reader reader = new_reader(reading, syntax);
    serd_reader_read_source(reader.get(), Source::read, Source::no_error, &source, nullptr, 1);
    // Behind the fault Serd has looked at one character more.
    return position_in(document, source.offset - std::min<std::size_t>(source.offset, 2));
}

/// Views `text`, whose bytes are not looked at: Serd's own function would end it at a NUL.
SerdNode node_of(const std::string& text, SerdType type) {
    return {bytes(text), text.size(), text.size(), 0, type};
}

SerdNode node_of(const Term& term) {
    return node_of(term.text, term.is_iri() ? SERD_URI : term.is_blank_node() ? SERD_BLANK : SERD_LITERAL);
}

std::size_t append(const void* data, std::size_t length, void* out) {
    static_cast<std::string*>(out)->append(static_cast<const char*>(data), length);
    return length;
}

/// Serd writes these types bare whatever the text is; only a datatype that is a prefixed name keeps it from that.
bool would_be_broken(const Term& term) {
    const bool may_be_bare =
        term.datatype == xsd_integer || term.datatype == xsd_decimal || term.datatype == xsd_boolean;
    return may_be_bare && to_short_text(term) == to_text(term);
}

/// The name that stands for XML Schema's namespace; added if there is none.
std::string xsd_prefix(PrefixMap& prefixes) {
    const auto known = std::ranges::find(prefixes, xsd_ns, &PrefixMap::value_type::second);
    if (known != prefixes.end()) {
        return known->first;
    }
    std::string name = "xsd";
    while (!prefixes.emplace(name, xsd_ns).second) {
        name += "x";
    }
    return name;
}

/// Writes to a text, which must stay where it is.
class Writer {
  public:
    Writer(Syntax syntax, PrefixMap prefixes, bool needs_xsd, std::string& out)
        : env_(serd_env_new(nullptr), serd_env_free), writer_(nullptr, serd_writer_free) {
        const auto style = static_cast<SerdStyle>(SERD_STYLE_ABBREVIATED | SERD_STYLE_CURIED);
        writer_.reset(serd_writer_new(to_serd(syntax), has_prefixes(syntax) ? style : SerdStyle{}, env_.get(), nullptr,
                                      append, &out));
        if (needs_xsd) {
            xsd_ = xsd_prefix(prefixes) + ":";
        }
        for (const auto& [name, iri] : prefixes) {
            const SerdNode prefix = node_of(name, SERD_LITERAL);
            const SerdNode uri = node_of(iri, SERD_URI);
            serd_writer_set_prefix(writer_.get(), &prefix, &uri);
        }
    }

    bool write(const Quad& quad) {
        const SerdNode graph = quad.graph ? node_of(*quad.graph) : SERD_NODE_NULL;
        const SerdNode subject = node_of(quad.subject);
        const SerdNode predicate = node_of(quad.predicate);
        const SerdNode object = node_of(quad.object);
        const SerdNode language =
            quad.object.language.empty() ? SERD_NODE_NULL : node_of(quad.object.language, SERD_LITERAL);
        std::string type;
        const SerdNode datatype = datatype_of(quad.object, type);
        return serd_writer_write_statement(writer_.get(), 0, quad.graph ? &graph : nullptr, &subject, &predicate,
                                           &object, &datatype, &language) == SERD_SUCCESS;
    }

    void finish() { serd_writer_finish(writer_.get()); }

  private:
    /// `name` holds the text of what is returned.
    SerdNode datatype_of(const Term& term, std::string& name) const {
        if (!term.is_literal() || !term.language.empty() || term.datatype == xsd_string) {
            return SERD_NODE_NULL;
        }
        if (xsd_.empty() || !would_be_broken(term)) {
            return node_of(term.datatype, SERD_URI);
        }
        name = xsd_ + term.datatype.substr(xsd_ns.size());
        return node_of(name, SERD_CURIE);
    }

    std::unique_ptr<SerdEnv, decltype(&serd_env_free)> env_;
    std::unique_ptr<SerdWriter, decltype(&serd_writer_free)> writer_;
    std::string xsd_;  ///< empty if not needed
};

}  // namespace

Result<void> read_with_serd(std::string_view document, Syntax syntax, const ReadOptions& options,
                            const std::function<void(const Quad&)>& sink, PrefixMap* prefixes) {
    if (const auto too_deep = find_too_deep(document, options.depth_limit)) {
        return Error{ErrorKind::LimitExceeded,
                     "blank nodes and lists are nested deeper than " + std::to_string(options.depth_limit),
                     position_in(document, *too_deep)};
    }
    if (const std::size_t nul = document.find('\0'); nul != std::string_view::npos) {
        return Error{ErrorKind::InvalidInput, "the document has a NUL character", position_in(document, nul)};
    }
    if (document.empty()) {
        return {};  // Serd would look behind the end
    }
    Reading reading;
    reading.sink = &sink;
    reading.base = options.base;
    const Reader reader = new_reader(reading, syntax);
    std::string text(document);
    if (has_prefixes(syntax)) {
        text = with_room_for_labels(with_escaped_quotes(std::move(text)));
    }
    const SerdStatus status = serd_reader_read_string(reader.get(), bytes(text));
    // Of N-Quads Serd leaves the rest unread where no subject begins, and says so with the status of an empty text.
    if (status != SERD_SUCCESS) {
        reading.fail("the document breaks the syntax");
    }
    if (reading.error) {
        if (!reading.error->position) {
            reading.error->position = place_of_fault(text, syntax, options);
        }
        return *std::move(reading.error);
    }
    if (prefixes != nullptr) {
        for (auto& [name, iri] : reading.prefixes) {
            prefixes->insert_or_assign(name, iri);
        }
    }
    return {};
}

Result<std::string> write_with_serd(const std::vector<Quad>& quads, Syntax syntax, const PrefixMap& prefixes) {
    std::string out;
    const bool needs_xsd = has_prefixes(syntax) && std::ranges::any_of(quads, would_be_broken, &Quad::object);
    Writer writer(syntax, has_prefixes(syntax) ? prefixes : PrefixMap(), needs_xsd, out);
    for (const Quad& quad : quads) {
        if (!writer.write(quad)) {
            return Error{ErrorKind::Internal, "Serd does not write " + to_text(quad.subject) + " " +
                                                  to_text(quad.predicate) + " " + to_text(quad.object)};
        }
    }
    writer.finish();
    return out;
}

}  // namespace gridlore::rdf
