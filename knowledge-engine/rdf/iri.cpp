#include "knowledge-engine/rdf/iri.h"

#include <algorithm>
#include <array>
#include <optional>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rdf {
namespace {

/// The five components (RFC 3986, appendix B). An absent one differs from an empty one, but for the path.
struct Components {
    std::optional<std::string_view> scheme;
    std::optional<std::string_view> authority;
    std::string_view path;
    std::optional<std::string_view> query;
    std::optional<std::string_view> fragment;
};

std::size_t scheme_length(std::string_view iri) {
    if (iri.empty() || !is_ascii_letter(iri.front())) {
        return 0;
    }
    const auto end = std::find_if_not(iri.begin(), iri.end(), [](char c) {
        return is_ascii_letter(c) || is_ascii_digit(c) || c == '+' || c == '-' || c == '.';
    });
    return end != iri.end() && *end == ':' ? static_cast<std::size_t>(end - iri.begin()) : 0;
}

/// Cuts `rest` at the first `delimiter`; returns what follows it.
std::optional<std::string_view> cut_from(std::string_view& rest, char delimiter) {
    const std::size_t at = rest.find(delimiter);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view tail = rest.substr(at + 1);
    rest = rest.substr(0, at);
    return tail;
}

Components split(std::string_view iri) {
    Components parts;
    parts.fragment = cut_from(iri, '#');
    parts.query = cut_from(iri, '?');
    if (const std::size_t length = scheme_length(iri); length != 0) {
        parts.scheme = iri.substr(0, length);
        iri.remove_prefix(length + 1);
    }
    if (iri.starts_with("//")) {
        iri.remove_prefix(2);
        const std::size_t end = std::min(iri.find('/'), iri.size());
        parts.authority = iri.substr(0, end);
        iri.remove_prefix(end);
    }
    parts.path = iri;
    return parts;
}

void drop_last_segment(std::string& path) {
    const std::size_t slash = path.rfind('/');
    path.erase(slash == std::string::npos ? 0 : slash);
}

/// RFC 3986, 5.2.4.
std::string remove_dot_segments(std::string_view in) {
    std::string out;
    while (!in.empty()) {
        if (in.starts_with("../")) {
            in.remove_prefix(3);
        } else if (in.starts_with("./") || in.starts_with("/./")) {
            in.remove_prefix(2);
        } else if (in == "/.") {
            in = "/";
        } else if (in.starts_with("/../")) {
            in.remove_prefix(3);
            drop_last_segment(out);
        } else if (in == "/..") {
            in = "/";
            drop_last_segment(out);
        } else if (in == "." || in == "..") {
            in = {};
        } else {
            const std::size_t end = std::min(in.find('/', 1), in.size());
            out += in.substr(0, end);
            in.remove_prefix(end);
        }
    }
    return out;
}

/// RFC 3986, 5.2.3.
std::string merge(const Components& base, std::string_view path) {
    if (base.authority && base.path.empty()) {
        return "/" + std::string(path);
    }
    const std::size_t slash = base.path.rfind('/');
    const std::string_view kept = slash == std::string_view::npos ? "" : base.path.substr(0, slash + 1);
    return std::string(kept) + std::string(path);
}

std::string join(const Components& parts) {
    std::string iri;
    if (parts.scheme) {
        iri.append(*parts.scheme).append(":");
    }
    if (parts.authority) {
        iri.append("//").append(*parts.authority);
    }
    iri.append(parts.path);
    if (parts.query) {
        iri.append("?").append(*parts.query);
    }
    if (parts.fragment) {
        iri.append("#").append(*parts.fragment);
    }
    return iri;
}

bool is_ucschar(char32_t c) {
    return (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) || (c >= 0xFDF0 && c <= 0xFFEF) ||
           (c >= 0x10000 && c <= 0xEFFFD && (c & 0xFFFFU) <= 0xFFFD && (c < 0xE0000 || c >= 0xE1000));
}

bool is_iprivate(char32_t c) {
    return (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && c <= 0x10FFFD && (c & 0xFFFFU) <= 0xFFFD);
}

/// Every character is iunreserved, a sub-delim, one of `more` or part of a percent escape.
bool consists_of(std::string_view part, std::string_view more, bool private_use = false) {
    static constexpr std::string_view always = "-._~!$&'()*+,;=";
    for (std::size_t at = 0; at < part.size();) {
        const char c = part[at];
        const CodePoint character = code_point_at(part, at);
        if (c == '%') {
            if (part.size() - at < 3 || !is_ascii_hex_digit(part[at + 1]) || !is_ascii_hex_digit(part[at + 2])) {
                return false;
            }
            at += 3;
            continue;
        }
        const bool allowed = character.value < 0x80
                                 ? is_ascii_letter(c) || is_ascii_digit(c) ||
                                       always.find(c) != std::string_view::npos ||
                                       more.find(c) != std::string_view::npos
                                 : is_ucschar(character.value) || (private_use && is_iprivate(character.value));
        if (!allowed) {
            return false;
        }
        at += character.length;
    }
    return true;
}

bool is_ipv4(std::string_view text) {
    int octets = 0;
    while (true) {
        const std::string_view octet = text.substr(0, text.find('.'));
        const bool digits =
            !octet.empty() && octet.size() <= 3 && std::all_of(octet.begin(), octet.end(), is_ascii_digit);
        if (!digits || (octet.size() > 1 && octet.front() == '0') || (octet.size() == 3 && octet > "255")) {
            return false;
        }
        ++octets;
        if (octet.size() == text.size()) {
            return octets == 4;
        }
        text.remove_prefix(octet.size() + 1);
    }
}

/// The number of 16-bit groups in one side of `::`, or nothing if it is malformed.
std::optional<int> ipv6_groups(std::string_view side, bool may_end_in_ipv4) {
    int groups = 0;
    while (!side.empty()) {
        const std::size_t colon = side.find(':');
        const std::string_view group = side.substr(0, colon);
        const bool last = colon == std::string_view::npos;
        if (last && may_end_in_ipv4 && is_ipv4(group)) {
            return groups + 2;
        }
        if (group.empty() || group.size() > 4 || !std::all_of(group.begin(), group.end(), is_ascii_hex_digit)) {
            return std::nullopt;
        }
        ++groups;
        if (last) {
            return groups;
        }
        side.remove_prefix(colon + 1);
        if (side.empty()) {
            return std::nullopt;
        }
    }
    return groups;
}

bool is_ipv6(std::string_view text) {
    const std::size_t gap = text.find("::");
    if (gap == std::string_view::npos) {
        return ipv6_groups(text, true) == 8;
    }
    const auto before = ipv6_groups(text.substr(0, gap), false);
    const auto after = ipv6_groups(text.substr(gap + 2), true);
    return before && after && *before + *after <= 7;
}

/// RFC 3986, 3.2.2: `"v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )`.
bool is_future_address(std::string_view text) {
    if (text.empty() || (text.front() != 'v' && text.front() != 'V')) {
        return false;
    }
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos || dot < 2 || dot + 1 == text.size()) {
        return false;
    }
    const std::string_view version = text.substr(1, dot - 1);
    const std::string_view address = text.substr(dot + 1);
    const bool ascii = std::all_of(address.begin(), address.end(), [](char c) { return c > 0 && c != '%'; });
    return std::all_of(version.begin(), version.end(), is_ascii_hex_digit) && ascii && consists_of(address, ":");
}

bool is_host_and_port(std::string_view text, bool host_required) {
    std::string_view port;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) {
            return false;
        }
        const std::string_view address = text.substr(1, end - 1);
        if (!is_ipv6(address) && !is_future_address(address)) {
            return false;
        }
        port = text.substr(end + 1);
    } else {
        const std::size_t colon = std::min(text.find(':'), text.size());
        const std::string_view host = text.substr(0, colon);
        if (!consists_of(host, "") || (host_required && host.empty())) {
            return false;
        }
        port = text.substr(colon);
    }
    return port.empty() || (port.front() == ':' && std::all_of(port.begin() + 1, port.end(), is_ascii_digit));
}

bool is_authority(std::string_view authority, bool host_required) {
    const std::size_t at = authority.find('@');
    if (at == std::string_view::npos) {
        return is_host_and_port(authority, host_required);
    }
    return consists_of(authority.substr(0, at), ":") && is_host_and_port(authority.substr(at + 1), host_required);
}

bool equals_ignoring_case(std::string_view a, std::string_view lower) {
    return std::equal(a.begin(), a.end(), lower.begin(), lower.end(),
                      [](char x, char y) { return to_ascii_lower(x) == y; });
}

/// RFC 8141: `urn:` NID `:` NSS, neither of them empty.
bool is_urn_path(std::string_view path) {
    const std::size_t colon = path.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > 32 || colon + 1 == path.size()) {
        return false;
    }
    const std::string_view nid = path.substr(0, colon);
    return nid.front() != '-' && nid.back() != '-' && std::all_of(nid.begin(), nid.end(), [](char c) {
               return is_ascii_letter(c) || is_ascii_digit(c) || c == '-';
           });
}

}  // namespace

bool has_scheme(std::string_view iri) {
    return scheme_length(iri) != 0;
}

bool has_only_iri_characters(std::string_view iri) {
    static constexpr auto excluded = [] {
        std::array<bool, 256> set{};
        std::fill_n(set.begin(), 0x21, true);
        for (const char c : std::string_view("<>\"{}|^`\\")) {
            set[static_cast<unsigned char>(c)] = true;
        }
        return set;
    }();
    return std::none_of(iri.begin(), iri.end(), [](char c) { return excluded[static_cast<unsigned char>(c)]; });
}

bool is_absolute_iri(std::string_view iri) {
    if (!is_valid_utf8(iri)) {
        return false;
    }
    const Components parts = split(iri);
    if (!parts.scheme) {
        return false;
    }
    const bool needs_host = equals_ignoring_case(*parts.scheme, "http") || equals_ignoring_case(*parts.scheme, "https");
    if (needs_host && !parts.authority) {
        return false;
    }
    if (parts.authority && !is_authority(*parts.authority, needs_host)) {
        return false;
    }
    if (equals_ignoring_case(*parts.scheme, "urn") && !is_urn_path(parts.path)) {
        return false;
    }
    return consists_of(parts.path, ":@/") && consists_of(parts.query.value_or(""), ":@/?", true) &&
           consists_of(parts.fragment.value_or(""), ":@/?");
}

std::string resolve_reference(std::string_view base_text, std::string_view reference_text) {
    const Components base = split(base_text);
    Components target = split(reference_text);
    std::string path;
    if (target.scheme || target.authority) {
        path = remove_dot_segments(target.path);
    } else if (target.path.empty()) {
        path = base.path;
        target.query = target.query ? target.query : base.query;
        target.authority = base.authority;
    } else {
        path = remove_dot_segments(target.path.starts_with('/') ? std::string(target.path) : merge(base, target.path));
        target.authority = base.authority;
    }
    target.scheme = target.scheme ? target.scheme : base.scheme;
    target.path = path;
    return join(target);
}

}  // namespace gridlore::rdf
