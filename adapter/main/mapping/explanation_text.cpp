#include "adapter/main/mapping/explanation_text.h"

#include <algorithm>

#include "adapter/main/terminal/prefixes.h"
#include "adapter/mapping/json/json_scalar.h"

namespace gridlore::mapping_commands {
namespace {

using mapping::Origin;
using mapping::UnusedPlace;

class TriplesText {
  public:
    explicit TriplesText(const Explained& explained)
        : explained_(explained), prefixes_(prefixes_of(explained.document)) {
        for (std::size_t part = 0; part < explained.document.parts.size(); ++part) {
            std::vector<std::string>& lines = patterns_.emplace_back();
            for (std::size_t number = 0; number < explained.document.parts[part].pattern.triples.size(); ++number) {
                lines.push_back(place_text(explained.document, explained.written.triple(part, number)) + "  " +
                                pattern_text(explained.document, part, number));
            }
        }
    }

    void write(std::ostream& out) {
        for (const mapping::ExplainedTriple& triple : explained_.explanation.triples) {
            text_ = &triple == &explained_.explanation.triples.front() ? "" : "\n";
            add_triple(triple);
            out << text_;
        }
    }

  private:
    void add_triple(const mapping::ExplainedTriple& triple) {
        for (const rdf::Term* term : {&triple.subject, &triple.predicate, &triple.object}) {
            text_ += terminal::show_term(*term, prefixes_) + (term == &triple.object ? "\n" : " ");
        }
        add_line(1, {patterns_[triple.part][triple.pattern]});
        for (const mapping::ValueOrigin& origin : triple.origins) {
            add_origin(origin, 1);
        }
    }

    /// A variable with its places, and those that it is made of indented below it.
    void add_origin(const mapping::ValueOrigin& origin, std::size_t depth) {
        const mapping::Variable& variable = explained_.document.variables[origin.variable];
        const std::string& term = explained_.written.term(variable.name);
        std::vector<std::string> line{"?" + variable.name};
        for (const std::size_t number : origin.places) {
            const mapping::ReadPlace& place = explained_.explanation.places[number];
            line.push_back(place.pointer.empty() ? "the whole payload" : place.pointer);
            if (place.value) {
                append_json(place.value->view(), line.emplace_back());
            }
        }
        if (const auto given = explained_.lifting.given.find(origin.variable);
            variable.origin == Origin::Given && given != explained_.lifting.given.end()) {
            line.push_back("given " + terminal::show_term(given->second, prefixes_));
        }
        if (!term.empty()) {
            line.push_back(place_text(explained_.document, variable.position));
        }
        line.push_back(term.empty() ? "a string" : cut(term));
        add_line(depth, line);
        for (const mapping::ValueOrigin& of : origin.made_of) {
            add_origin(of, depth + 1);
        }
    }

    void add_line(std::size_t depth, const std::vector<std::string>& columns) {
        text_ += std::string(2 * depth, ' ');
        for (const std::string& column : columns) {
            text_ += (&column == &columns.front() ? "" : "  ") + terminal::show_text(column);
        }
        text_ += "\n";
    }

    /// Tables may have hundreds of entries; at a character's beginning.
    static std::string cut(const std::string& term) {
        constexpr std::size_t longest = 160;
        if (term.size() <= longest) {
            return term;
        }
        std::size_t end = longest;
        while (end > 0 && (static_cast<unsigned char>(term[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        return term.substr(0, end) + "…";
    }

    const Explained& explained_;
    const rdf::PrefixMap prefixes_;
    std::vector<std::vector<std::string>> patterns_;  ///< by part and triple pattern
    std::string text_;                                ///< of a triple
};

bool is_needed(const mapping::Document& document, std::size_t variable) {
    return std::ranges::any_of(document.parts, [variable](const mapping::Part& part) {
        return std::ranges::find(part.needed, variable) != part.needed.end();
    });
}

std::string reason(const mapping::Document& document, const UnusedPlace& unused) {
    switch (unused.why) {
        case UnusedPlace::Why::Unknown:
            return "the document does not name it, and ignores what it does not name";
        case UnusedPlace::Why::Ignored:
            return place_text(document, unused.position) + " says to ignore it";
        case UnusedPlace::Why::Constant:
            return place_text(document, unused.position) + " has this very value, which is in no triple";
        case UnusedPlace::Why::Null:
            return "null, which " + place_text(document, unused.position) + " takes for missing";
        case UnusedPlace::Why::NotLifted:
            break;
    }
    const std::string& name = document.variables[*unused.variable].name;
    return "read as ?" + name + " (" + place_text(document, unused.position) + "), " +
           (is_needed(document, *unused.variable) ? "but what else its pattern needs is not there"
                                                  : "which no pattern has");
}

}  // namespace

void write_triples(const Explained& explained, std::ostream& out) {
    TriplesText(explained).write(out);
}

std::string unused_text(const Explained& explained) {
    std::string text;
    for (const UnusedPlace& unused : explained.explanation.unused) {
        text += terminal::show_text(unused.pointer.empty() ? "the whole payload" : unused.pointer) + ": " +
                terminal::show_text(reason(explained.document, unused)) + "\n";
    }
    return text;
}

std::string place_text(const mapping::Document& document, TextPosition position) {
    return document.file + ":" + std::to_string(position.line) + ":" + std::to_string(position.column);
}

std::string pattern_text(const mapping::Document& document, std::size_t part, std::size_t number) {
    const mapping::Part& of = document.parts[part];
    pattern::GraphPattern alone;
    alone.triples.push_back(of.pattern.triples[number]);
    const std::string triple = terminal::show_pattern(to_string(alone), prefixes_of(document)).front();
    return triple + (of.name.empty() ? "" : "  (part " + of.name + ")");
}

rdf::PrefixMap prefixes_of(const mapping::Document& document) {
    rdf::PrefixMap prefixes = document.prefixes;
    prefixes.insert(terminal::well_known_prefixes().begin(), terminal::well_known_prefixes().end());
    return prefixes;
}

}  // namespace gridlore::mapping_commands
