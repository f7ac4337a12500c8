#include "knowledge-engine/rdf/serd_statements.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <utility>

#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/serd_text.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::rdf {
namespace {

std::string_view view(const SerdNode* node) {
    return {reinterpret_cast<const char*>(node->buf), node->n_bytes};
}

SerdStatus on_base(void* handle, const SerdNode* uri) {
    return static_cast<Statements*>(handle)->set_base(uri);
}

SerdStatus on_prefix(void* handle, const SerdNode* name, const SerdNode* uri) {
    return static_cast<Statements*>(handle)->set_prefix(name, uri);
}

SerdStatus on_statement(void* handle, SerdStatementFlags, const SerdNode* graph, const SerdNode* subject,
                        const SerdNode* predicate, const SerdNode* object, const SerdNode* datatype,
                        const SerdNode* language) {
    return static_cast<Statements*>(handle)->add(graph, subject, predicate, object, datatype, language);
}

}  // namespace

std::string text_of(const SerdError& error) {
    std::array<char, 256> buffer{};
    // NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is the caller's
    (void)std::vsnprintf(buffer.data(), buffer.size(), error.fmt, *error.args);
    std::string text(buffer.data());
    text.erase(std::min(text.find('\n'), text.size()));
    return is_valid_utf8(text) ? text : reinterpret_cast<const char*>(serd_strerror(error.status));
}

Error broken_syntax(const std::string& what) {
    return invalid_input("the document breaks the syntax" + (what.empty() ? "" : ": " + what));
}

Error nul_fault(TextPosition position) {
    return {ErrorKind::InvalidInput, "the document has a NUL character outside strings; send it encoded as UTF-8",
            position};
}

SerdStatus Statements::fail(Error error) {
    if (!error_) {
        error_ = std::move(error);
    }
    return SERD_ERR_BAD_SYNTAX;
}

SerdStatus Statements::set_base(const SerdNode* uri) {
    std::string_view text;
    if (!iri(uri, text, room_[0])) {
        return SERD_ERR_BAD_SYNTAX;
    }
    base_ = std::string(text);
    return SERD_SUCCESS;
}

SerdStatus Statements::set_prefix(const SerdNode* name, const SerdNode* uri) {
    std::string_view text;
    if (!iri(uri, text, room_[0])) {
        return SERD_ERR_BAD_SYNTAX;
    }
    prefixes_.insert_or_assign(std::string(view(name)), std::string(text));
    return SERD_SUCCESS;
}

SerdStatus Statements::add(const SerdNode* graph, const SerdNode* subject, const SerdNode* predicate,
                           const SerdNode* object, const SerdNode* datatype, const SerdNode* language) {
    QuadView quad;
    const bool is_named = graph != nullptr && graph->n_bytes > 0;
    if (error_ || !resource(subject, quad.subject, room_[0]) || !resource(predicate, quad.predicate, room_[1]) ||
        !(object->type == SERD_LITERAL ? literal(object, datatype, language, quad.object)
                                       : resource(object, quad.object, room_[2])) ||
        (is_named && !resource(graph, quad.graph.emplace(), room_[3]))) {
        return SERD_ERR_BAD_SYNTAX;
    }
    ++count_;
    if (Result<void> taken = handler_(quad); !taken) {
        is_handlers_error_ = true;
        return fail(std::move(taken).error());
    }
    return SERD_SUCCESS;
}

bool Statements::resource(const SerdNode* node, TermView& term, std::string& room) {
    if (node->type != SERD_BLANK) {
        return iri(node, term.text, room);
    }
    term.kind = TermKind::BlankNode;
    term.text = view(node);
    return is_blank_node_label(term.text) || refuse("`_:" + std::string(term.text) + "` is no blank node");
}

bool Statements::iri(const SerdNode* node, std::string_view& text, std::string& room) {
    text = view(node);
    if (escapes_ && (!is_valid_utf8(text) || !has_only_iri_characters(text))) {
        return refuse("an IRI has a character that IRIs must not have, not even escaped; percent-encode it");
    }
    if (node->type == SERD_CURIE) {
        return expand(text, room);
    }
    return has_scheme(text) || resolve(text, room);
}

bool Statements::expand(std::string_view& name, std::string& room) {
    const std::size_t colon = name.find(':');
    const auto known = prefixes_.find(name.substr(0, colon));
    if (known == prefixes_.end()) {
        return refuse("the prefix `" + std::string(name.substr(0, colon)) + ":` is not declared");
    }
    room.assign(known->second).append(name.substr(colon + 1));
    name = room;
    return true;
}

bool Statements::resolve(std::string_view& reference, std::string& room) {
    if (base_.empty()) {
        return refuse("the IRI <" + std::string(reference) + "> is relative, and there is no base");
    }
    room = resolve_reference(base_, reference);
    reference = room;
    return true;
}

bool Statements::literal(const SerdNode* node, const SerdNode* datatype, const SerdNode* language, TermView& term) {
    term.kind = TermKind::Literal;
    term.text = view(node);
    if (escapes_ && !is_valid_utf8(term.text)) {
        return refuse("an escape in a string names no Unicode character");
    }
    if (language != nullptr && language->n_bytes > 0) {
        term.datatype = rdf_lang_string;
        return tag(view(language), term.language);
    }
    if (datatype == nullptr || datatype->type == SERD_NOTHING) {
        term.datatype = xsd_string;
        return true;
    }
    return iri(datatype, term.datatype, room_[2]);
}

bool Statements::tag(std::string_view written, std::string_view& language) {
    if (written != written_language_) {
        if (!is_language_tag(written)) {
            return refuse("`@" + std::string(written) + "` is no language tag");
        }
        language_ = canonical_language_case(written);
        written_language_ = written;
    }
    language = language_;
    return true;
}

Reader new_reader(Statements& statements, Syntax syntax, SerdErrorSink on_error, void* handle) {
    Reader reader(serd_reader_new(to_serd(syntax), &statements, nullptr, on_base, on_prefix, on_statement, nullptr),
                  serd_reader_free);
    serd_reader_set_strict(reader.get(), true);
    serd_reader_set_error_sink(reader.get(), on_error, handle);
    return reader;
}

}  // namespace gridlore::rdf
