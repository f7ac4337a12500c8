#include "adapter/mapping/read/term_reader.h"

#include <algorithm>
#include <set>
#include <utility>

#include "adapter/mapping/codecs/codecs.h"
#include "adapter/mapping/read/term_kinds.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::mapping {
namespace {

/// Says where templates are made of themselves.
class CircleCheck {
  public:
    CircleCheck(TermDefinitions& definitions, Reading& reading) : definitions_(definitions), reading_(reading) {}

    void run() {
        for (auto& [name, definition] : definitions_) {
            visit(name, definition);
        }
    }

  private:
    /// Recurses no deeper than `longest`; what is deeper is an error, and is cut there, so that others need not care.
    void visit(const std::string& name, TermDefinition& definition) {
        constexpr std::size_t longest = 32;
        if (done_.contains(name)) {
            return;
        }
        const auto begin = std::ranges::find(path_, name);
        if (begin != path_.end() || path_.size() == longest) {
            definition.is_faulty = true;
            definition.made_of.clear();
            reading_.error(definition.variable.position, fault(begin == path_.end() ? path_.begin() : begin, name),
                           name);
            return;
        }
        path_.push_back(name);
        for (const std::string& part : definition.made_of) {
            if (const auto found = definitions_.find(part); found != definitions_.end()) {
                visit(part, found->second);
            }
        }
        path_.pop_back();
        done_.insert(name);
    }

    std::string fault(std::vector<std::string>::const_iterator begin, const std::string& name) const {
        if (path_.end() == std::find(path_.begin(), path_.end(), name)) {
            return "IRIs that are made of IRIs go too deep here; make it of the values themselves";
        }
        std::string text = "this IRI is made of itself:";
        for (; begin != path_.end(); ++begin) {
            text += " ?" + *begin + " of";
        }
        return text + " ?" + name + "; make one of them of values in the JSON";
    }

    TermDefinitions& definitions_;
    Reading& reading_;
    std::vector<std::string> path_;
    std::set<std::string, std::less<>> done_;
};

void check_tables(const YamlNode* tables, Reading& reading) {
    if (tables == nullptr) {
        return;
    }
    if (!tables->is_map()) {
        reading.error(tables->position,
                      "`tables` needs members, `name: { value: term }`; found is " + describe(*tables));
        return;
    }
    for (const YamlNode& table : tables->children) {
        if (!table.is_map()) {
            reading.error(table.position, "a table needs members, `value: term`; found is " + describe(table));
        }
    }
}

}  // namespace

TermDefinition default_term(std::string name) {
    TermDefinition definition;
    definition.variable.name = std::move(name);
    static const CodecPtr string_codec = literal_codec({std::string(rdf::xsd_string), "", {}, false}).value();
    definition.variable.codec = string_codec;
    return definition;
}

TermDefinitions read_terms(const YamlNode& document, const rdf::PrefixMap& prefixes, Reading& reading) {
    TermDefinitions definitions;
    const YamlNode* tables = document.find("tables");
    check_tables(tables, reading);
    const YamlNode* terms = document.find("terms");
    if (terms == nullptr || terms->is_null()) {
        return definitions;
    }
    if (!terms->is_map()) {
        reading.error(terms->position, "`terms` needs members, `variable: { kind: … }`; found is " + describe(*terms));
        return definitions;
    }
    for (const YamlNode& term : terms->children) {
        if (!variable_name("?" + term.key.text)) {
            reading.error(term.key.position,
                          "`" + term.key.text + "` is no variable's name: letters, digits and `_`, without `?`");
            continue;
        }
        definitions.emplace(term.key.text, TermReader(term, tables, prefixes, reading).read());
    }
    CircleCheck(definitions, reading).run();
    return definitions;
}

}  // namespace gridlore::mapping
