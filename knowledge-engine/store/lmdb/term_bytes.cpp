#include "knowledge-engine/store/lmdb/term_bytes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/store/lmdb/tables.h"

namespace gridlore::store::lmdb {
namespace {

enum Form : unsigned char {
    Iri = 1,
    LabelledBlankNode = 2,  ///< its label
    OwnBlankNode = 3,       ///< nothing: the label is made of the id
    LanguageString = 4,     ///< length and bytes of the tag, the text
    OtherLiteral = 5,       ///< length and bytes of the datatype, the text
    XsdLiteral = 16,        ///< and the datatype's place in the table: the text
    Alias = 0x80,           ///< before an entry: the id of the value
};

/// Part of the file's format: append only.
constexpr std::array<std::string_view, 46> xsd_datatypes = {"string",
                                                            "boolean",
                                                            "decimal",
                                                            "integer",
                                                            "double",
                                                            "float",
                                                            "date",
                                                            "time",
                                                            "dateTime",
                                                            "dateTimeStamp",
                                                            "gYear",
                                                            "gMonth",
                                                            "gDay",
                                                            "gYearMonth",
                                                            "gMonthDay",
                                                            "duration",
                                                            "yearMonthDuration",
                                                            "dayTimeDuration",
                                                            "byte",
                                                            "short",
                                                            "int",
                                                            "long",
                                                            "unsignedByte",
                                                            "unsignedShort",
                                                            "unsignedInt",
                                                            "unsignedLong",
                                                            "positiveInteger",
                                                            "nonNegativeInteger",
                                                            "negativeInteger",
                                                            "nonPositiveInteger",
                                                            "hexBinary",
                                                            "base64Binary",
                                                            "anyURI",
                                                            "language",
                                                            "normalizedString",
                                                            "token",
                                                            "NMTOKEN",
                                                            "Name",
                                                            "NCName",
                                                            "QName",
                                                            "NOTATION",
                                                            "ENTITY",
                                                            "ID",
                                                            "IDREF",
                                                            "anySimpleType",
                                                            "anyAtomicType"};

constexpr char own_label_mark = 'b';

Error damaged(std::string_view what) {
    return {ErrorKind::Internal, "the store's file is damaged: " + std::string(what)};
}

std::optional<std::size_t> xsd_place(std::string_view datatype) {
    if (!datatype.starts_with(rdf::xsd_ns)) {
        return std::nullopt;
    }
    const auto* place = std::find(xsd_datatypes.begin(), xsd_datatypes.end(), datatype.substr(rdf::xsd_ns.size()));
    return place == xsd_datatypes.end() ? std::nullopt : std::optional<std::size_t>(place - xsd_datatypes.begin());
}

void append_with_length(std::string_view text, std::string& bytes) {
    std::size_t length = text.size();
    for (; length >= 0x80; length >>= 7) {
        bytes += static_cast<char>(length | 0x80);
    }
    bytes += static_cast<char>(length);
    bytes += text;
}

/// Takes a text with its length off the front.
std::optional<std::string_view> take_with_length(std::string_view& bytes) {
    std::size_t length = 0;
    for (unsigned shift = 0; shift < 35 && !bytes.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        length |= static_cast<std::size_t>(byte & 0x7F) << shift;
        if (byte < 0x80) {
            if (length > bytes.size()) {
                return std::nullopt;
            }
            const std::string_view text = bytes.substr(0, length);
            bytes.remove_prefix(length);
            return text;
        }
    }
    return std::nullopt;
}

void append_literal(const rdf::TermView& term, std::string& bytes) {
    if (!term.language.empty()) {
        bytes += static_cast<char>(LanguageString);
        append_with_length(term.language, bytes);
    } else if (const auto place = xsd_place(term.datatype)) {
        bytes += static_cast<char>(XsdLiteral + *place);
    } else {
        bytes += static_cast<char>(OtherLiteral);
        append_with_length(term.datatype, bytes);
    }
    bytes += term.text;
}

/// One multiplication of 64 by 64 bits, both halves of its product mixed.
std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
    __extension__ using Product = unsigned __int128;
    const Product product = static_cast<Product>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace

void append_term_bytes(const rdf::TermView& term, std::string& bytes) {
    if (term.kind == rdf::TermKind::Literal) {
        append_literal(term, bytes);
        return;
    }
    bytes += static_cast<char>(term.kind == rdf::TermKind::Iri ? Iri : LabelledBlankNode);
    bytes += term.text;
}

std::string term_bytes(const rdf::Term& term) {
    std::string bytes;
    append_term_bytes(view_of(term), bytes);
    return bytes;
}

Result<rdf::Term> decode_term(std::string_view bytes, rdf::TermId id) {
    if (bytes.empty()) {
        return damaged("a term is empty");
    }
    const auto form = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    switch (form) {
        case Iri:
            return rdf::Term{rdf::TermKind::Iri, std::string(bytes), {}, {}};
        case LabelledBlankNode:
            return rdf::Term{rdf::TermKind::BlankNode, std::string(bytes), {}, {}};
        case OwnBlankNode:
            return rdf::Term{rdf::TermKind::BlankNode, own_label(id), {}, {}};
        case LanguageString:
        case OtherLiteral: {
            const auto tag = take_with_length(bytes);
            if (!tag || tag->empty()) {
                return damaged("a literal is cut off");
            }
            const bool has_language = form == LanguageString;
            return rdf::Term{rdf::TermKind::Literal, std::string(bytes),
                             std::string(has_language ? rdf::rdf_lang_string : *tag),
                             std::string(has_language ? *tag : std::string_view())};
        }
        default:
            break;
    }
    const std::size_t place = form - std::size_t{XsdLiteral};
    if (form < XsdLiteral || place >= xsd_datatypes.size()) {
        return damaged("a term has an unknown form");
    }
    return rdf::Term{
        rdf::TermKind::Literal, std::string(bytes), std::string(rdf::xsd_ns).append(xsd_datatypes[place]), {}};
}

std::string_view own_blank_node_bytes() {
    return "\x03";
}

std::string own_label(rdf::TermId id) {
    return own_label_mark + std::to_string(id.bits());
}

std::optional<rdf::TermId> id_of_own_label(std::string_view label) {
    if (label.size() < 2 || label.front() != own_label_mark || label[1] == '0') {
        return std::nullopt;
    }
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(label.data() + 1, label.data() + label.size(), number);
    if (problem != std::errc() || end != label.data() + label.size() || number >= rdf::TermId::inline_bit) {
        return std::nullopt;
    }
    return rdf::TermId(number);
}

std::uint64_t term_hash(std::string_view bytes, std::uint64_t seed) {
    constexpr std::uint64_t odd_a = 0xD6E8FEB86659FD93ULL;
    constexpr std::uint64_t odd_b = 0xA0761D6478BD642FULL;
    std::uint64_t hash = mixed(seed ^ odd_a, bytes.size() ^ odd_b);
    while (bytes.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof word);
        hash = mixed(hash ^ word ^ odd_b, hash + odd_a);
        bytes.remove_prefix(sizeof word);
    }
    std::uint64_t rest = 0;
    std::memcpy(&rest, bytes.data(), bytes.size());
    return mixed(mixed(hash ^ rest ^ odd_b, hash + odd_a) ^ seed, odd_b);
}

void append_entry(std::string_view term_bytes, std::optional<rdf::TermId> value, std::string& entry) {
    if (value) {
        entry += static_cast<char>(Alias);
        entry += IdBytes(*value).view();
    }
    entry += term_bytes;
}

Result<TermEntry> decode_entry(std::string_view entry) {
    TermEntry decoded;
    if (!entry.empty() && static_cast<unsigned char>(entry.front()) == Alias) {
        if (entry.size() < 1 + id_size) {
            return damaged("an alias is cut off");
        }
        decoded.value = read_id(entry.data() + 1);
        if (!decoded.value.is_bound()) {
            return damaged("an alias has no value");
        }
        entry.remove_prefix(1 + id_size);
    }
    if (entry.empty()) {
        return damaged("a term is empty");
    }
    decoded.bytes = entry;
    return decoded;
}

}  // namespace gridlore::store::lmdb
