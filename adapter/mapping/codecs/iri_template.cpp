#include "adapter/mapping/codecs/iri_template.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>
#include <utility>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/tokens.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::mapping {
namespace {

constexpr std::string_view capital_digits = "0123456789ABCDEF";

/// RFC 3986, 2.3. By byte, since every IRI that is made or read is looked through.
constexpr auto unreserved = [] {
    std::array<bool, 256> table{};
    for (unsigned byte = 0; byte < table.size(); ++byte) {
        const char c = static_cast<char>(byte);
        table[byte] = rdf::is_ascii_letter(c) || rdf::is_ascii_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
    }
    return table;
}();

constexpr bool is_unreserved(char c) {
    return unreserved[static_cast<unsigned char>(c)];
}

constexpr bool is_of_encoded_value(char c) {
    return is_unreserved(c) || c == '%';
}

/// The byte that a `%` at the beginning of `text` and two capital digits mean, if it is one that is encoded.
std::optional<char> encoded_byte(std::string_view text) {
    if (text.size() < 3) {
        return std::nullopt;
    }
    const auto high = capital_digits.find(text[1]);
    const auto low = capital_digits.find(text[2]);
    if (high == std::string_view::npos || low == std::string_view::npos) {
        return std::nullopt;
    }
    const char byte = static_cast<char>(high * 16 + low);
    return is_unreserved(byte) ? std::nullopt : std::optional(byte);
}

/// What `append_percent_encoded` made `text` of; nothing if it is nothing that it writes.
bool decode(std::string_view text, std::string& value) {
    value.clear();
    const bool is_plain = std::ranges::all_of(text, is_unreserved);
    if (is_plain) {
        value.assign(text);
        return true;
    }
    while (!text.empty()) {
        const auto plain = static_cast<std::size_t>(std::ranges::find_if_not(text, is_unreserved) - text.begin());
        value.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) {
            break;
        }
        const auto byte = text.front() == '%' ? encoded_byte(text) : std::nullopt;
        if (!byte) {
            return false;
        }
        value += *byte;
        text.remove_prefix(3);
    }
    return rdf::first_invalid_utf8(value) == value.size();
}

bool is_variable_name(std::string_view name) {
    return rdf::TokenReader(name).variable_name().size() == name.size();
}

Error wrong(std::string_view text, const std::string& why) {
    return invalid_input("the IRI template `" + std::string(text) + "` " + why);
}

struct Pieces {
    std::vector<std::string> names;
    std::vector<std::string> between;
};

Result<Pieces> split_at_braces(std::string_view text) {
    Pieces pieces;
    std::string_view rest = text;
    while (true) {
        const std::size_t brace = rest.find_first_of("{}");
        pieces.between.emplace_back(rest.substr(0, brace));
        if (brace == std::string_view::npos) {
            return pieces;
        }
        const std::size_t end = rest.find_first_of("{}", brace + 1);
        if (rest[brace] == '}' || end == std::string_view::npos || rest[end] == '{') {
            return wrong(text, "has a brace without its other: a name stands in `{` and `}`, and an IRI has no braces");
        }
        const std::string_view name = rest.substr(brace + 1, end - brace - 1);
        if (!is_variable_name(name)) {
            return wrong(text, "has `{" + std::string(name) + "}`: write a variable's name, without `?`");
        }
        pieces.names.emplace_back(name);
        rest.remove_prefix(end + 1);
    }
}

/// What is wrong with what stands between the names, if anything.
std::optional<std::string> fault_between(const Pieces& pieces) {
    for (std::size_t i = 1; i + 1 < pieces.between.size(); ++i) {
        const std::string& between = pieces.between[i];
        if (between.empty() || is_of_encoded_value(between.front())) {
            const std::string names = "`{" + pieces.names[i - 1] + "}` and `{" + pieces.names[i] + "}`";
            return "cannot be read back: " +
                   (between.empty()
                        ? "nothing stands between " + names
                        : "what stands between " + names + " begins with a character that a value may have") +
                   "; write `:` or `/` there";
        }
    }
    for (const std::string& between : pieces.between) {
        if (!rdf::has_only_iri_characters(between)) {
            return "has a character that no IRI has: a blank, a control, or one of `<>\"|^\\` and the grave accent";
        }
    }
    // A hyphen is no scheme, no port, and no part of what a `%` begins: with it only what any value completes passes.
    std::string example = pieces.between.front();
    for (std::size_t i = 1; i < pieces.between.size(); ++i) {
        example.append("-").append(pieces.between[i]);
    }
    if (!rdf::has_scheme(pieces.between.front()) || !rdf::is_absolute_iri(example)) {
        return "makes no absolute IRI: begin it with a scheme, such as `urn:example:` or `https://example.org/`, and "
               "write what is no letter of IRIs as `%` and two digits";
    }
    return std::nullopt;
}

}  // namespace

Result<IriTemplate> IriTemplate::parse(std::string_view text) {
    auto pieces = split_at_braces(text);
    if (!pieces) {
        return std::move(pieces).error();
    }
    if (const auto fault = fault_between(*pieces)) {
        return wrong(text, *fault);
    }
    IriTemplate made;
    made.text_ = text;
    made.names_ = std::move(pieces->names);
    made.between_ = std::move(pieces->between);
    return made;
}

void IriTemplate::write(std::span<const std::string_view> values, std::string& out) const {
    assert(values.size() == names_.size());
    out.append(between_.front());
    for (std::size_t i = 0; i < names_.size(); ++i) {
        append_percent_encoded(values[i], out);
        out.append(between_[i + 1]);
    }
}

void IriTemplate::write_encoded(std::span<const std::string_view> values, std::string& out) const {
    assert(values.size() == names_.size());
    std::size_t size = between_.front().size();
    for (std::size_t i = 0; i < names_.size(); ++i) {
        size += values[i].size() + between_[i + 1].size();
    }
    out.resize(out.size() + size);
    char* place = out.data() + (out.size() - size);
    const auto write = [&place](std::string_view piece) { place = std::copy(piece.begin(), piece.end(), place); };
    write(between_.front());
    for (std::size_t i = 0; i < names_.size(); ++i) {
        write(values[i]);
        write(between_[i + 1]);
    }
}

bool IriTemplate::take_value(std::string_view& rest, std::size_t name, std::string& value) const {
    const std::string& behind = between_[name + 1];
    // What is behind the last one may begin as a value does, but it is the end of the IRI.
    const bool is_last = name + 1 == names_.size();
    if (is_last && !rest.ends_with(behind)) {
        return false;
    }
    const std::size_t end =
        is_last ? rest.size() - behind.size()
                : static_cast<std::size_t>(std::ranges::find_if_not(rest, is_of_encoded_value) - rest.begin());
    if (!rest.substr(end).starts_with(behind) || !decode(rest.substr(0, end), value)) {
        return false;
    }
    rest.remove_prefix(end + behind.size());
    return true;
}

bool IriTemplate::read(std::string_view iri, std::vector<std::string>& values) const {
    values.resize(names_.size());
    if (!iri.starts_with(between_.front())) {
        return false;
    }
    iri.remove_prefix(between_.front().size());
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (!take_value(iri, i, values[i])) {
            return false;
        }
        const auto same = static_cast<std::size_t>(std::ranges::find(names_, names_[i]) - names_.begin());
        if (values[same] != values[i]) {
            return false;
        }
    }
    return iri.empty();
}

std::optional<std::string_view> IriTemplate::read_only_value(std::string_view iri, std::string& room) const {
    assert(names_.size() == 1);
    const std::string& before = between_.front();
    if (!iri.starts_with(before)) {
        return std::nullopt;
    }
    iri.remove_prefix(before.size());
    if (!take_value(iri, 0, room)) {
        return std::nullopt;
    }
    return room;
}

void append_percent_encoded(std::string_view value, std::string& out) {
    const std::size_t begin = out.size();
    out.resize(begin + 3 * value.size());
    char* place = out.data() + begin;
    for (const char c : value) {
        if (is_unreserved(c)) {
            *place++ = c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        place = std::ranges::copy(std::array{'%', capital_digits[byte / 16], capital_digits[byte % 16]}, place).out;
    }
    out.resize(static_cast<std::size_t>(place - out.data()));
}

}  // namespace gridlore::mapping
