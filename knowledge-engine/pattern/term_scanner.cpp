#include "knowledge-engine/pattern/term_scanner.h"

#include <algorithm>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::pattern {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

TextPosition TermScanner::position() const {
    const std::string_view before = text_.substr(0, at_);
    const std::size_t line_start = before.rfind('\n');
    return {static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1,
            line_start == std::string_view::npos ? at_ + 1 : at_ - line_start};
}

Error TermScanner::error(const std::string& message) const {
    const TextPosition place = position();
    return {ErrorKind::InvalidInput,
            "Line " + std::to_string(place.line) + ", column " + std::to_string(place.column) + ": " + message, place};
}

void TermScanner::skip_space() {
    while (!at_end()) {
        const char c = text_[at_];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            ++at_;
        } else if (c == '#' || (slash_comments_ && starts_with("//"))) {
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else {
            return;
        }
    }
}

bool TermScanner::take(std::string_view expected) {
    if (!starts_with(expected)) {
        return false;
    }
    at_ += expected.size();
    return true;
}

std::size_t TermScanner::word_end(std::size_t from) const {
    while (from < text_.size() && is_word(text_[from])) {
        ++from;
    }
    return from;
}

std::string_view TermScanner::peek_word() const { return text_.substr(at_, word_end(at_) - at_); }

std::string_view TermScanner::word() {
    const std::string_view found = peek_word();
    at_ += found.size();
    return found;
}

Result<rdf::Term> TermScanner::iri() {
    const std::size_t end = text_.find('>', at_);
    if (end == std::string_view::npos) {
        return error("The IRI is not closed by '>'.");
    }
    auto term = rdf::parse_term(text_.substr(at_, end + 1 - at_));
    if (!term) {
        return error(term.error().message);
    }
    if (!rdf::is_absolute_iri(term->text) && term->text.find(':') == std::string::npos) {
        return error("The IRI <" + term->text + "> is relative. Write it in full.");
    }
    at_ = end + 1;
    return term;
}

Result<rdf::Term> TermScanner::string(const rdf::PrefixMap& prefixes) {
    const char quote = text_[at_];
    const std::string long_quote(3, quote);
    const std::string closing = starts_with(long_quote) ? long_quote : std::string(1, quote);
    std::size_t end = at_ + closing.size();
    while (end < text_.size() && !text_.substr(end).starts_with(closing)) {
        end += text_[end] == '\\' ? 2 : 1;
    }
    if (end >= text_.size()) {
        return error("The string is not closed.");
    }
    end += closing.size();
    auto term = rdf::parse_term(text_.substr(at_, end - at_));
    if (!term) {
        return error(term.error().message);
    }
    at_ = end;
    if (take("^^")) {
        auto datatype = peek() == '<' ? iri() : prefixed_name(prefixes);
        if (!datatype) {
            return datatype;
        }
        return rdf::Term::literal(std::move(term->text), std::move(datatype->text));
    }
    if (take("@")) {
        const std::string_view tag = word();
        auto tagged = rdf::parse_term("\"\"@" + std::string(tag));
        if (!tagged) {
            return error("'" + std::string(tag) + "' is no language tag.");
        }
        return rdf::Term::language_string(std::move(term->text), tag);
    }
    return term;
}

Result<rdf::Term> TermScanner::number() {
    std::size_t end = at_;
    while (end < text_.size() && (is_digit(text_[end]) || std::string_view("+-.eE").find(text_[end]) != std::string_view::npos)) {
        ++end;
    }
    // A dot behind an integer ends the triple.
    if (text_[end - 1] == '.') {
        --end;
    }
    auto term = rdf::parse_term(text_.substr(at_, end - at_));
    if (!term) {
        return error(term.error().message);
    }
    at_ = end;
    return term;
}

Result<rdf::Term> TermScanner::prefixed_name(const rdf::PrefixMap& prefixes) {
    std::size_t end = at_;
    while (end < text_.size() && (is_word(text_[end]) || (text_[end] == '.' && end + 1 < text_.size() && is_word(text_[end + 1])))) {
        ++end;
    }
    const std::string prefix(text_.substr(at_, end - at_));
    if (end >= text_.size() || text_[end] != ':') {
        return error("'" + std::string(prefix.empty() ? rest().substr(0, 10) : prefix) +
                     "' is not allowed here; a variable, an IRI, a prefixed name or a literal is expected.");
    }
    const auto known = prefixes.find(prefix);
    if (known == prefixes.end()) {
        return error("The prefix '" + prefix + ":' is not declared. Add it to the prefixes, or write the IRI in full.");
    }
    std::string iri = known->second;
    for (++end; end < text_.size();) {
        const char c = text_[end];
        if (c == '\\' && end + 1 < text_.size()) {
            iri.push_back(text_[end + 1]);
            end += 2;
            continue;
        }
        const bool inner_dot = c == '.' && end + 1 < text_.size() && (is_word(text_[end + 1]) || text_[end + 1] == ':');
        if (!is_word(c) && c != ':' && c != '%' && !inner_dot) {
            break;
        }
        iri.push_back(c);
        ++end;
    }
    at_ = end;
    return rdf::Term::iri(std::move(iri));
}

}  // namespace gridlore::pattern
