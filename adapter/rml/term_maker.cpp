#include "adapter/rml/term_maker.h"
#include "adapter/rml/first_error.h"

#include <algorithm>
#include <utility>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/tokens.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rml {
namespace {

using Encoding = CompiledExpression::Encoding;

bool is_unreserved(char32_t c) {
    return (c < 0x80 && (rdf::is_ascii_letter(static_cast<char>(c)) || rdf::is_ascii_digit(static_cast<char>(c)))) ||
           c == U'-' || c == U'.' || c == U'_' || c == U'~';
}

/// RFC 3987, 2.2: `ucschar`.
bool is_iri_only(char32_t c) {
    const bool is_first_plane =
        (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) || (c >= 0xFDF0 && c <= 0xFFEF);
    const bool is_other_plane =
        c >= 0x10000 && c <= 0xEFFFD && (c & 0xFFFFU) <= 0xFFFD && !(c >= 0xE0000 && c < 0xE1000);
    return is_first_plane || is_other_plane;
}

void append_hexadecimal(unsigned char byte, char mark, std::string& out) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    out += mark;
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
}

/// The "IRI-safe version" of R2RML, 7.3. Precondition: valid UTF-8.
void append_encoded(std::string_view value, Encoding encoding, std::string& out) {
    if (encoding == Encoding::None) {
        out += value;
        return;
    }
    for (std::size_t at = 0; at < value.size();) {
        const rdf::CodePoint character = rdf::code_point_at(value, at);
        const std::string_view bytes = value.substr(at, character.length);
        if (is_unreserved(character.value) || (encoding == Encoding::Iri && is_iri_only(character.value))) {
            out += bytes;
        } else {
            for (const char byte : bytes) {
                append_hexadecimal(static_cast<unsigned char>(byte), '%', out);
            }
        }
        at += character.length;
    }
}

/// A label for any text, another for another.
rdf::Term blank_node_of(std::string_view text) {
    std::string label = "t";
    for (const char c : text) {
        if (rdf::is_ascii_letter(c) || rdf::is_ascii_digit(c)) {
            label += c;
        } else {
            append_hexadecimal(static_cast<unsigned char>(c), '_', label);
        }
    }
    return rdf::Term::blank_node(std::move(label));
}

rdf::Term blank_node_of(const Place& place) {
    return rdf::Term::blank_node("m" + std::to_string(place.triples_map) + "r" + std::to_string(place.record));
}

std::string shown(const std::string& value) {
    return "\"" + value.substr(0, 200) + "\"" + (value.size() > 200 ? "…" : "");
}

/// R2RML, 7.3: a relative IRI stands behind the base as it is.
std::optional<rdf::Term> iri_of(const Place& place, const std::string& value, bool is_uri) {
    std::string iri = rdf::is_absolute_iri(value) ? value : place.base + value;
    const bool is_ascii =
        std::all_of(iri.begin(), iri.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!rdf::is_absolute_iri(iri) || (is_uri && !is_ascii)) {
        place.left_out("no " + std::string(is_uri ? "URI" : "IRI") + " can be made of " + shown(value) +
                       (place.base.empty() ? ": it is not absolute, and there is no base IRI" : ""));
        return std::nullopt;
    }
    return rdf::Term::iri(std::move(iri));
}

Encoding encoding_of(TermType type) {
    return type == TermType::Iri ? Encoding::Iri : type == TermType::Uri ? Encoding::Uri : Encoding::None;
}

Error too_many() {
    return {ErrorKind::LimitExceeded,
            "a term map makes more terms of one record than the limit of " + std::to_string(value_limit)};
}

}  // namespace

bool is_usable_language(std::string_view tag) {
    const std::size_t first = std::min(tag.find('-'), tag.size());
    const bool has_private_start =
        first == 1 && tag.size() > 2 && std::string_view("xXiI").find(tag[0]) != std::string_view::npos;
    return rdf::is_language_tag(tag) && (first == 2 || first == 3 || has_private_start);
}

Result<CompiledExpression> CompiledExpression::make(const Expression& expression, Records& records) {
    CompiledExpression made;
    if (const auto* const constant = std::get_if<rdf::Term>(&expression)) {
        made.form_ = *constant;
    } else if (const auto* const reference = std::get_if<Reference>(&expression)) {
        auto number = records.compile(reference->text);
        if (!number) {
            return std::move(number).error();
        }
        made.form_ = *number;
    } else if (const auto* const text = std::get_if<Template>(&expression)) {
        std::vector<Part> parts;
        for (const Template::Part& part : text->parts) {
            auto number = part.is_reference ? records.compile(part.text) : Result<std::size_t>(std::size_t{0});
            if (!number) {
                return std::move(number).error();
            }
            parts.push_back(part.is_reference ? Part{*number, {}} : Part{std::nullopt, part.text});
        }
        made.form_ = std::move(parts);
    }
    return made;
}

Result<std::vector<Value>> CompiledExpression::values(Records& records, std::size_t record, Encoding encoding) const {
    std::vector<Value> found;
    if (const rdf::Term* const term = constant()) {
        found.push_back({term->text, rdf::xsd_string});
    } else if (const auto* const reference = std::get_if<std::size_t>(&form_)) {
        if (auto appended = records.append_values(record, *reference, found); !appended) {
            return std::move(appended).error();
        }
    } else if (!is_empty()) {
        return combined(records, record, encoding);
    }
    return found;
}

Result<std::vector<Value>> CompiledExpression::combined(Records& records, std::size_t record, Encoding encoding) const {
    std::vector<Value> made{{std::string(), rdf::xsd_string}};
    for (const Part& part : std::get<std::vector<Part>>(form_)) {
        if (!part.reference) {
            for (Value& value : made) {
                value.text += part.text;
            }
            continue;
        }
        std::vector<Value> found;
        if (auto appended = records.append_values(record, *part.reference, found); !appended) {
            return std::move(appended).error();
        }
        if (found.size() * made.size() > value_limit) {
            return too_many();
        }
        std::vector<Value> next;
        next.reserve(found.size() * made.size());
        for (const Value& begun : made) {
            for (const Value& value : found) {
                next.push_back(begun);
                append_encoded(value.text, encoding, next.back().text);
            }
        }
        made = std::move(next);
    }
    return made;
}

Result<CompiledTermMap> CompiledTermMap::make(const TermMap& map, Records& records) {
    CompiledTermMap made;
    made.type_ = map.type;
    auto expression = CompiledExpression::make(map.expression, records);
    auto language = CompiledExpression::make(map.language.value_or(Expression()), records);
    auto datatype = CompiledExpression::make(map.datatype.value_or(Expression()), records);
    if (const Error* const error = first_error(expression, language, datatype)) {
        return *error;
    }
    made.expression_ = *std::move(expression);
    made.language_ = map.language ? std::optional(*std::move(language)) : std::nullopt;
    made.datatype_ = map.datatype ? std::optional(*std::move(datatype)) : std::nullopt;
    return made;
}

Result<std::vector<rdf::Term>> CompiledTermMap::terms(const Place& place) const {
    if (expression_.is_empty()) {
        return std::vector<rdf::Term>{blank_node_of(place)};
    }
    if (expression_.constant() != nullptr && !language_ && !datatype_) {
        return std::vector<rdf::Term>{*expression_.constant()};
    }
    auto values = expression_.values(place.records, place.record, encoding_of(type_));
    if (!values) {
        return std::move(values).error();
    }
    if (type_ == TermType::Literal) {
        return literals(place, *values);
    }
    std::vector<rdf::Term> made;
    for (const Value& value : *values) {
        auto term = type_ == TermType::BlankNode
                        ? blank_node_of(value.text)
                        : iri_of(place, value.text, type_ == TermType::Uri || type_ == TermType::UnsafeUri);
        if (term) {
            made.push_back(*std::move(term));
        }
    }
    return made;
}

Result<std::vector<rdf::Term>> CompiledTermMap::literals(const Place& place, const std::vector<Value>& values) const {
    if (language_) {
        return tagged(place, values);
    }
    if (datatype_) {
        return typed(place, values);
    }
    std::vector<rdf::Term> made;
    made.reserve(values.size());
    for (const Value& value : values) {
        made.push_back(rdf::Term::literal(value.text, std::string(value.datatype)));
    }
    return made;
}

Result<std::vector<rdf::Term>> CompiledTermMap::tagged(const Place& place, const std::vector<Value>& values) const {
    const auto tags = language_->values(place.records, place.record, Encoding::None);
    if (!tags) {
        return tags.error();
    }
    if (tags->size() * values.size() > value_limit) {
        return too_many();
    }
    std::vector<rdf::Term> made;
    for (const Value& tag : *tags) {
        if (!is_usable_language(tag.text)) {
            place.left_out(shown(tag.text) + " is no language tag");
            continue;
        }
        for (const Value& value : values) {
            made.push_back(rdf::Term::language_string(value.text, tag.text));
        }
    }
    return made;
}

Result<std::vector<rdf::Term>> CompiledTermMap::typed(const Place& place, const std::vector<Value>& values) const {
    const auto datatypes = datatype_->values(place.records, place.record, Encoding::Iri);
    if (!datatypes) {
        return datatypes.error();
    }
    if (datatypes->size() * values.size() > value_limit) {
        return too_many();
    }
    std::vector<rdf::Term> made;
    for (const Value& datatype : *datatypes) {
        const auto iri = iri_of(place, datatype.text, false);
        if (iri && iri->text == rdf::rdf_lang_string) {
            place.left_out("a literal of rdf:langString needs a language");
            continue;
        }
        for (const Value& value : values) {
            if (iri) {
                made.push_back(rdf::Term::literal(value.text, iri->text));
            }
        }
    }
    return made;
}

}  // namespace gridlore::rml
