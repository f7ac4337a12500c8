#include <algorithm>
#include <array>

#include "adapter/mapping/check/declared_terms.h"
#include "adapter/mapping/check/document_check.h"
#include "knowledge-engine/base/nearest_name.h"
#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::mapping {
namespace {

/// Of RDF itself: nothing that an ontology would have to declare.
constexpr std::array<std::string_view, 4> always_there = {"http://www.w3.org/1999/02/22-rdf-syntax-ns#",
                                                          "http://www.w3.org/2000/01/rdf-schema#",
                                                          "http://www.w3.org/2002/07/owl#", rdf::xsd_ns};

std::string_view local_name(std::string_view iri) {
    return iri.substr(iri.find_last_of("#/") + 1);
}

class DeclaredCheck {
  public:
    DeclaredCheck(const rdf::PrefixMap& prefixes, const DeclaredTerms& declared)
        : prefixes_(prefixes), declared_(declared) {}

    /// What is wrong with a name; nothing if it is declared.
    std::optional<std::string> fault(const std::string& iri) const {
        const bool is_always =
            std::ranges::any_of(always_there, [&](std::string_view ns) { return iri.starts_with(ns); });
        if (is_always || declared_.contains(iri)) {
            return std::nullopt;
        }
        const auto nearest = this->nearest(iri);
        return "no ontology that is loaded declares " + written(iri) +
               (nearest ? ": did you mean " + written(*nearest) + "?"
                        : "; load the one that does, or use another term");
    }

    /// As the document writes it, with a prefix if there is one.
    std::string written(const std::string& iri) const {
        for (const auto& [name, stem] : prefixes_) {
            if (iri.size() > stem.size() && iri.starts_with(stem) &&
                iri.find_first_of("/#", stem.size()) == std::string::npos) {
                return name + ":" + iri.substr(stem.size());
            }
        }
        return "<" + iri + ">";
    }

  private:
    /// One of the same namespace that is written nearly so, or one of the same name elsewhere.
    std::optional<std::string> nearest(const std::string& iri) const {
        const std::string_view local = local_name(iri);
        const std::string stem = iri.substr(0, iri.size() - local.size());
        std::vector<std::string> locals;
        for (auto at = declared_.lower_bound(stem); at != declared_.end() && at->starts_with(stem); ++at) {
            locals.push_back(at->substr(stem.size()));
        }
        if (const auto found = nearest_name(local, locals)) {
            return stem + *found;
        }
        const auto same = std::ranges::find_if(
            declared_, [&](const std::string& other) { return !local.empty() && local_name(other) == local; });
        return same == declared_.end() ? std::nullopt : std::optional<std::string>(*same);
    }

    const rdf::PrefixMap& prefixes_;
    const DeclaredTerms& declared_;
};

const std::string* iri_of(const pattern::PatternTerm& term) {
    const auto* constant = std::get_if<rdf::Term>(&term);
    return constant != nullptr && constant->is_iri() ? &constant->text : nullptr;
}

/// Where `name` stands first in the text from the part's pattern on; the pattern's beginning if it is written
/// otherwise.
TextPosition position_of_name(std::string_view text, const Part& part, const std::string& name) {
    std::size_t begin = 0;
    for (std::size_t line = 1; line < part.position.line; ++line) {
        begin = text.find('\n', begin) + 1;
    }
    const auto continues_name = [&](std::size_t at) {
        return at < text.size() && (rdf::is_ascii_letter(text[at]) || rdf::is_ascii_digit(text[at]) ||
                                    std::string_view("_-").find(text[at]) != std::string_view::npos);
    };
    for (std::size_t at = text.find(name, begin); at != std::string_view::npos; at = text.find(name, at + 1)) {
        if (!continues_name(at + name.size())) {
            return rdf::position_in(text, at);
        }
    }
    return part.position;
}

}  // namespace

std::optional<std::string> undeclared(const std::string& iri, const rdf::PrefixMap& prefixes,
                                      const DeclaredTerms& declared) {
    return DeclaredCheck(prefixes, declared).fault(iri);
}

void check_declared(const Document& document, const DeclaredTerms& declared, Reading& reading) {
    const DeclaredCheck check(document.prefixes, declared);
    const auto check_name = [&](const std::string* iri, const Part& part, const char* what) {
        if (const auto fault = iri == nullptr ? std::nullopt : check.fault(*iri)) {
            reading.error(position_of_name(reading.text(), part, check.written(*iri)), what + *fault);
        }
    };
    for (const Part& part : document.parts) {
        for (const pattern::TriplePattern& triple : part.pattern.triples) {
            const std::string* predicate = iri_of(triple.predicate);
            check_name(predicate, part, "of a predicate: ");
            if (predicate != nullptr && *predicate == rdf::rdf_type) {
                check_name(iri_of(triple.object), part, "of a class: ");
            }
        }
    }
    for (const Reading::NamedIri& named : reading.named_iris) {
        if (const auto fault = check.fault(named.iri)) {
            reading.warning(named.position, *fault, named.variable);
        }
    }
}

}  // namespace gridlore::mapping
