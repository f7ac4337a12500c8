#include "knowledge-engine/rdf/term_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_name(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-' || static_cast<unsigned char>(c) >= 0x80; }

struct Prefix {
    std::string_view name;
    std::string_view iri;
};
constexpr std::array<Prefix, 4> built_in_prefixes = {
    {{"rdf", rdf_ns}, {"rdfs", rdfs_ns}, {"owl", owl_ns}, {"xsd", xsd_ns}}};

bool append_utf8(std::string& out, std::uint32_t code) {
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        return false;
    }
    if (code < 0x80) {
        out.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
        out.push_back(static_cast<char>(0xC0 | (code >> 6)));
        out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
    } else if (code < 0x10000) {
        out.push_back(static_cast<char>(0xE0 | (code >> 12)));
        out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
    } else {
        out.push_back(static_cast<char>(0xF0 | (code >> 18)));
        out.push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3F)));
        out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
    }
    return true;
}

class TermReader {
  public:
    explicit TermReader(std::string_view text) : text_(text) {}

    Result<Term> read() {
        if (text_.empty()) {
            return error("a term is expected, but there is nothing. A plain string is written \"text\" with its quotes");
        }
        if (!is_valid_utf8(text_)) {
            return error("the text is not valid UTF-8");
        }
        Result<Term> term = one();
        if (term && at_ != text_.size()) {
            return error("the term ends here, but more follows");
        }
        return term;
    }

  private:
    Error error(std::string_view message) const {
        return {ErrorKind::InvalidInput,
                "Not a term in SPARQL notation: " + std::string(message) + " (column " + std::to_string(at_ + 1) + " of '" +
                    std::string(text_.substr(0, 100)) + "').",
                TextPosition{1, at_ + 1}};
    }

    bool take(std::string_view expected) {
        if (!text_.substr(at_).starts_with(expected)) {
            return false;
        }
        at_ += expected.size();
        return true;
    }

    Result<Term> one() {
        const char c = text_[at_];
        if (c == '<') {
            auto iri = iri_reference();
            return iri ? Result<Term>(Term::iri(std::move(*iri))) : Result<Term>(iri.error());
        }
        if (c == '"' || c == '\'') {
            return string();
        }
        if (c == '?' || c == '$') {
            return error("a variable cannot be a value. Leave the variable out to leave it open");
        }
        if (c == '_' && text_.substr(at_).starts_with("_:")) {
            return blank_node();
        }
        if (is_digit(c) || c == '+' || c == '-' || c == '.') {
            return number();
        }
        if (text_ == "true" || text_ == "false") {
            at_ = text_.size();
            return Term::literal(std::string(text_), std::string(xsd_boolean));
        }
        auto iri = prefixed_name();
        return iri ? Result<Term>(Term::iri(std::move(*iri))) : Result<Term>(iri.error());
    }

    Result<std::string> iri_reference() {
        ++at_;
        std::string iri;
        while (at_ < text_.size() && text_[at_] != '>') {
            const char c = text_[at_];
            if (c == '\\') {
                if (auto escaped = unicode_escape(iri); !escaped) {
                    return escaped.error();
                }
                continue;
            }
            if (static_cast<unsigned char>(c) <= 0x20 || std::string_view("<\"{}|^`").find(c) != std::string_view::npos) {
                return error("this character cannot stand in an IRI");
            }
            iri.push_back(c);
            ++at_;
        }
        if (!take(">")) {
            return error("the IRI is not closed by '>'");
        }
        return iri;
    }

    /// `\uXXXX` or `\UXXXXXXXX` at this place.
    Result<void> unicode_escape(std::string& out) {
        const char kind = at_ + 1 < text_.size() ? text_[at_ + 1] : ' ';
        const std::size_t digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
        if (digits == 0 || at_ + 2 + digits > text_.size()) {
            return error("an escape is \\uXXXX or \\UXXXXXXXX here");
        }
        std::uint32_t code = 0;
        for (std::size_t i = at_ + 2; i < at_ + 2 + digits; ++i) {
            if (!is_hex(text_[i])) {
                return error("an escape has hexadecimal digits only");
            }
            const char c = text_[i];
            code = code * 16 + static_cast<std::uint32_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        if (!append_utf8(out, code)) {
            return error("the escape names no Unicode character");
        }
        at_ += 2 + digits;
        return {};
    }

    Result<Term> string() {
        const char quote = text_[at_];
        const std::string long_quote(3, quote);
        const bool is_long = take(long_quote);
        const std::string closing = is_long ? long_quote : std::string(1, quote);
        if (!is_long) {
            ++at_;
        }
        std::string lexical;
        while (!take(closing)) {
            if (at_ == text_.size()) {
                return error("the string is not closed");
            }
            const char c = text_[at_];
            if (c == '\\') {
                if (auto escaped = escape(lexical); !escaped) {
                    return escaped.error();
                }
                continue;
            }
            if (!is_long && (c == '\n' || c == '\r')) {
                return error("a string in single quotes cannot hold a line break: write \\n");
            }
            lexical.push_back(c);
            ++at_;
        }
        if (take("@")) {
            return language(std::move(lexical));
        }
        if (take("^^")) {
            if (at_ == text_.size()) {
                return error("a datatype is missing");
            }
            auto datatype = text_[at_] == '<' ? iri_reference() : prefixed_name();
            if (!datatype) {
                return datatype.error();
            }
            return Term::literal(std::move(lexical), std::move(*datatype));
        }
        return Term::string(std::move(lexical));
    }

    Result<void> escape(std::string& out) {
        constexpr std::string_view names = "\"\\'nrtbf";
        constexpr std::string_view characters = "\"\\'\n\r\t\b\f";
        const char c = at_ + 1 < text_.size() ? text_[at_ + 1] : ' ';
        const std::size_t known = names.find(c);
        if (known == std::string_view::npos) {
            return unicode_escape(out);
        }
        out.push_back(characters[known]);
        at_ += 2;
        return {};
    }

    Result<Term> language(std::string lexical) {
        const std::size_t begin = at_;
        std::size_t part = 0;
        bool first = true;
        const auto part_is_good = [&] { return part >= 1 && part <= 8; };
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '-') {
                if (!part_is_good()) {
                    return error("this is no language tag");
                }
                part = 0;
                first = false;
            } else if (is_letter(c) || (!first && is_digit(c))) {
                ++part;
            } else {
                return error("this is no language tag");
            }
        }
        if (!part_is_good()) {
            return error("this is no language tag");
        }
        return Term::language_string(std::move(lexical), text_.substr(begin));
    }

    Result<Term> blank_node() {
        at_ += 2;
        const std::size_t begin = at_;
        while (at_ < text_.size() && (is_name(text_[at_]) || text_[at_] == '.')) {
            ++at_;
        }
        if (at_ == begin) {
            return error("a blank node needs a label");
        }
        return Term::blank_node(std::string(text_.substr(begin, at_ - begin)));
    }

    std::size_t digits() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && is_digit(text_[at_])) {
            ++at_;
        }
        return at_ - begin;
    }

    Result<Term> number() {
        if (text_[at_] == '+' || text_[at_] == '-') {
            ++at_;
        }
        std::string_view datatype = xsd_integer;
        std::size_t count = digits();
        if (take(".")) {
            datatype = xsd_decimal;
            count += digits();
        }
        if (count == 0) {
            return error("a number needs a digit");
        }
        if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
            ++at_;
            datatype = xsd_double;
            if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) {
                ++at_;
            }
            if (digits() == 0) {
                return error("an exponent needs a digit");
            }
        }
        return Term::literal(std::string(text_.substr(0, at_)), std::string(datatype));
    }

    Result<std::string> prefixed_name() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && (is_name(text_[at_]) || text_[at_] == '.')) {
            ++at_;
        }
        const std::string_view prefix = text_.substr(begin, at_ - begin);
        if (!take(":")) {
            at_ = begin;
            return error("this is neither an IRI in angle brackets, nor a string in quotes, nor a number");
        }
        const std::size_t local = at_;
        while (at_ < text_.size() && (is_name(text_[at_]) || std::string_view(".:%").find(text_[at_]) != std::string_view::npos)) {
            ++at_;
        }
        if (at_ != text_.size()) {
            at_ = begin;
            return error("this is no term. An IRI needs angle brackets: <http://…>");
        }
        const std::string_view name = text_.substr(local, at_ - local);
        for (const Prefix& known : built_in_prefixes) {
            if (known.name == prefix) {
                return std::string(known.iri).append(name);
            }
        }
        return std::string(text_.substr(begin));
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

void append_quoted(std::string& out, std::string_view lexical) {
    out.push_back('"');
    for (const char c : lexical) {
        switch (c) {
            case '"':
                out.append("\\\"");
                break;
            case '\\':
                out.append("\\\\");
                break;
            case '\n':
                out.append("\\n");
                break;
            case '\r':
                out.append("\\r");
                break;
            case '\t':
                out.append("\\t");
                break;
            case '\f':
                out.append("\\f");
                break;
            default:
                out.push_back(c);
        }
    }
    out.push_back('"');
}

bool is_integer_text(std::string_view text) {
    if (text.starts_with('+') || text.starts_with('-')) {
        text.remove_prefix(1);
    }
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

bool is_decimal_text(std::string_view text) {
    const std::size_t point = text.find('.');
    return point != std::string_view::npos && point + 1 < text.size() &&
           (is_integer_text(text.substr(0, point)) || text.substr(0, point).empty()) &&
           std::ranges::all_of(text.substr(point + 1), is_digit);
}

}  // namespace

Result<Term> parse_term(std::string_view text) { return TermReader(text).read(); }

std::string to_text(const Term& term) {
    std::string text;
    switch (term.kind) {
        case TermKind::Iri:
            return text.append("<").append(term.text).append(">");
        case TermKind::BlankNode:
            return text.append("_:").append(term.text);
        case TermKind::Literal:
            break;
    }
    append_quoted(text, term.text);
    if (!term.language.empty()) {
        text.append("@").append(term.language);
    } else if (term.datatype != xsd_string) {
        text.append("^^<").append(term.datatype).append(">");
    }
    return text;
}

std::string to_short_text(const Term& term) {
    if (term.is_literal() && ((term.datatype == xsd_integer && is_integer_text(term.text)) ||
                              (term.datatype == xsd_decimal && is_decimal_text(term.text)) ||
                              (term.datatype == xsd_boolean && (term.text == "true" || term.text == "false")))) {
        return term.text;
    }
    return to_text(term);
}

bool is_valid_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
        if (byte < 0xC2 || byte > 0xF4 || i + length > text.size()) {
            return false;
        }
        std::uint32_t code = byte & (0x7FU >> length);
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xC0) != 0x80) {
                return false;
            }
            code = (code << 6) | (next & 0x3FU);
        }
        constexpr std::array<std::uint32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
        if (code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
            return false;
        }
        i += length;
    }
    return true;
}

bool is_absolute_iri(std::string_view iri) {
    const std::size_t colon = iri.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == iri.size() || !is_letter(iri[0]) ||
        !is_valid_utf8(iri)) {
        return false;
    }
    const std::string_view scheme = iri.substr(0, colon);
    if (!std::ranges::all_of(scheme, [](char c) {
            return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
        })) {
        return false;
    }
    for (std::size_t i = 0; i < iri.size(); ++i) {
        const auto c = static_cast<unsigned char>(iri[i]);
        if (c <= 0x20 || c == 0x7F || std::string_view("<>\"{}|\\^`").find(iri[i]) != std::string_view::npos) {
            return false;
        }
        if (c == '%' && (i + 2 >= iri.size() || !is_hex(iri[i + 1]) || !is_hex(iri[i + 2]))) {
            return false;
        }
    }
    std::string lower(scheme);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const std::string_view rest = iri.substr(colon + 1);
    if (lower == "urn") {
        const std::size_t second = rest.find(':');
        return second != std::string_view::npos && second > 0 && second + 1 < rest.size();
    }
    const bool is_web = lower == "http" || lower == "https";
    if (!rest.starts_with("//")) {
        return !is_web;
    }
    std::string_view authority = rest.substr(2, rest.substr(2).find_first_of("/?#"));
    if (const std::size_t user = authority.rfind('@'); user != std::string_view::npos) {
        authority.remove_prefix(user + 1);
    }
    const std::size_t bracket = authority.rfind(']');
    const std::size_t port = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (port != std::string_view::npos && !std::ranges::all_of(authority.substr(port + 1), is_digit)) {
        return false;
    }
    return !is_web || !authority.substr(0, port).empty();
}

}  // namespace gridlore::rdf
