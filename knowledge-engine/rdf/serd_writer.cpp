#include "knowledge-engine/rdf/serd_writer.h"

#include <serd/serd.h>

#include <algorithm>
#include <string>
#include <utility>

#include "knowledge-engine/rdf/byte_buffer.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/serd_text.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rdf {
namespace {

/// Views `text`, whose bytes are not looked at: Serd's own function would end it at a NUL.
SerdNode node_of(const std::string& text, SerdType type) {
    return {reinterpret_cast<const std::uint8_t*>(text.c_str()), text.size(), text.size(), 0, type};
}

/// A text with the NUL behind it up to which Serd compares IRIs, whatever their length is.
class EndedText {
  public:
    SerdNode node_of(const TermView& term) {
        const SerdType type = term.kind == TermKind::Iri         ? SERD_URI
                              : term.kind == TermKind::BlankNode ? SERD_BLANK
                                                                 : SERD_LITERAL;
        return node_of(term.text, type);
    }
    SerdNode node_of(std::string_view text, SerdType type) {
        text_ = text;
        return rdf::node_of(text_, type);
    }

  private:
    std::string text_;
};

std::size_t append(const void* data, std::size_t length, void* out) {
    static_cast<ByteBuffer*>(out)->append({static_cast<const char*>(data), length});
    return length;
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

class Writer final : public DocumentWriter {
  public:
    Writer(Syntax syntax, PrefixMap prefixes, ByteSink sink, bool may_have_odd_numbers)
        : buffer_(std::move(sink)), env_(serd_env_new(nullptr), serd_env_free), writer_(nullptr, serd_writer_free) {
        const auto style = static_cast<SerdStyle>(SERD_STYLE_ABBREVIATED | SERD_STYLE_CURIED);
        writer_.reset(serd_writer_new(to_serd(syntax), has_prefixes(syntax) ? style : SerdStyle{}, env_.get(), nullptr,
                                      append, &buffer_));
        if (!has_prefixes(syntax)) {
            return;
        }
        if (may_have_odd_numbers) {
            xsd_ = xsd_prefix(prefixes) + ":";
        }
        for (const auto& [name, iri] : prefixes) {
            const SerdNode prefix = node_of(name, SERD_LITERAL);
            const SerdNode uri = node_of(iri, SERD_URI);
            serd_writer_set_prefix(writer_.get(), &prefix, &uri);
        }
    }

    Result<void> add(const QuadView& quad) override {
        const SerdNode graph = quad.graph ? graph_.node_of(*quad.graph) : SERD_NODE_NULL;
        const SerdNode subject = subject_.node_of(quad.subject);
        const SerdNode predicate = predicate_.node_of(quad.predicate);
        const SerdNode object = object_.node_of(quad.object);
        const SerdNode language =
            quad.object.language.empty() ? SERD_NODE_NULL : type_.node_of(quad.object.language, SERD_LITERAL);
        const SerdNode datatype = datatype_of(quad.object);
        if (serd_writer_write_statement(writer_.get(), 0, quad.graph ? &graph : nullptr, &subject, &predicate, &object,
                                        &datatype, &language) != SERD_SUCCESS) {
            return Error{ErrorKind::Internal, "Serd does not write a quad with the subject " +
                                                  std::string(quad.subject.text) + " and the predicate " +
                                                  std::string(quad.predicate.text)};
        }
        return buffer_.pass_on();
    }

    Result<void> finish() override {
        serd_writer_finish(writer_.get());
        return buffer_.flush();
    }

  private:
    SerdNode datatype_of(const TermView& term) {
        if (term.kind != TermKind::Literal || !term.language.empty() || term.datatype == xsd_string) {
            return SERD_NODE_NULL;
        }
        if (xsd_.empty() || !would_be_broken(term)) {
            return type_.node_of(term.datatype, SERD_URI);
        }
        return type_.node_of(xsd_ + std::string(term.datatype.substr(xsd_ns.size())), SERD_CURIE);
    }

    ByteBuffer buffer_;
    std::unique_ptr<SerdEnv, decltype(&serd_env_free)> env_;
    std::unique_ptr<SerdWriter, decltype(&serd_writer_free)> writer_;
    std::string xsd_;  ///< empty if not needed
    EndedText graph_;
    EndedText subject_;
    EndedText predicate_;
    EndedText object_;
    EndedText type_;  ///< or language
};

}  // namespace

/// Serd writes these types bare whatever the text is; only a datatype that is a prefixed name keeps it from that.
bool would_be_broken(const TermView& term) {
    const bool may_be_bare =
        term.datatype == xsd_integer || term.datatype == xsd_decimal || term.datatype == xsd_boolean;
    if (!may_be_bare) {
        return false;
    }
    const Term literal = Term::literal(std::string(term.text), std::string(term.datatype));
    return to_short_text(literal) == to_text(literal);
}

std::unique_ptr<DocumentWriter> make_serd_writer(Syntax syntax, const PrefixMap& prefixes, ByteSink sink,
                                                 bool may_have_odd_numbers) {
    return std::make_unique<Writer>(syntax, prefixes, std::move(sink), may_have_odd_numbers);
}

}  // namespace gridlore::rdf
