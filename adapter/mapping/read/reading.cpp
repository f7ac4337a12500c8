#include "adapter/mapping/read/reading.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "knowledge-engine/base/nearest_name.h"
#include "knowledge-engine/pattern/term_reader.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::mapping {

void Reading::error(TextPosition position, std::string message, std::string variable) {
    ++errors_;
    problems_.push_back({position, std::move(variable), std::move(message), false});
}

void Reading::warning(TextPosition position, std::string message, std::string variable) {
    problems_.push_back({position, std::move(variable), std::move(message), true});
}

std::vector<Problem> Reading::take_problems() && {
    const auto place = [](const Problem& problem) {
        return std::tie(problem.position.line, problem.position.column, problem.variable, problem.message);
    };
    const auto is_before = [&](const Problem& a, const Problem& b) { return place(a) < place(b); };
    std::ranges::stable_sort(problems_, is_before);
    // Clang 14, which builds the fuzz targets, has no std::ranges::unique.
    const auto is_same = [&](const Problem& a, const Problem& b) { return place(a) == place(b); };
    problems_.erase(std::unique(problems_.begin(), problems_.end(), is_same), problems_.end());
    return std::move(problems_);
}

bool Reading::check_members(const YamlNode& map, std::string_view what, std::initializer_list<std::string_view> known) {
    if (!map.is_map()) {
        error(map.position, std::string(what) + " needs members, `name: value`; found is " + describe(map));
        return false;
    }
    for (const YamlNode& member : map.children) {
        if (std::ranges::find(known, member.key.text) != known.end()) {
            continue;
        }
        const std::vector<std::string> names(known.begin(), known.end());
        std::string help = suggestion(member.key.text, names);
        if (help.empty()) {
            help = "; known are";
            for (const std::string& name : names) {
                help += (name == names.front() ? " `" : ", `") + name + "`";
            }
        }
        error(member.key.position, std::string(what) + " has no `" + member.key.text + "`" + help);
    }
    return true;
}

std::optional<std::string> Reading::text_of(const YamlNode& map, std::string_view name) {
    const YamlNode* member = map.find(name);
    if (member == nullptr) {
        return std::nullopt;
    }
    if (!member->is_text()) {
        error(member->position, "`" + std::string(name) + "` needs a text; found is " + describe(*member));
        return std::nullopt;
    }
    return member->value.text;
}

bool Reading::flag_of(const YamlNode& map, std::string_view name, std::string_view words) {
    const YamlNode* member = map.find(name);
    if (member == nullptr) {
        return false;
    }
    const JsonConstant value = member->is_text() ? json_constant(member->value) : JsonConstant{};
    if (value.kind != JsonKind::Boolean) {
        error(member->position,
              "`" + std::string(name) + "` is " + std::string(words) + "; found is " + describe(*member));
    }
    return value.kind == JsonKind::Boolean && value.text == "true";
}

std::string suggestion(std::string_view name, const std::vector<std::string>& candidates, std::string_view mark) {
    // Of names of one letter, all are near.
    const auto nearest = name.size() > 1 ? nearest_name(name, candidates) : std::nullopt;
    return nearest ? ": did you mean `" + std::string(mark) + *nearest + "`?" : "";
}

std::optional<std::string> variable_name(std::string_view text) {
    rdf::TokenReader tokens(text);
    if (!tokens.skip("?")) {
        return std::nullopt;
    }
    const std::string_view name = tokens.variable_name();
    return name.empty() || !tokens.at_end() ? std::nullopt : std::optional<std::string>(name);
}

Result<rdf::Term> read_term(std::string_view text, const rdf::PrefixMap& prefixes) {
    if (text == "true" || text == "false") {
        return rdf::Term::literal(std::string(text), std::string(rdf::xsd_boolean));
    }
    rdf::TokenReader tokens(text);
    auto term = pattern::read_constant(tokens, prefixes);
    if (term && !tokens.at_end()) {
        return invalid_input("behind the term stands " + tokens.describe() +
                             "; text is written in quotes of its own, as in '\"text\"'");
    }
    return term;
}

std::vector<YamlText> texts_of(const YamlNode& node, Reading& reading) {
    std::vector<YamlText> texts;
    if (node.is_text()) {
        texts.push_back(node.value);
        return texts;
    }
    const bool is_of_texts =
        node.is_list() && std::ranges::all_of(node.children, [](const YamlNode& child) { return child.is_text(); });
    if (!is_of_texts) {
        reading.error(node.position, "a text or a list of texts is needed; found is " + describe(node));
        return texts;
    }
    for (const YamlNode& child : node.children) {
        texts.push_back(child.value);
    }
    return texts;
}

}  // namespace gridlore::mapping
