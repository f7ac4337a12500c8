#include "adapter/mapping/read/term_kinds.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace gridlore::mapping {
namespace {

constexpr std::string_view kinds =
    "`iri`, `literal`, `dateTime`, `date`, `table`, `boolean`, `position`, `constant` "
    "or `uuid`";

}  // namespace

TermDefinition TermReader::read() {
    definition_ = default_term(node_.key.text);
    definition_.variable.position = node_.key.position;
    read_kind();
    read_given();
    definition_.is_faulty = is_faulty_;
    return std::move(definition_);
}

const std::array<TermReader::Kind, 10>& TermReader::all_kinds() {
    static const std::array<Kind, 10> all = {
        {{"iri", &TermReader::read_iri, {"iri", "json", "given"}},
         {"literal", &TermReader::read_literal, {"literal", "json", "decimal", "language", "given"}},
         {"dateTime",
          &TermReader::read_date_time,
          {"dateTime", "also", "zone", "repeated", "end", "interval", "given"}},
         {"date", &TermReader::read_date, {"date", "also", "given"}},
         {"table", &TermReader::read_table, {"table", "odd", "given"}},
         {"boolean", &TermReader::read_boolean, {"boolean", "given"}},
         {"position", &TermReader::read_position, {"position"}},
         {"constant", &TermReader::read_constant, {"constant"}},
         {"uuid", &TermReader::read_uuid, {"uuid", "for"}},
         {"language", &TermReader::read_literal, {"language", "json", "given"}}}};
    return all;
}

void TermReader::read_kind() {
    if (!node_.is_map()) {
        error(node_.position,
              "a term says its kind, as in `{ literal: \"xsd:decimal\" }`; found is " + describe(node_));
        return;
    }
    for (const Kind& kind : all_kinds()) {
        if (const YamlNode* value = node_.find(kind.name)) {
            reading_.check_members(node_, "a term of the kind `" + std::string(kind.name) + "`", kind.members);
            (this->*kind.read)(*value);
            return;
        }
    }
    std::vector<std::string> names;
    for (const Kind& kind : all_kinds()) {
        names.emplace_back(kind.name);
    }
    std::string help;
    for (const YamlNode& member : node_.children) {
        help = help.empty() ? suggestion(member.key.text, names) : help;
    }
    error(node_.position, "a term needs its kind, " + std::string(kinds) + help);
}

void TermReader::read_iri(const YamlNode& value) {
    if (value.is_text() && json_constant(value.value).kind == JsonKind::Boolean) {
        if (value.value.text == "false") {
            error(value.position, "an `iri` is `true` (an IRI as it is) or a text with braces");
        }
        definition_.variable.codec = whole_iri_codec();
        return;
    }
    const auto iri = iri_template(value);
    if (!iri) {
        return;
    }
    definition_.variable.iri = *iri;
    const std::vector<std::string>& names = iri->names();
    const auto own = std::ranges::count(names, "");
    if (names.empty()) {
        error(value.position, "nothing stands in braces in this IRI; one that is always the same is a `constant`");
    } else if (own == 0) {
        read_made_iri(value, names);
    } else if (names.size() == 1) {
        set_codec(iri_codec(*iri, json_kinds(JsonKind::String).front()), value.position);
    } else {
        error(value.position,
              "the own value `{}` stands alone in an IRI; name the others in a template of their "
              "own, or name this one's value");
    }
}

void TermReader::read_made_iri(const YamlNode& value, const std::vector<std::string>& names) {
    definition_.variable.origin = Origin::Template;
    definition_.variable.codec = nullptr;
    definition_.made_of = names;
    for (const std::string& name : names) {
        if (!variable_name("?" + name)) {
            error(value.position, "`{" + name + "}` is no variable's name: letters, digits and `_`");
        }
    }
    if (const YamlNode* json = node_.find("json")) {
        error(json->key.position, "an IRI that is made of other variables is not in the JSON; leave `json` out");
    }
}

void TermReader::read_position(const YamlNode& value) {
    const auto text = this->text(value);
    if (!text) {
        return;
    }
    const auto [end, fault] =
        std::from_chars(text->data(), text->data() + text->size(), definition_.variable.first_position);
    if (fault != std::errc() || end != text->data() + text->size()) {
        error(value.position, "`position` is the number of the first element, as in `{ position: 1 }`");
    }
    definition_.variable.origin = Origin::Position;
    definition_.variable.codec = nullptr;
}

void TermReader::read_constant(const YamlNode& value) {
    definition_.variable.origin = Origin::Constant;
    definition_.variable.codec = nullptr;
    definition_.variable.constant = value_term(value);
}

void TermReader::read_uuid(const YamlNode& value) {
    definition_.variable.origin = Origin::Uuid;
    definition_.variable.codec = nullptr;
    definition_.variable.iri = iri_template(value);
    if (definition_.variable.iri && definition_.variable.iri->names() != std::vector<std::string>{""}) {
        error(value.position, "a `uuid` has one pair of empty braces, as in `urn:x:{}`");
    }
    if (const auto made_for = reading_.text_of(node_, "for")) {
        const auto name = variable_name(*made_for);
        if (!name) {
            error(node_.find("for")->position, "`for` is a variable, as in `for: ?offer`");
        }
        definition_.made_for = name.value_or("");
    }
}

void TermReader::read_given() {
    const YamlNode* given = node_.find("given");
    if (given == nullptr || definition_.variable.origin != Origin::Json) {
        if (given != nullptr) {
            error(given->key.position, "only a term of a value in JSON can be given; leave `given` out");
        }
        return;
    }
    definition_.variable.is_time_of_coming = given->is_text() && given->value.text == "now";
    if (definition_.variable.is_time_of_coming && node_.find("dateTime") == nullptr) {
        error(given->position, "`given: now` is a `dateTime`");
    }
    if (definition_.variable.is_time_of_coming || reading_.flag_of(node_, "given")) {
        definition_.variable.origin = Origin::Given;
    }
}

void TermReader::error(TextPosition position, std::string message) {
    is_faulty_ = true;
    reading_.error(position, std::move(message), node_.key.text);
}

std::optional<std::string> TermReader::text(const YamlNode& value) {
    if (!value.is_text()) {
        error(value.position, "`" + value.key.text + "` needs a text; found is " + describe(value));
        return std::nullopt;
    }
    return value.value.text;
}

void TermReader::set_codec(Result<CodecPtr> codec, TextPosition position) {
    if (!codec) {
        error(position, codec.error().message);
        return;
    }
    definition_.variable.codec = *std::move(codec);
}

std::optional<IriTemplate> TermReader::iri_template(const YamlNode& value) {
    const auto text = this->text(value);
    if (!text) {
        return std::nullopt;
    }
    auto iri = IriTemplate::parse(*text);
    if (!iri) {
        error(value.position, iri.error().message);
        return std::nullopt;
    }
    return *std::move(iri);
}

/// What `json:` says; `otherwise` if it is not there.
std::vector<JsonKind> TermReader::json_kinds(std::optional<JsonKind> otherwise) {
    std::vector<JsonKind> found;
    if (const YamlNode* json = node_.find("json")) {
        for (const YamlText& text : texts_of(*json, reading_)) {
            add_json_kind(text, found);
        }
    }
    if (found.empty() && otherwise) {
        found.push_back(*otherwise);
    }
    return found;
}

void TermReader::add_json_kind(const YamlText& text, std::vector<JsonKind>& found) {
    if (text.text == "string") {
        found.push_back(JsonKind::String);
    } else if (text.text == "number") {
        found.push_back(JsonKind::Number);
    } else if (text.text == "boolean") {
        found.push_back(JsonKind::Boolean);
    } else {
        error(text.position, "`json` is `string`, `number` or `boolean`; found is `" + text.text + "`");
    }
}

std::optional<rdf::Term> TermReader::value_term(const YamlNode& value) {
    const auto text = this->text(value);
    if (!text) {
        return std::nullopt;
    }
    auto term = read_term(*text, prefixes_);
    if (!term) {
        error(value.position, term.error().message);
        return std::nullopt;
    }
    if (term->is_iri()) {
        reading_.named_iris.push_back({term->text, value.position, node_.key.text});
    }
    return *std::move(term);
}

}  // namespace gridlore::mapping
