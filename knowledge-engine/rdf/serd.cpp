#include "knowledge-engine/rdf/serd.h"

#include <serd/serd.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

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

std::string_view view(const SerdNode* node) {
    return {reinterpret_cast<const char*>(node->buf), node->n_bytes};
}
const std::uint8_t* bytes(const std::string& text) {
    return reinterpret_cast<const std::uint8_t*>(text.c_str());
}

/// Serd recurses for `[` and `(`: how deep they nest is counted first, outside strings, IRIs and comments.
bool is_too_deep(std::string_view text, std::size_t limit) {
    std::size_t depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '#') {
            i = std::min(text.find('\n', i), text.size());
        } else if (c == '<') {
            const std::size_t end = text.find_first_of("> \n", i + 1);
            i = end != std::string_view::npos && text[end] == '>' ? end : i;
        } else if (c == '"' || c == '\'') {
            const std::string long_quote(3, c);
            const std::string closing = text.substr(i).starts_with(long_quote) ? long_quote : std::string(1, c);
            i += closing.size();
            while (i < text.size() && !text.substr(i).starts_with(closing)) {
                i += text[i] == '\\' ? 2 : 1;
            }
            i += closing.size() - 1;
        } else if (c == '[' || c == '(') {
            if (++depth > limit) {
                return true;
            }
        } else if ((c == ']' || c == ')') && depth > 0) {
            --depth;
        }
    }
    return false;
}

struct Parts {
    std::string_view scheme, authority, path, query, fragment;
    bool has_authority = false, has_query = false, has_fragment = false;
};

/// RFC 3986, appendix B.
Parts split(std::string_view reference) {
    Parts parts;
    if (const std::size_t at = reference.find('#'); at != std::string_view::npos) {
        parts.has_fragment = true;
        parts.fragment = reference.substr(at + 1);
        reference = reference.substr(0, at);
    }
    if (const std::size_t at = reference.find('?'); at != std::string_view::npos) {
        parts.has_query = true;
        parts.query = reference.substr(at + 1);
        reference = reference.substr(0, at);
    }
    const std::size_t colon = reference.find_first_of(":/");
    if (colon != std::string_view::npos && colon > 0 && reference[colon] == ':') {
        parts.scheme = reference.substr(0, colon);
        reference = reference.substr(colon + 1);
    }
    if (reference.starts_with("//")) {
        parts.has_authority = true;
        const std::size_t end = std::min(reference.find('/', 2), reference.size());
        parts.authority = reference.substr(2, end - 2);
        reference = reference.substr(end);
    }
    parts.path = reference;
    return parts;
}

/// RFC 3986, 5.2.4.
std::string remove_dot_segments(std::string_view in) {
    std::string out;
    while (!in.empty()) {
        if (in.starts_with("../")) {
            in.remove_prefix(3);
        } else if (in.starts_with("./") || in.starts_with("/./")) {
            in.remove_prefix(2);
        } else if (in == "/.") {
            in = "/";
        } else if (in.starts_with("/../") || in == "/..") {
            in = in == "/.." ? "/" : in.substr(3);
            out.erase(out.rfind('/') == std::string::npos ? 0 : out.rfind('/'));
        } else if (in == "." || in == "..") {
            break;
        } else {
            const std::size_t end = std::min(in.find('/', 1), in.size());
            out.append(in.substr(0, end));
            in.remove_prefix(end);
        }
    }
    return out;
}

/// RFC 3986, 5.2.2.
std::string resolve(std::string_view base_text, std::string_view reference_text) {
    const Parts base = split(base_text);
    const Parts reference = split(reference_text);
    Parts target = reference;
    std::string path;
    if (!reference.scheme.empty() || reference.has_authority) {
        path = remove_dot_segments(reference.path);
    } else {
        target.has_authority = base.has_authority;
        target.authority = base.authority;
        if (reference.path.empty()) {
            path = base.path;
            target.has_query = reference.has_query || base.has_query;
            target.query = reference.has_query ? reference.query : base.query;
        } else if (reference.path.starts_with('/')) {
            path = remove_dot_segments(reference.path);
        } else {
            const std::size_t last = base.path.rfind('/');
            std::string merged = base.has_authority && base.path.empty() ? "/"
                                 : last == std::string_view::npos        ? ""
                                                                         : std::string(base.path.substr(0, last + 1));
            path = remove_dot_segments(merged.append(reference.path));
        }
    }
    std::string text(reference.scheme.empty() ? base.scheme : reference.scheme);
    text.append(":");
    if (target.has_authority) {
        text.append("//").append(target.authority);
    }
    text.append(path);
    if (target.has_query) {
        text.append("?").append(target.query);
    }
    if (target.has_fragment) {
        text.append("#").append(target.fragment);
    }
    return text;
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
        if (node->type == SERD_CURIE) {
            const std::string_view name = view(node);
            const std::size_t colon = name.find(':');
            const auto known = prefixes.find(name.substr(0, colon));
            if (known == prefixes.end()) {
                fail("The prefix '" + std::string(name.substr(0, colon)) + ":' is not declared.");
                return std::nullopt;
            }
            return known->second + std::string(name.substr(colon + 1));
        }
        const std::string_view reference = view(node);
        if (!split(reference).scheme.empty()) {
            return std::string(reference);
        }
        if (base.empty()) {
            fail("The IRI <" + std::string(reference) + "> is relative, and there is no base.");
            return std::nullopt;
        }
        return resolve(base, reference);
    }

    std::optional<Term> term(const SerdNode* node, const SerdNode* datatype, const SerdNode* language) {
        if (!is_valid_utf8(view(node))) {
            fail("An escape names no Unicode character.");
            return std::nullopt;
        }
        switch (node->type) {
            case SERD_URI:
            case SERD_CURIE:
                if (auto text = iri(node)) {
                    return Term::iri(std::move(*text));
                }
                return std::nullopt;
            case SERD_BLANK:
                return Term::blank_node(std::string(view(node)));
            case SERD_LITERAL:
                if (language != nullptr && language->n_bytes > 0) {
                    return Term::language_string(std::string(view(node)), view(language));
                }
                if (datatype != nullptr && datatype->n_bytes > 0) {
                    if (auto text = iri(datatype)) {
                        return Term::literal(std::string(view(node)), std::move(*text));
                    }
                    return std::nullopt;
                }
                return Term::string(std::string(view(node)));
            case SERD_NOTHING:
                break;
        }
        fail("A term is missing.");
        return std::nullopt;
    }
};

SerdStatus on_base(void* handle, const SerdNode* uri) {
    auto& reading = *static_cast<Reading*>(handle);
    const std::string_view text = view(uri);
    reading.base =
        split(text).scheme.empty() && !reading.base.empty() ? resolve(reading.base, text) : std::string(text);
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
        reading.error = Error{ErrorKind::InvalidInput,
                              "Line " + std::to_string(error->line) + ", column " + std::to_string(error->col) +
                                  ": the document breaks the syntax.",
                              TextPosition{error->line, error->col}};
    }
    return SERD_SUCCESS;
}

SerdNode node_of(const std::string& text, SerdType type) {
    return serd_node_from_string(type, bytes(text));
}

SerdNode node_of(const Term& term) {
    return node_of(term.text, term.is_iri() ? SERD_URI : term.is_blank_node() ? SERD_BLANK : SERD_LITERAL);
}

std::size_t append(const void* data, std::size_t length, void* out) {
    static_cast<std::string*>(out)->append(static_cast<const char*>(data), length);
    return length;
}

}  // namespace

Result<void> read_with_serd(std::string_view document, Syntax syntax, const ReadOptions& options,
                            const std::function<void(const Quad&)>& sink, PrefixMap* prefixes) {
    if (is_too_deep(document, options.depth_limit)) {
        return Error{ErrorKind::LimitExceeded,
                     "Blank nodes and lists are nested deeper than " + std::to_string(options.depth_limit) + "."};
    }
    if (document.find('\0') != std::string_view::npos) {
        return invalid_input("The document has a NUL character.");
    }
    Reading reading;
    reading.sink = &sink;
    reading.base = options.base;
    const std::unique_ptr<SerdReader, decltype(&serd_reader_free)> reader(
        serd_reader_new(to_serd(syntax), &reading, nullptr, on_base, on_prefix, on_statement, nullptr),
        serd_reader_free);
    serd_reader_set_strict(reader.get(), true);
    serd_reader_set_error_sink(reader.get(), on_error, &reading);
    const std::string text(document);
    const SerdStatus status = serd_reader_read_string(reader.get(), bytes(text));
    if (reading.error) {
        return std::move(*reading.error);
    }
    if (status > SERD_FAILURE) {
        return invalid_input(reinterpret_cast<const char*>(serd_strerror(status)));
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
    const std::unique_ptr<SerdEnv, decltype(&serd_env_free)> env(serd_env_new(nullptr), serd_env_free);
    const std::unique_ptr<SerdWriter, decltype(&serd_writer_free)> writer(
        serd_writer_new(to_serd(syntax), SERD_STYLE_ABBREVIATED, env.get(), nullptr, append, &out), serd_writer_free);
    if (syntax == Syntax::Turtle || syntax == Syntax::TriG) {
        for (const auto& [name, iri] : prefixes) {
            const SerdNode prefix = node_of(name, SERD_LITERAL);
            const SerdNode uri = node_of(iri, SERD_URI);
            serd_env_set_prefix(env.get(), &prefix, &uri);
            serd_writer_set_prefix(writer.get(), &prefix, &uri);
        }
    }
    for (const Quad& quad : quads) {
        const SerdNode subject = node_of(quad.subject);
        const SerdNode predicate = node_of(quad.predicate);
        const SerdNode object = node_of(quad.object);
        const SerdNode graph = quad.graph ? node_of(*quad.graph) : SERD_NODE_NULL;
        const bool typed =
            quad.object.is_literal() && quad.object.language.empty() && quad.object.datatype != xsd_string;
        const SerdNode datatype = typed ? node_of(quad.object.datatype, SERD_URI) : SERD_NODE_NULL;
        const SerdNode language =
            quad.object.language.empty() ? SERD_NODE_NULL : node_of(quad.object.language, SERD_LITERAL);
        if (serd_writer_write_statement(writer.get(), 0, quad.graph ? &graph : nullptr, &subject, &predicate, &object,
                                        &datatype, &language) != SERD_SUCCESS) {
            return invalid_input("A quad cannot be written in this syntax: " + to_text(quad.subject) + " " +
                                 to_text(quad.predicate) + " " + to_text(quad.object));
        }
    }
    serd_writer_finish(writer.get());
    return out;
}

}  // namespace gridlore::rdf
