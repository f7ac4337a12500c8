#include "adapter/main/mapping/near_misses.h"

#include <array>
#include <variant>

#include "adapter/main/terminal/prefixes.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::mapping_commands {
namespace {

using mapping::Origin;

/// Whether a variable may have this term, whatever the payload says.
bool can_be(const mapping::Variable& variable, const rdf::Term& term) {
    std::vector<std::string> values;
    std::string room;
    switch (variable.origin) {
        case Origin::Template:
        case Origin::Uuid:
            return term.is_iri() && variable.iri->read(term.text, values);
        case Origin::Constant:
            return term == variable.constant;
        case Origin::Position:
            return term.is_literal() && term.datatype == rdf::xsd_integer;
        case Origin::Json:
        case Origin::Given:
            break;
    }
    return variable.codec->lower({term.kind, term.text, term.datatype, term.language}, room).has_value();
}

class NearMisses {
  public:
    NearMisses(const Explained& explained, const std::vector<TripleFilter>& filters)
        : explained_(explained), filters_(filters) {}

    std::string write() && {
        const auto& parts = explained_.document.parts;
        for (part_ = 0; part_ < parts.size(); ++part_) {
            for (triple_ = 0; triple_ < parts[part_].pattern.triples.size(); ++triple_) {
                add_line();
            }
        }
        return std::move(text_);
    }

  private:
    void add_line() {
        const pattern::TriplePattern& triple = explained_.document.parts[part_].pattern.triples[triple_];
        for (const TripleFilter& filter : filters_) {
            if (fits_constants(filter, triple)) {
                text_ += terminal::show_text(
                             place_text(explained_.document, explained_.written.triple(part_, triple_)) + "  " +
                             pattern_text(explained_.document, part_, triple_) + ": " + reason(filter, triple)) +
                         "\n";
                return;
            }
        }
    }

    std::string reason(const TripleFilter& filter, const pattern::TriplePattern& triple) const {
        const std::array<const pattern::PatternTerm*, 3> terms = {&triple.subject, &triple.predicate, &triple.object};
        for (std::size_t place = 0; place < terms.size(); ++place) {
            const auto* named = std::get_if<pattern::Variable>(terms[place]);
            const auto number =
                named == nullptr || !filter[place] ? std::nullopt : explained_.document.find(named->name);
            if (number && !can_be(explained_.document.variables[*number], *filter[place])) {
                const std::string& term = explained_.written.term(named->name);
                return "?" + named->name + " is never " +
                       terminal::show_term(*filter[place], prefixes_of(explained_.document)) + ", for it is " +
                       (term.empty() ? "a string" : term);
            }
        }
        const std::size_t rows = explained_.explanation.rows[part_];
        return rows == 0 ? "no row here" + lack()
                         : std::to_string(rows) + (rows == 1 ? " row" : " rows") + " here, with other values";
    }

    std::string lack() const {
        std::string names;
        const mapping::Document& document = explained_.document;
        for (const std::size_t variable : missing_of(document, document.parts[part_], explained_.explanation)) {
            names += (names.empty() ? ", for the payload has no ?" : ", ?") + document.variables[variable].name;
        }
        return names;
    }

    const Explained& explained_;
    const std::vector<TripleFilter>& filters_;
    std::size_t part_ = 0;
    std::size_t triple_ = 0;
    std::string text_;
};

}  // namespace

std::string near_misses(const Explained& explained, const std::vector<TripleFilter>& filters) {
    return NearMisses(explained, filters).write();
}

}  // namespace gridlore::mapping_commands
