#include "knowledge-engine/rdf/serd_reader.h"

#include <serd/serd.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <memory>
#include <utility>

#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/serd_text.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/tokens.h"
#include "knowledge-engine/rdf/turtle_guard.h"

namespace gridlore::rdf {
namespace {

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

/// Makes quads of what Serd finds. An IRI that is not in the document as it is gets room that is used again.
class Statements {
  public:
    Statements(const QuadHandler& handler, std::string base) : handler_(handler), base_(std::move(base)) {}

    /// Text without a backslash, which has been checked, holds no character that would have to be looked for again.
    void expect_escapes(bool may_come) { escapes_ = escapes_ || may_come; }

    /// Serd's fault at a place counted from where it began to read, or one of ours, whose place is not known here.
    const std::optional<Error>& error() const { return error_; }
    bool is_handlers_error() const { return is_handlers_error_; }
    PrefixMap& prefixes() { return prefixes_; }
    const std::string& base() const { return base_; }

    SerdStatus fail(Error error) {
        if (!error_) {
            error_ = std::move(error);
        }
        return SERD_ERR_BAD_SYNTAX;
    }

    SerdStatus set_base(const SerdNode* uri) {
        std::string_view text;
        if (!iri(uri, text, room_[0])) {
            return SERD_ERR_BAD_SYNTAX;
        }
        base_ = std::string(text);
        return SERD_SUCCESS;
    }

    SerdStatus set_prefix(const SerdNode* name, const SerdNode* uri) {
        std::string_view text;
        if (!iri(uri, text, room_[0])) {
            return SERD_ERR_BAD_SYNTAX;
        }
        prefixes_.insert_or_assign(std::string(view(name)), std::string(text));
        return SERD_SUCCESS;
    }

    SerdStatus add(const SerdNode* graph, const SerdNode* subject, const SerdNode* predicate, const SerdNode* object,
                   const SerdNode* datatype, const SerdNode* language) {
        QuadView quad;
        const bool is_named = graph != nullptr && graph->n_bytes > 0;
        if (error_ || !resource(subject, quad.subject, room_[0]) || !resource(predicate, quad.predicate, room_[1]) ||
            !(object->type == SERD_LITERAL ? literal(object, datatype, language, quad.object)
                                           : resource(object, quad.object, room_[2])) ||
            (is_named && !resource(graph, quad.graph.emplace(), room_[3]))) {
            return SERD_ERR_BAD_SYNTAX;
        }
        if (Result<void> taken = handler_(quad); !taken) {
            is_handlers_error_ = true;
            return fail(std::move(taken).error());
        }
        return SERD_SUCCESS;
    }

  private:
    bool refuse(std::string message) { return fail(invalid_input(std::move(message))) == SERD_SUCCESS; }

    bool resource(const SerdNode* node, TermView& term, std::string& room) {
        if (node->type != SERD_BLANK) {
            return iri(node, term.text, room);
        }
        term.kind = TermKind::BlankNode;
        term.text = view(node);
        return is_blank_node_label(term.text) || refuse("`_:" + std::string(term.text) + "` is no blank node");
    }

    bool iri(const SerdNode* node, std::string_view& text, std::string& room) {
        text = view(node);
        if (escapes_ && (!is_valid_utf8(text) || !has_only_iri_characters(text))) {
            return refuse("an IRI has a character that IRIs must not have, not even escaped; percent-encode it");
        }
        if (node->type == SERD_CURIE) {
            return expand(text, room);
        }
        return has_scheme(text) || resolve(text, room);
    }

    bool expand(std::string_view& name, std::string& room) {
        const std::size_t colon = name.find(':');
        const auto known = prefixes_.find(name.substr(0, colon));
        if (known == prefixes_.end()) {
            return refuse("the prefix `" + std::string(name.substr(0, colon)) + ":` is not declared");
        }
        room.assign(known->second).append(name.substr(colon + 1));
        name = room;
        return true;
    }

    bool resolve(std::string_view& reference, std::string& room) {
        if (base_.empty()) {
            return refuse("the IRI <" + std::string(reference) + "> is relative, and there is no base");
        }
        room = resolve_reference(base_, reference);
        reference = room;
        return true;
    }

    bool literal(const SerdNode* node, const SerdNode* datatype, const SerdNode* language, TermView& term) {
        term.kind = TermKind::Literal;
        term.text = view(node);
        if (escapes_ && !is_valid_utf8(term.text)) {
            return refuse("an escape in a string names no Unicode character");
        }
        if (language != nullptr && language->n_bytes > 0) {
            term.datatype = rdf_lang_string;
            return tag(view(language), term.language);
        }
        if (datatype == nullptr || datatype->n_bytes == 0) {
            term.datatype = xsd_string;
            return true;
        }
        return iri(datatype, term.datatype, room_[2]);
    }

    bool tag(std::string_view written, std::string_view& language) {
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

    const QuadHandler& handler_;
    std::string base_;
    PrefixMap prefixes_;
    bool escapes_ = false;
    std::array<std::string, 4> room_;
    std::string written_language_;  ///< the last one
    std::string language_;          ///< the same in canonical case
    std::optional<Error> error_;
    bool is_handlers_error_ = false;
};

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

Error broken_syntax(const std::string& what) {
    return invalid_input("the document breaks the syntax" + (what.empty() ? "" : ": " + what));
}

using Reader = std::unique_ptr<SerdReader, decltype(&serd_reader_free)>;

Reader new_reader(Statements& statements, Syntax syntax, SerdErrorSink on_error, void* handle) {
    Reader reader(serd_reader_new(to_serd(syntax), &statements, nullptr, on_base, on_prefix, on_statement, nullptr),
                  serd_reader_free);
    serd_reader_set_strict(reader.get(), true);
    serd_reader_set_error_sink(reader.get(), on_error, handle);
    return reader;
}

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

/// How far Serd has looked behind a fault that is not its own.
constexpr std::size_t looked_ahead = 2;

/// N-Triples and N-Quads: whole lines of a window at a time, which Serd reads fastest.
class LineReader {
  public:
    LineReader(TextWindow& window, Syntax syntax, const ReadOptions& options, const QuadHandler& handler)
        : window_(window),
          syntax_(syntax),
          statements_(handler, options.base),
          reader_(new_reader(statements_, syntax, on_error, this)) {}

    Result<void> read() {
        while (window_.read_on()) {
            const std::size_t length = window_.has_ended() && !window_.fault() ? window_.text().size() : end_of_lines();
            if (length == 0) {
                continue;
            }
            if (Result<void> done = read(length); !done) {
                return done;
            }
            window_.drop(length);
        }
        if (window_.fault()) {
            return *window_.fault();
        }
        return window_.text().empty() ? Result<void>() : read(window_.text().size());
    }

  private:
    static SerdStatus on_error(void* handle, const SerdError* error) {
        auto& self = *static_cast<LineReader*>(handle);
        if (!self.statements_.error()) {
            // Serd counts the columns of its first line from 1, those of others from 0.
            self.place_ = TextPosition{error->line, error->col + (error->line > 1 ? 1 : 0)};
            self.statements_.fail(broken_syntax(text_of(*error)));
        }
        return SERD_SUCCESS;
    }

    /// Behind the last line of the text with which a statement ends: Serd would read one of several lines.
    std::size_t end_of_lines() const {
        std::string_view text = window_.text();
        while (true) {
            text = text.substr(0, text.find_last_of("\n\r") + 1);
            if (text.empty()) {
                return 0;
            }
            const std::string_view before = text.substr(0, text.size() - 1);
            const std::size_t begin = before.find_last_of("\n\r") + 1;
            if (is_whole(before.substr(begin))) {
                return text.size();
            }
            text = before;
        }
    }

    /// True of an empty line, one that is a comment, and one that ends in a point or has a comment behind one.
    static bool is_whole(std::string_view line) {
        static constexpr std::string_view space = " \t";
        while (true) {
            const std::size_t last = line.find_last_not_of(space);
            if (last == std::string_view::npos || line[last] == '.') {
                return true;
            }
            const std::size_t comment = line.rfind('#');
            if (comment == std::string_view::npos) {
                return false;
            }
            line = line.substr(0, comment);
        }
    }

    Result<void> read(std::size_t length) {
        const TextWindow::Terminated text(window_, length);
        statements_.expect_escapes(window_.text().substr(0, length).find('\\') != std::string_view::npos);
        const SerdStatus status =
            serd_reader_read_string(reader_.get(), reinterpret_cast<const std::uint8_t*>(text.c_str()));
        // Of N-Quads Serd leaves the rest unread where no subject begins, and says so with the status of an empty text.
        const bool stopped = status != SERD_SUCCESS && !statements_.error();
        if (stopped) {
            statements_.fail(broken_syntax(""));
        }
        if (!statements_.error()) {
            return {};
        }
        Error error = *statements_.error();
        if (!statements_.is_handlers_error()) {
            error.position = place({text.c_str(), length}, stopped ? 1 : looked_ahead);
        }
        return error;
    }

    /// Serd tells its place only of its own faults, so that lines with one of ours, which are rare, are read once more,
    /// slowly.
    TextPosition place(std::string_view lines, std::size_t back) const {
        if (place_) {
            return in_document(*place_);
        }
        const QuadHandler ignore = [](const QuadView&) { return Result<void>(); };
        Statements statements(ignore, statements_.base());
        statements.expect_escapes(true);
        Bytes bytes{lines};
        const auto no_message = [](void*, const SerdError*) { return SERD_SUCCESS; };
        const Reader reader = new_reader(statements, syntax_, no_message, nullptr);
        serd_reader_read_source(reader.get(), Bytes::read, Bytes::no_error, &bytes, nullptr, 1);
        return in_document(position_in(lines, bytes.offset - std::min(bytes.offset, back)));
    }

    TextPosition in_document(TextPosition place) const {
        const TextPosition begin = window_.position_of(0);
        return {begin.line + place.line - 1, place.line == 1 ? begin.column + place.column - 1 : place.column};
    }

    TextWindow& window_;
    Syntax syntax_;
    Statements statements_;
    Reader reader_;
    std::optional<TextPosition> place_;
};

/// Turtle and TriG, where a statement or a graph may be as long as the document: Serd takes byte by byte what the guard
/// passes.
class ByteReader {
  public:
    ByteReader(TextWindow& window, Syntax syntax, const ReadOptions& options, const QuadHandler& handler)
        : window_(window),
          depth_limit_(options.depth_limit),
          token_limit_(options.token_limit),
          guard_(options.depth_limit),
          statements_(handler, options.base),
          reader_(new_reader(statements_, syntax, on_error, this)) {}

    Result<void> read(PrefixMap* prefixes) {
        const SerdStatus status = serd_reader_read_source(reader_.get(), next_byte, Bytes::no_error, this, nullptr, 1);
        if (statements_.error()) {
            Error error = *statements_.error();
            if (!statements_.is_handlers_error()) {
                error.position = place_.value_or(place(looked_ahead));
            }
            return error;
        }
        if (fault_) {
            return *std::move(fault_);
        }
        if (status > SERD_FAILURE || !has_ended_) {
            Error error = broken_syntax("");
            error.position = place(looked_ahead);
            return error;
        }
        if (prefixes != nullptr) {
            for (const auto& [name, iri] : statements_.prefixes()) {
                prefixes->insert_or_assign(name, iri);
            }
        }
        return {};
    }

  private:
    static SerdStatus on_error(void* handle, const SerdError* error) {
        auto& self = *static_cast<ByteReader*>(handle);
        // That a document ends where we have cut it is no fault of the document.
        if (!self.statements_.error() && !self.fault_) {
            self.place_ = self.place(1);
            self.statements_.fail(broken_syntax(text_of(*error)));
        }
        return SERD_SUCCESS;
    }

    static std::size_t next_byte(void* buffer, std::size_t, std::size_t, void* stream) {
        auto& self = *static_cast<ByteReader*>(stream);
        // Behind a fault nothing is read, so that the place stays that of the fault.
        if (self.statements_.error() || (self.at_ == self.passed_.size() && !self.next_piece())) {
            self.has_ended_ = true;
            return 0;
        }
        *static_cast<char*>(buffer) = self.passed_[self.at_++];
        return 1;
    }

    bool next_piece() {
        if (fault_) {
            return false;
        }
        do {
            if (guard_.too_deep()) {
                fault_ = Error{ErrorKind::LimitExceeded,
                               "blank nodes and lists are nested deeper than " + std::to_string(depth_limit_),
                               window_.position_of(kept_ + *guard_.too_deep())};
                return false;
            }
            if (guard_.open_token_length() > token_limit_) {
                fault_ = Error{ErrorKind::LimitExceeded,
                               "a string or name is longer than " + std::to_string(token_limit_) + " bytes", place(1)};
                return false;
            }
            if (is_last_) {
                fault_ = window_.fault();
                return false;
            }
            pass_on();
        } while (passed_.empty());
        return true;
    }

    /// What was looked at last stays in the window, so that a place in it can be told.
    void pass_on() {
        const std::size_t length = window_.text().size();
        kept_ = std::min(length, looked_ahead);
        window_.drop(length - kept_);
        is_last_ = !window_.read_on() || window_.has_ended();
        const std::string_view piece = window_.text().substr(kept_);
        passed_ = guard_.pass(piece, is_last_);
        statements_.expect_escapes(piece.find('\\') != std::string_view::npos);
        at_ = 0;
    }

    /// `back` bytes before the next one.
    TextPosition place(std::size_t back) const {
        const auto offset = static_cast<std::ptrdiff_t>(kept_) + guard_.origin(at_) - static_cast<std::ptrdiff_t>(back);
        return window_.position_of(static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)));
    }

    TextWindow& window_;
    std::size_t depth_limit_;
    std::size_t token_limit_;
    TurtleGuard guard_;
    Statements statements_;
    Reader reader_;
    std::string_view passed_;
    std::size_t at_ = 0;
    std::size_t kept_ = 0;  ///< how much of the window's text was passed before
    bool is_last_ = false;
    bool has_ended_ = false;             ///< Serd knows that there is no more
    std::optional<Error> fault_;         ///< why nothing more is passed on
    std::optional<TextPosition> place_;  ///< of Serd's own fault
};

}  // namespace

Result<void> read_with_serd(TextWindow& window, Syntax syntax, const ReadOptions& options, const QuadHandler& handler,
                            PrefixMap* prefixes) {
    return has_prefixes(syntax) ? ByteReader(window, syntax, options, handler).read(prefixes)
                                : LineReader(window, syntax, options, handler).read();
}

}  // namespace gridlore::rdf
