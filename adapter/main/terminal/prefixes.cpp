#include "adapter/main/terminal/prefixes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "knowledge-engine/pattern/graph_pattern.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::terminal {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// `dddd-dd-dd` at the start.
bool starts_with_date(std::string_view text) {
    constexpr std::string_view shape = "0000-00-00";
    return text.size() >= shape.size() && std::equal(shape.begin(), shape.end(), text.begin(),
                                                     [](char s, char c) { return s == '0' ? is_digit(c) : s == c; });
}

/// `prefix:name` in full, if the prefix is known.
std::optional<std::string> expanded(std::string_view name, const rdf::PrefixMap& prefixes) {
    const auto colon = name.find(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    const auto it = prefixes.find(name.substr(0, colon));
    return it == prefixes.end() ? std::nullopt
                                : std::optional<std::string>(it->second + std::string(name.substr(colon + 1)));
}

/// `"…"^^prefix:name` with the datatype in full.
std::string with_full_datatype(const std::string& text, const rdf::PrefixMap& prefixes) {
    const auto carets = text.rfind("^^");
    if (carets == std::string::npos) {
        return text;
    }
    const auto datatype = expanded(std::string_view(text).substr(carets + 2), prefixes);
    return datatype ? text.substr(0, carets + 2) + "<" + *datatype + ">" : text;
}

bool is_quoted(const std::string& text) {
    return !text.empty() && std::string_view("<\"'_").find(text[0]) != std::string_view::npos;
}

/// Local names that need no escaping and read well.
bool is_plain_local_name(std::string_view name) {
    return !name.empty() && name.back() != '.' && name.front() != '-' && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
                      c == '.';
           });
}

std::string show_iri(const std::string& iri, const rdf::PrefixMap& prefixes) {
    if (iri == rdf::rdf_type) {
        return "rdf:type";
    }
    for (const auto& [name, base] : prefixes) {
        if (iri.starts_with(base) && is_plain_local_name(std::string_view(iri).substr(base.size()))) {
            return name + ":" + iri.substr(base.size());
        }
    }
    return show_text("<" + iri + ">");
}

std::string show_pattern_term(const pattern::PatternTerm& term, const rdf::PrefixMap& prefixes) {
    if (const auto* variable = std::get_if<pattern::Variable>(&term)) {
        return "?" + show_text(variable->name);
    }
    return show_term(std::get<rdf::Term>(term), prefixes);
}

/// Bytes of the control character (C0, DEL, C1) at `text`'s start; 0 if there is none.
std::size_t control_length(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x20 || first == 0x7f) {
        return 1;
    }
    const bool is_c1 = first == 0xc2 && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xa0;
    return is_c1 ? 2 : 0;
}

}  // namespace

const rdf::PrefixMap& well_known_prefixes() {
    static const rdf::PrefixMap prefixes = {
        {"cim", "http://iec.ch/TC57/CIM100#"},
        {"foaf", "http://xmlns.com/foaf/0.1/"},
        {"gridlore", "https://w3id.org/gridlore#"},
        {"ke", std::string(rdf::ke_ns)},
        {"om", "http://www.ontology-of-units-of-measure.org/resource/om-2/"},
        {"owl", std::string(rdf::owl_ns)},
        {"rdf", std::string(rdf::rdf_ns)},
        {"rdfs", std::string(rdf::rdfs_ns)},
        {"s4ener", "https://saref.etsi.org/saref4ener/"},
        {"s4grid", "https://saref.etsi.org/saref4grid/"},
        {"saref", "https://saref.etsi.org/core/"},
        {"skos", "http://www.w3.org/2004/02/skos/core#"},
        {"time", "http://www.w3.org/2006/time#"},
        {"vcard", "http://www.w3.org/2006/vcard/ns#"},
        {"xsd", std::string(rdf::xsd_ns)},
    };
    return prefixes;
}

Result<rdf::PrefixMap> prefixes_with(const std::vector<std::string>& definitions) {
    rdf::PrefixMap prefixes = well_known_prefixes();
    for (const std::string& definition : definitions) {
        const auto equals = definition.find('=');
        std::string iri = equals == std::string::npos ? "" : definition.substr(equals + 1);
        if (iri.size() > 2 && iri.front() == '<' && iri.back() == '>') {
            iri = iri.substr(1, iri.size() - 2);
        }
        if (!rdf::is_absolute_iri(iri)) {
            return invalid_input("--prefix '" + definition +
                                 "': expected NAME=IRI, such as s=https://saref.etsi.org/core/");
        }
        std::string name = definition.substr(0, equals);
        if (name.ends_with(':')) {
            name.pop_back();
        }
        prefixes.insert_or_assign(name, iri);
    }
    return prefixes;
}

Result<rdf::Term> read_term(const std::string& text, const rdf::PrefixMap& prefixes) {
    if (starts_with_date(text)) {
        constexpr std::size_t date_length = 10;
        const bool has_time = text.size() > date_length && text[date_length] == 'T';
        return rdf::Term::literal(text, std::string(rdf::xsd_ns) + (has_time ? "dateTime" : "date"));
    }
    if (!is_quoted(text)) {
        if (const auto iri = expanded(text, prefixes)) {
            return rdf::Term::iri(*iri);
        }
        if (rdf::is_absolute_iri(text)) {
            return rdf::Term::iri(text);
        }
    }
    auto term = rdf::parse_term(with_full_datatype(text, prefixes));
    if (!term) {
        return invalid_input("'" + text +
                             "' is no term: expected <iri>, prefix:name, \"text\" (keep the shell from "
                             "taking the quotes: '\"text\"'), a number, a date, or \"…\"^^datatype; " +
                             term.error().message);
    }
    return term;
}

std::string show_term(const rdf::Term& term, const rdf::PrefixMap& prefixes) {
    if (term.is_iri()) {
        return show_iri(term.text, prefixes);
    }
    const std::string short_text = rdf::to_short_text(term);
    const bool has_datatype_in_full = term.is_literal() && short_text.ends_with("^^<" + term.datatype + ">");
    if (!has_datatype_in_full) {
        return show_text(short_text);
    }
    const auto quoted_size = short_text.size() - term.datatype.size() - 2;
    return show_text(short_text.substr(0, quoted_size)) + show_iri(term.datatype, prefixes);
}

std::string show_text(const std::string& text) {
    std::string shown;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t control = control_length(rest);
        const auto last = static_cast<unsigned char>(rest[control == 0 ? 0 : control - 1]);
        shown += control == 0 ? std::string(1, rest[0]) : fmt::format("\\u{:04X}", last);
        rest.remove_prefix(std::max<std::size_t>(control, 1));
    }
    return shown;
}

std::string show_term_text(const std::string& text, const rdf::PrefixMap& prefixes) {
    const auto term = rdf::parse_term(text);
    return term ? show_term(*term, prefixes) : show_text(text);
}

std::vector<std::string> show_pattern(const std::string& pattern, const rdf::PrefixMap& prefixes) {
    const auto parsed = pattern::parse_pattern(pattern, {});
    if (!parsed) {
        return {show_text(pattern)};
    }
    std::vector<std::string> triples;
    for (const pattern::TriplePattern& triple : parsed->triples) {
        triples.push_back(show_pattern_term(triple.subject, prefixes) + " " +
                          show_pattern_term(triple.predicate, prefixes) + " " +
                          show_pattern_term(triple.object, prefixes));
    }
    return triples;
}

}  // namespace gridlore::terminal
