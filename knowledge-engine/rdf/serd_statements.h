/// What Serd finds in a document, as quads. Private to this folder. Confined.
#pragma once

#include <serd/serd.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/rdf/document_reader.h"

namespace gridlore::rdf {

/// Makes quads of what Serd finds. An IRI that is not in the document as it is gets room that is used again.
class Statements {
  public:
    Statements(const QuadHandler& handler, std::string base) : handler_(handler), base_(std::move(base)) {}

    /// Text without a backslash, which has been checked, holds no character that would have to be looked for again.
    void expect_escapes(bool may_come) { escapes_ = escapes_ || may_come; }

    /// Serd's fault, the handler's, or one of ours; only the first one.
    const std::optional<Error>& error() const { return error_; }
    bool is_handlers_error() const { return is_handlers_error_; }
    std::size_t count() const { return count_; }
    const PrefixMap& prefixes() const { return prefixes_; }
    const std::string& base() const { return base_; }

    SerdStatus fail(Error error);
    SerdStatus set_base(const SerdNode* uri);
    SerdStatus set_prefix(const SerdNode* name, const SerdNode* uri);
    SerdStatus add(const SerdNode* graph, const SerdNode* subject, const SerdNode* predicate, const SerdNode* object,
                   const SerdNode* datatype, const SerdNode* language);

  private:
    bool refuse(std::string message) { return fail(invalid_input(std::move(message))) == SERD_SUCCESS; }
    bool resource(const SerdNode* node, TermView& term, std::string& room);
    bool iri(const SerdNode* node, std::string_view& text, std::string& room);
    bool expand(std::string_view& name, std::string& room);
    bool resolve(std::string_view& reference, std::string& room);
    bool literal(const SerdNode* node, const SerdNode* datatype, const SerdNode* language, TermView& term);
    bool tag(std::string_view written, std::string_view& language);

    const QuadHandler& handler_;
    std::string base_;
    PrefixMap prefixes_;
    bool escapes_ = false;
    std::array<std::string, 4> room_;
    std::string written_language_;  ///< the last one
    std::string language_;          ///< the same in canonical case
    std::size_t count_ = 0;
    std::optional<Error> error_;
    bool is_handlers_error_ = false;
};

using Reader = std::unique_ptr<SerdReader, decltype(&serd_reader_free)>;

/// Strict; what it finds goes to `statements`.
Reader new_reader(Statements& statements, Syntax syntax, SerdErrorSink on_error, void* handle);

/// What Serd says of a fault, without the line break behind it.
std::string text_of(const SerdError& error);
Error broken_syntax(const std::string& what);
/// Of a NUL outside strings and comments.
Error nul_fault(TextPosition position);

/// How far Serd has looked behind a fault that is not its own.
inline constexpr std::size_t looked_ahead = 2;

/// Bytes that are handed out one by one, so that it is known how far Serd has read.
struct Bytes {
    std::string_view text;
    std::size_t offset = 0;

    static std::size_t read(void* buffer, std::size_t, std::size_t, void* stream) {
        auto& bytes = *static_cast<Bytes*>(stream);
        if (bytes.offset == bytes.text.size()) {
            return 0;
        }
        *static_cast<char*>(buffer) = bytes.text[bytes.offset++];
        return 1;
    }
    static int no_error(void*) { return 0; }
};

}  // namespace gridlore::rdf
