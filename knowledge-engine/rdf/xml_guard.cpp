#include "knowledge-engine/rdf/xml_guard.h"

#include <algorithm>
#include <utility>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::rdf {
namespace {

/// Entities may make a document this much longer, beside doubling it a few times.
constexpr std::size_t expansion_allowance = std::size_t{1} << 20;
constexpr std::size_t expansion_factor = 10;
constexpr std::size_t longest_language = 255;
/// What tells one kind of markup from another is no longer than this.
constexpr std::size_t longest_opening = 9;

bool is_other_than_ascii(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

std::string encoding_in(std::string_view declaration) {
    static constexpr std::string_view name = "encoding";
    const std::size_t named = declaration.find(name);
    if (named == std::string_view::npos) {
        return "utf-8";
    }
    const std::size_t begin = declaration.find_first_of("\"'", named + name.size());
    const std::size_t end = begin == std::string_view::npos ? begin : declaration.find(declaration[begin], begin + 1);
    if (end == std::string_view::npos) {
        return "";
    }
    std::string encoding(declaration.substr(begin + 1, end - begin - 1));
    std::transform(encoding.begin(), encoding.end(), encoding.begin(), to_ascii_lower);
    return encoding;
}

}  // namespace

std::size_t XmlGuard::pass(std::string_view text, bool is_last) {
    text_ = text;
    at_ = 0;
    if (const std::size_t nul = text_.find('\0'); nul != std::string_view::npos) {
        // A parser takes such bytes for UTF-16.
        fail(ErrorKind::InvalidInput, nul, "the document has a NUL character; send it encoded as UTF-8");
    }
    while (!fault_ && (at_ = std::min(text_.find('<', at_), text_.size())) < text_.size()) {
        const bool is_known = is_last || text_.size() - at_ >= longest_opening;
        const auto end = is_known ? end_of_markup() : std::nullopt;
        if (!end && !is_last) {
            break;
        }
        look_at(text_.substr(at_, end.value_or(text_.size()) - at_));
        at_ = end.value_or(text_.size());
    }
    check_bytes(at_);
    line_ += position_in(text_, at_).line - 1;
    return fault_ ? 0 : at_;
}

std::optional<std::size_t> XmlGuard::end_of_markup() const {
    if (starts_with("<!--")) {
        return behind("-->", 4);
    }
    if (starts_with("<![CDATA[")) {
        return behind("]]>", 9);
    }
    if (starts_with("<?")) {
        return behind("?>", 2);
    }
    // Of a DOCTYPE only the beginning: what its brackets hold is walked through like the rest.
    const bool is_declaration = starts_with("<!") && !starts_with("<!ENTITY") && !starts_with("<!ATTLIST");
    return end_of_tag(is_declaration ? "[>" : ">");
}

void XmlGuard::look_at(std::string_view markup) {
    if (markup.starts_with("<!ENTITY")) {
        entity(markup);
    } else if (markup.starts_with("<!ATTLIST")) {
        if (markup.find("xml:lang") != std::string_view::npos) {
            fail(ErrorKind::InvalidInput, at_, "xml:lang with a default value is refused");
        }
    } else if (markup.starts_with("<?")) {
        instruction(markup);
    } else if (!markup.starts_with("<!")) {
        element(markup);
    }
}

/// What is looked at here are bytes of UTF-8. Of an encoding in which they mean something else nothing is known.
void XmlGuard::instruction(std::string_view markup) {
    if (markup.starts_with("<?xml") && !is_read_as_utf8(encoding_in(markup))) {
        fail(ErrorKind::InvalidInput, at_, "the document declares another encoding; send it encoded as UTF-8");
    }
}

bool XmlGuard::is_read_as_utf8(std::string_view encoding) {
    if (encoding == "utf-8" || encoding == "utf8") {
        return true;
    }
    ascii_only_line_ = line_ + position_in(text_, at_).line - 1;
    return encoding == "us-ascii" || encoding == "iso-8859-1" || encoding == "windows-1252";
}

void XmlGuard::element(std::string_view markup) {
    check_language(markup);
    if (markup.starts_with("</")) {
        depth_ -= depth_ > 0 ? 1 : 0;
    } else if (!markup.ends_with("/>") && ++depth_ > depth_limit_) {
        fail(ErrorKind::LimitExceeded, at_, "elements are nested deeper than " + std::to_string(depth_limit_));
    }
}

void XmlGuard::entity(std::string_view declaration) {
    const auto has = [&](std::string_view what) { return declaration.find(what) != std::string_view::npos; };
    if (has("SYSTEM") || has("PUBLIC") || has("&") || has("%") || declaration.find('<', 1) < declaration.size()) {
        fail(ErrorKind::InvalidInput, at_,
             "external entities, and entities made of others or of elements, are refused; write them out");
    }
    longest_entity_ = std::max(longest_entity_, declaration.size());
}

/// Raptor keeps the length of a language in eight bits, and copies all of it.
void XmlGuard::check_language(std::string_view tag) {
    static constexpr std::string_view name = "xml:lang";
    for (std::size_t i = tag.find(name); i != std::string_view::npos; i = tag.find(name, i + 1)) {
        const std::size_t quote = tag.find_first_not_of("= \t\r\n", i + name.size());
        if (quote == std::string_view::npos || (tag[quote] != '"' && tag[quote] != '\'')) {
            continue;
        }
        const std::string_view value = tag.substr(quote + 1, tag.find(tag[quote], quote + 1) - quote - 1);
        if (value.size() > longest_language || value.find('&') != std::string_view::npos) {
            fail(ErrorKind::InvalidInput, at_, "the value of xml:lang is no language tag");
        }
    }
}

/// What concerns all bytes, however far they have come.
void XmlGuard::check_bytes(std::size_t end) {
    const std::string_view fresh = text_.substr(0, end);
    passed_ += fresh.size();
    references_ += static_cast<std::size_t>(std::count(fresh.begin(), fresh.end(), '&'));
    has_other_than_ascii_ = has_other_than_ascii_ || std::any_of(fresh.begin(), fresh.end(), is_other_than_ascii);
    if (ascii_only_line_ && has_other_than_ascii_ && !fault_) {
        fault_ = Error{ErrorKind::InvalidInput, "the document declares another encoding; send it encoded as UTF-8",
                       TextPosition{*ascii_only_line_, 0}};
    }
    if (longest_entity_ > 0 && references_ > (expansion_allowance + expansion_factor * passed_) / longest_entity_) {
        fail(ErrorKind::LimitExceeded, 0, "the document's entities would make it too long");
    }
}

std::optional<std::size_t> XmlGuard::behind(std::string_view closing, std::size_t opening_length) const {
    const std::size_t end = text_.find(closing, at_ + opening_length);
    return end == std::string_view::npos ? std::nullopt : std::optional(end + closing.size());
}

/// Behind the first of `stops` that is in no quotes.
std::optional<std::size_t> XmlGuard::end_of_tag(std::string_view stops) const {
    char quote = '\0';
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
        const char c = text_[i];
        if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (stops.find(c) != std::string_view::npos) {
            return i + 1;
        }
    }
    return std::nullopt;
}

void XmlGuard::fail(ErrorKind kind, std::size_t offset, std::string message) {
    if (!fault_) {
        fault_ = Error{kind, std::move(message), TextPosition{line_ + position_in(text_, offset).line - 1, 0}};
    }
}

std::optional<Error> find_xml_danger(std::string_view xml, std::size_t depth_limit) {
    XmlGuard guard(depth_limit);
    guard.pass(xml, true);
    return guard.fault();
}

}  // namespace gridlore::rdf
