#include "knowledge-engine/rdf/serd_line_reader.h"

#include <algorithm>
#include <future>
#include <utility>
#include <vector>

#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::rdf {
namespace {

/// Calls `use` with each line, without its end, until it says false.
template <typename Use>
void each_line(std::string_view text, const Use& use) {
    while (!text.empty()) {
        // Other line ends than this one are rare.
        std::size_t end = std::min(text.find('\n'), text.size());
        end = std::min(text.substr(0, end).find('\r'), end);
        if (!use(text.substr(0, end))) {
            return;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// True of a line of N-Triples or N-Quads that has neither a statement nor a part of one.
bool is_without_statement(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(" \t");
    return begin == std::string_view::npos || line[begin] == '#';
}

/// A thread that ends, however it does, has read to the end or has met what ends the reading for all.
class EndingAll {
  public:
    explicit EndingAll(WholeLines& lines) : lines_(lines) {}
    ~EndingAll() { lines_.end(); }
    EndingAll(const EndingAll&) = delete;
    EndingAll& operator=(const EndingAll&) = delete;

  private:
    WholeLines& lines_;
};

}  // namespace

LineReader::LineReader(WholeLines& lines, Syntax syntax, const ReadOptions& options, const QuadHandler& handler)
    : lines_(lines),
      syntax_(syntax),
      statements_(handler, options.base),
      reader_(new_reader(statements_, syntax, on_error, this)) {}

void LineReader::read() {
    while (lines_.take(current_)) {
        const bool has_nul = current_.text.find('\0') != std::string::npos;
        if (Result<void> done = has_nul ? read_with_nul() : read_text(current_.text); !done) {
            lines_.fail(current_.number, std::move(done).error());
        }
    }
}

SerdStatus LineReader::on_error(void* handle, const SerdError* error) {
    auto& self = *static_cast<LineReader*>(handle);
    if (!self.statements_.error()) {
        // Serd counts the columns of its first line from 1, those of others from 0.
        self.place_ = TextPosition{error->line, error->col + (error->line > 1 ? 1 : 0)};
        self.statements_.fail(broken_syntax(text_of(*error)));
    }
    return SERD_SUCCESS;
}

/// A NUL ends a text for Serd: it is given the escape of those in strings and comments. (Columns behind one on its line
/// are wrong in errors.)
Result<void> LineReader::read_with_nul() {
    const std::string_view lines = current_.text;
    std::string escaped;
    char closing = '\0';  // what ends the string, IRI or comment
    bool is_escape = false;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const char c = lines[at];
        if (c != '\0') {
            escaped += c;
        } else if (!is_escape && (closing == '"' || closing == '\n')) {
            escaped += "\\u0000";
        } else {
            escaped.resize(escaped.find_last_of("\n\r") + 1);
            Result<void> before = read_text(escaped);
            return before ? nul_fault(in_document(position_in(lines, at))) : before;
        }
        if (is_escape) {
            is_escape = false;
        } else if (closing == '\0') {
            closing = c == '"' ? '"' : c == '<' ? '>' : c == '#' ? '\n' : '\0';
        } else if (c == closing || (c == '\r' && closing == '\n')) {
            closing = '\0';
        } else {
            is_escape = c == '\\' && closing == '"';
        }
    }
    return read_text(escaped);
}

Result<void> LineReader::read_text(const std::string& text) {
    statements_.expect_escapes(text.find('\\') != std::string::npos);
    const SerdStatus status =
        serd_reader_read_string(reader_.get(), reinterpret_cast<const std::uint8_t*>(text.c_str()));
    // Of N-Quads Serd leaves the rest unread where no subject begins, and says so with the status of an empty text.
    const bool stopped = status != SERD_SUCCESS && !statements_.error();
    if (stopped) {
        statements_.fail(broken_syntax(""));
    }
    if (!statements_.error()) {
        return check_lines(text);
    }
    Error error = *statements_.error();
    if (!statements_.is_handlers_error()) {
        error.position = place(text, stopped ? 1 : looked_ahead);
    }
    return error;
}

/// Serd also reads a statement of several lines, and several of one line.
Result<void> LineReader::check_lines(std::string_view lines) {
    const std::size_t before = std::exchange(counted_, statements_.count());
    std::size_t expected = 0;
    each_line(lines, [&](std::string_view line) {
        expected += is_without_statement(line) ? 0 : 1;
        return true;
    });
    if (counted_ - before == expected) {
        return {};
    }
    std::size_t fault = 0;
    each_line(lines, [&](std::string_view line) {
        fault = static_cast<std::size_t>(line.data() - lines.data());
        return is_without_statement(line) || has_one_statement(std::string(line));
    });
    Error error = broken_syntax("a statement has a line of its own");
    error.position = in_document(position_in(lines, fault));
    return error;
}

bool LineReader::has_one_statement(const std::string& line) const {
    const QuadHandler ignore = [](const QuadView&) { return Result<void>(); };
    Statements statements(ignore, statements_.base());
    const auto no_message = [](void*, const SerdError*) { return SERD_SUCCESS; };
    const Reader reader = new_reader(statements, syntax_, no_message, nullptr);
    const SerdStatus status =
        serd_reader_read_string(reader.get(), reinterpret_cast<const std::uint8_t*>(line.c_str()));
    return status == SERD_SUCCESS && statements.count() == 1;
}

/// Serd tells its place only of its own faults, so that lines with one of ours, which are rare, are read once more,
/// slowly.
TextPosition LineReader::place(std::string_view lines, std::size_t back) const {
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

TextPosition LineReader::in_document(TextPosition place) const {
    const TextPosition begin = current_.begin;
    return {begin.line + place.line - 1, place.line == 1 ? begin.column + place.column - 1 : place.column};
}

Result<void> read_lines(TextWindow& window, Syntax syntax, const ReadOptions& options,
                        std::span<const QuadHandler> handlers) {
    WholeLines lines(window);
    const auto read = [&](const QuadHandler& handler) {
        const EndingAll ending(lines);
        LineReader(lines, syntax, options, handler).read();
    };
    std::vector<std::future<void>> others;
    for (const QuadHandler& handler : handlers.subspan(1)) {
        others.push_back(std::async(std::launch::async, read, std::cref(handler)));
    }
    read(handlers.front());
    for (std::future<void>& other : others) {
        other.get();
    }
    return lines.outcome();
}

}  // namespace gridlore::rdf
