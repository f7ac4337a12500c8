#include "knowledge-engine/rdf/raptor_writer.h"

#include <string>
#include <utility>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/byte_buffer.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/raptor_library.h"
#include "knowledge-engine/rdf/xml_names.h"

namespace gridlore::rdf {
namespace {

/// Not every label is an XML name: letters and digits stay, of other bytes the number is written.
void set_to_name(std::string& name, std::string_view label) {
    static constexpr std::string_view digits = "0123456789abcdef";
    name = "b";
    for (const char c : label) {
        if (is_ascii_letter(c) || is_ascii_digit(c)) {
            name += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            name += {'_', digits[byte >> 4], digits[byte & 0xFU]};
        }
    }
}

int write_bytes(void* context, const void* bytes, std::size_t size, std::size_t count) {
    static_cast<ByteBuffer*>(context)->append({static_cast<const char*>(bytes), size * count});
    return static_cast<int>(count);
}

int write_byte(void* context, int byte) {
    const char c = static_cast<char>(byte);
    static_cast<ByteBuffer*>(context)->append({&c, 1});
    return 0;
}

constexpr raptor_iostream_handler to_buffer = {2, nullptr, nullptr, write_byte, write_bytes, nullptr, nullptr, nullptr};

class XmlWriter final : public DocumentWriter {
  public:
    XmlWriter(const PrefixMap& prefixes, ByteSink sink) : buffer_(std::move(sink)) {
        listener_.on_error = [this](const raptor_locator*, std::string_view message) {
            if (!error_) {
                error_ = invalid_input(std::string(message));
            }
        };
        const RaptorTurn turn(listener_);
        serializer_ = raptor().raptor_new_serializer(turn.world(), "rdfxml");
        for (const auto& [name, iri] : prefixes) {
            if (is_xml_prefix(name, iri)) {
                raptor_uri* uri = new_uri(iri);
                raptor().raptor_serializer_set_namespace(serializer_, uri,
                                                         reinterpret_cast<const unsigned char*>(name.c_str()));
                raptor().raptor_free_uri(uri);
            }
        }
        stream_ = raptor().raptor_new_iostream_from_handler(turn.world(), &buffer_, &to_buffer);
        raptor().raptor_serializer_start_to_iostream(serializer_, nullptr, stream_);
    }
    ~XmlWriter() override {
        const RaptorTurn turn(listener_);
        raptor().raptor_free_serializer(serializer_);
        raptor().raptor_free_iostream(stream_);
    }
    XmlWriter(const XmlWriter&) = delete;
    XmlWriter& operator=(const XmlWriter&) = delete;

    Result<void> add(const QuadView& quad) override {
        {
            const RaptorTurn turn(listener_);
            raptor_statement* statement = raptor().raptor_new_statement(turn.world());
            statement->subject = new_term(quad.subject);
            statement->predicate = new_term(quad.predicate);
            statement->object = new_term(quad.object);
            raptor().raptor_serializer_serialize_statement(serializer_, statement);
            raptor().raptor_free_statement(statement);
        }
        return error_ ? Result<void>(*error_) : buffer_.pass_on();
    }

    Result<void> finish() override {
        {
            const RaptorTurn turn(listener_);
            raptor().raptor_serializer_serialize_end(serializer_);
        }
        return error_ ? Result<void>(*error_) : buffer_.flush();
    }

  private:
    static raptor_uri* new_uri(std::string_view iri) {
        return raptor().raptor_new_uri_from_counted_string(RaptorTurn::world(), raptor_bytes(iri), iri.size());
    }

    raptor_term* new_term(const TermView& term) {
        raptor_world* world = RaptorTurn::world();
        if (term.kind == TermKind::BlankNode) {
            set_to_name(name_, term.text);
            return raptor().raptor_new_term_from_counted_blank(world, raptor_bytes(name_), name_.size());
        }
        if (term.kind == TermKind::Iri) {
            raptor_uri* uri = new_uri(term.text);
            raptor_term* made = raptor().raptor_new_term_from_uri(world, uri);
            raptor().raptor_free_uri(uri);
            return made;
        }
        const bool has_language = !term.language.empty();
        raptor_uri* datatype = has_language || term.datatype == xsd_string ? nullptr : new_uri(term.datatype);
        raptor_term* literal = raptor().raptor_new_term_from_counted_literal(
            world, raptor_bytes(term.text), term.text.size(), datatype,
            has_language ? raptor_bytes(term.language) : nullptr, static_cast<unsigned char>(term.language.size()));
        if (datatype != nullptr) {
            raptor().raptor_free_uri(datatype);
        }
        return literal;
    }

    ByteBuffer buffer_;
    RaptorListener listener_;
    raptor_serializer* serializer_ = nullptr;
    raptor_iostream* stream_ = nullptr;
    std::string name_;
    std::optional<Error> error_;
};

}  // namespace

Result<std::unique_ptr<DocumentWriter>> make_raptor_writer(const PrefixMap& prefixes, ByteSink sink) {
    if (auto found = find_raptor(); !found) {
        return std::move(found).error();
    }
    return std::unique_ptr<DocumentWriter>(std::make_unique<XmlWriter>(prefixes, std::move(sink)));
}

}  // namespace gridlore::rdf
