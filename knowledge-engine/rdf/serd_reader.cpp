#include "knowledge-engine/rdf/serd_reader.h"

#include <algorithm>
#include <utility>

#include "knowledge-engine/rdf/serd_line_reader.h"
#include "knowledge-engine/rdf/serd_statements.h"
#include "knowledge-engine/rdf/serd_text.h"
#include "knowledge-engine/rdf/turtle_guard.h"

namespace gridlore::rdf {
namespace {

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
            if (guard_.nul()) {
                fault_ = nul_fault(window_.position_of(kept_ + *guard_.nul()));
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

Result<void> read_with_serd(TextWindow& window, Syntax syntax, const ReadOptions& options,
                            std::span<const QuadHandler> handlers, PrefixMap* prefixes) {
    return has_prefixes(syntax) ? ByteReader(window, syntax, options, handlers.front()).read(prefixes)
                                : read_lines(window, syntax, options, handlers);
}

}  // namespace gridlore::rdf
