#include "adapter/main/mapping/rml_check.h"

#include <algorithm>
#include <optional>
#include <variant>

#include "adapter/main/terminal/prefixes.h"
#include "adapter/mapping/check/declared_terms.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::mapping_commands {
namespace {

class TermCheck {
  public:
    explicit TermCheck(const mapping::DeclaredTerms& declared) : declared_(declared) {}

    void check(const rml::TriplesMap& map) {
        name_ = map.name;
        for (const rdf::Term& type : map.classes) {
            check(type, "of a class: ");
        }
        for (const rml::PredicateObjectMap& part : map.predicate_objects) {
            const bool is_type = std::ranges::any_of(part.predicates, [](const rml::TermMap& predicate) {
                const auto* constant = std::get_if<rdf::Term>(&predicate.expression);
                return constant != nullptr && constant->text == rdf::rdf_type;
            });
            check(part.predicates, "of a predicate: ");
            if (is_type) {
                check(part.objects, "of a class: ");
            }
        }
    }

    std::vector<std::string> problems;

  private:
    void check(const std::vector<rml::TermMap>& maps, const char* what) {
        for (const rml::TermMap& map : maps) {
            if (const auto* constant = std::get_if<rdf::Term>(&map.expression)) {
                check(*constant, what);
            }
        }
    }

    void check(const rdf::Term& term, const char* what) {
        const auto fault =
            term.is_iri() ? mapping::undeclared(term.text, terminal::well_known_prefixes(), declared_) : std::nullopt;
        if (fault) {
            problems.push_back(name_ + ": " + what + *fault);
        }
    }

    const mapping::DeclaredTerms& declared_;
    std::string name_;
};

}  // namespace

std::vector<std::string> undeclared_terms(const rml::RmlDocument& document, const mapping::DeclaredTerms& declared) {
    TermCheck check(declared);
    for (const rml::TriplesMap& map : document.triples_maps) {
        check.check(map);
    }
    return std::move(check.problems);
}

}  // namespace gridlore::mapping_commands
