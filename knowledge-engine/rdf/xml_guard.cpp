#include "knowledge-engine/rdf/xml_guard.h"

#include <algorithm>
#include <string>
#include <utility>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::rdf {
namespace {

/// Entities may make a document this much longer, beside doubling it a few times.
constexpr std::size_t expansion_allowance = std::size_t{1} << 20;
constexpr std::size_t expansion_factor = 10;
constexpr std::size_t longest_language = 255;

/// Walks from one piece of markup to the next. A malformed document may be cut in other places than by an XML parser,
/// but not one that the parser accepts up to there.
class Guard {
  public:
    Guard(std::string_view xml, std::size_t depth_limit) : xml_(xml), depth_limit_(depth_limit) {}

    std::optional<Error> find() {
        if (const std::size_t nul = xml_.find('\0'); nul != std::string_view::npos) {
            // A parser takes such bytes for UTF-16.
            fail(ErrorKind::InvalidInput, nul, "the document has a NUL character; send it encoded as UTF-8");
        }
        while (!fault_ && (at_ = xml_.find('<', at_)) < xml_.size()) {
            markup();
        }
        if (!fault_ && longest_entity_ > 0) {
            check_expansion();
        }
        return std::move(fault_);
    }

  private:
    bool starts_with(std::string_view expected) const { return xml_.substr(at_).starts_with(expected); }

    void markup() {
        if (starts_with("<!--")) {
            skip_behind("-->", 4);
        } else if (starts_with("<![CDATA[")) {
            skip_behind("]]>", 9);
        } else if (starts_with("<?")) {
            instruction();
        } else if (starts_with("<!ENTITY")) {
            entity();
        } else if (starts_with("<!ATTLIST")) {
            default_attribute();
        } else if (starts_with("<!")) {
            // Of a DOCTYPE only the beginning: what its brackets hold is walked through like the rest.
            at_ = end_of_tag("[>");
        } else {
            element();
        }
    }

    /// What is looked at here are bytes of UTF-8. Of an encoding in which they mean something else nothing is known.
    void instruction() {
        const std::size_t begin = at_;
        skip_behind("?>", 2);
        const std::string_view text = xml_.substr(begin, at_ - begin);
        if (text.starts_with("<?xml") && !is_read_as_utf8(encoding_in(text))) {
            fail(ErrorKind::InvalidInput, begin, "the document declares another encoding; send it encoded as UTF-8");
        }
    }

    static std::string encoding_in(std::string_view declaration) {
        static constexpr std::string_view name = "encoding";
        const std::size_t named = declaration.find(name);
        if (named == std::string_view::npos) {
            return "utf-8";
        }
        const std::size_t begin = declaration.find_first_of("\"'", named + name.size());
        const std::size_t end =
            begin == std::string_view::npos ? begin : declaration.find(declaration[begin], begin + 1);
        if (end == std::string_view::npos) {
            return "";
        }
        std::string encoding(declaration.substr(begin + 1, end - begin - 1));
        std::transform(encoding.begin(), encoding.end(), encoding.begin(), to_ascii_lower);
        return encoding;
    }

    bool is_read_as_utf8(std::string_view encoding) const {
        if (encoding == "utf-8" || encoding == "utf8") {
            return true;
        }
        const bool extends_ascii = encoding == "us-ascii" || encoding == "iso-8859-1" || encoding == "windows-1252";
        return extends_ascii &&
               std::all_of(xml_.begin(), xml_.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    }

    void element() {
        const std::size_t begin = at_;
        const bool closes = starts_with("</");
        at_ = end_of_tag(">");
        check_language(begin);
        if (closes) {
            depth_ -= depth_ > 0 ? 1 : 0;
        } else if (xml_[at_ - 1] != '>' || xml_[at_ - 2] != '/') {
            if (++depth_ > depth_limit_) {
                fail(ErrorKind::LimitExceeded, begin,
                     "elements are nested deeper than " + std::to_string(depth_limit_));
            }
        }
    }

    void entity() {
        const std::size_t begin = at_;
        at_ = end_of_tag(">");
        const std::string_view declaration = xml_.substr(begin, at_ - begin);
        const auto has = [&](std::string_view what) { return declaration.find(what) != std::string_view::npos; };
        if (has("SYSTEM") || has("PUBLIC") || has("&") || has("%") || declaration.find('<', 1) < declaration.size()) {
            fail(ErrorKind::InvalidInput, begin,
                 "external entities, and entities made of others or of elements, are refused; write them out");
        }
        longest_entity_ = std::max(longest_entity_, declaration.size());
    }

    /// Raptor keeps the length of a language in eight bits, and copies all of it.
    void check_language(std::size_t begin) {
        static constexpr std::string_view name = "xml:lang";
        const std::string_view tag = xml_.substr(begin, at_ - begin);
        for (std::size_t i = tag.find(name); i != std::string_view::npos; i = tag.find(name, i + 1)) {
            const std::size_t quote = tag.find_first_not_of("= \t\r\n", i + name.size());
            if (quote == std::string_view::npos || (tag[quote] != '"' && tag[quote] != '\'')) {
                continue;
            }
            const std::string_view value = tag.substr(quote + 1, tag.find(tag[quote], quote + 1) - quote - 1);
            if (value.size() > longest_language || value.find('&') != std::string_view::npos) {
                fail(ErrorKind::InvalidInput, begin, "the value of xml:lang is no language tag");
            }
        }
    }

    void default_attribute() {
        const std::size_t begin = at_;
        at_ = end_of_tag(">");
        if (xml_.substr(begin, at_ - begin).find("xml:lang") != std::string_view::npos) {
            fail(ErrorKind::InvalidInput, begin, "xml:lang with a default value is refused");
        }
    }

    void check_expansion() {
        const auto references = static_cast<std::size_t>(std::count(xml_.begin(), xml_.end(), '&'));
        if (references > (expansion_allowance + expansion_factor * xml_.size()) / longest_entity_) {
            fail(ErrorKind::LimitExceeded, 0, "the document's entities would make it too long");
        }
    }

    void skip_behind(std::string_view closing, std::size_t opening_length) {
        const std::size_t end = xml_.find(closing, at_ + opening_length);
        at_ = end == std::string_view::npos ? xml_.size() : end + closing.size();
    }

    /// Behind the first of `stops` that is in no quotes, or the end.
    std::size_t end_of_tag(std::string_view stops) const {
        char quote = '\0';
        for (std::size_t i = at_ + 1; i < xml_.size(); ++i) {
            const char c = xml_[i];
            if (quote != '\0') {
                quote = c == quote ? '\0' : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (stops.find(c) != std::string_view::npos) {
                return i + 1;
            }
        }
        return xml_.size();
    }

    void fail(ErrorKind kind, std::size_t offset, std::string message) {
        fault_ = Error{kind, std::move(message), TextPosition{position_in(xml_, offset).line, 0}};
    }

    std::string_view xml_;
    std::size_t depth_limit_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::size_t longest_entity_ = 0;
    std::optional<Error> fault_;
};

}  // namespace

std::optional<Error> find_xml_danger(std::string_view xml, std::size_t depth_limit) {
    return Guard(xml, depth_limit).find();
}

}  // namespace gridlore::rdf
