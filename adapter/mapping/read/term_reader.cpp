#include "adapter/mapping/read/term_reader.h"

#include <array>
#include <charconv>
#include <set>
#include <utility>

#include "adapter/mapping/codecs/codecs.h"
#include "knowledge-engine/pattern/term_reader.h"
#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::mapping {
namespace {

constexpr std::string_view kinds =
    "`iri`, `literal`, `dateTime`, `date`, `table`, `boolean`, `position`, `constant` "
    "or `uuid`";

/// Reads one term. Each kind has a function; errors are told to the reading.
class TermReader {
  public:
    TermReader(const YamlNode& node, const YamlNode* tables, const rdf::PrefixMap& prefixes, Reading& reading)
        : node_(node), tables_(tables), prefixes_(prefixes), reading_(reading) {}

    TermDefinition read() {
        definition_ = default_term(node_.key.text);
        definition_.variable.position = node_.key.position;
        read_kind();
        read_given();
        definition_.is_faulty = is_faulty_;
        return std::move(definition_);
    }

  private:
    using Function = void (TermReader::*)(const YamlNode&);
    struct Kind {
        std::string_view name;
        Function read;
        std::initializer_list<std::string_view> members;
    };

    static const std::array<Kind, 10>& all_kinds() {
        static const std::array<Kind, 10> all = {
            {{"iri", &TermReader::read_iri, {"iri", "json", "given"}},
             {"literal", &TermReader::read_literal, {"literal", "json", "decimal", "language", "given"}},
             {"dateTime",
              &TermReader::read_date_time,
              {"dateTime", "also", "zone", "repeated", "end", "interval", "given"}},
             {"date", &TermReader::read_date, {"date", "also", "given"}},
             {"table", &TermReader::read_table, {"table", "given"}},
             {"boolean", &TermReader::read_boolean, {"boolean", "given"}},
             {"position", &TermReader::read_position, {"position"}},
             {"constant", &TermReader::read_constant, {"constant"}},
             {"uuid", &TermReader::read_uuid, {"uuid", "for"}},
             {"language", &TermReader::read_literal, {"language", "json", "given"}}}};
        return all;
    }

    void error(TextPosition position, std::string message) {
        is_faulty_ = true;
        reading_.error(position, std::move(message), node_.key.text);
    }

    void read_kind() {
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

    std::optional<std::string> text(const YamlNode& value) {
        if (!value.is_text()) {
            error(value.position, "`" + value.key.text + "` needs a text; found is " + describe(value));
            return std::nullopt;
        }
        return value.value.text;
    }

    void set_codec(Result<CodecPtr> codec, TextPosition position) {
        if (!codec) {
            error(position, codec.error().message);
            return;
        }
        definition_.variable.codec = *std::move(codec);
    }

    std::optional<IriTemplate> iri_template(const YamlNode& value) {
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

    void read_iri(const YamlNode& value) {
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

    void read_made_iri(const YamlNode& value, const std::vector<std::string>& names) {
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

    /// What `json:` says; `otherwise` if it is not there.
    std::vector<JsonKind> json_kinds(std::optional<JsonKind> otherwise) {
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

    void add_json_kind(const YamlText& text, std::vector<JsonKind>& found) {
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

    /// A datatype, written as in Turtle.
    std::string datatype(const YamlNode& value) {
        const auto text = this->text(value);
        if (!text) {
            return std::string(rdf::xsd_string);
        }
        rdf::TokenReader tokens(*text);
        auto iri = pattern::read_iri(tokens, prefixes_);
        if (!iri || !tokens.at_end()) {
            error(value.position, iri ? "behind the datatype stands " + tokens.describe() : iri.error().message);
            return std::string(rdf::xsd_string);
        }
        return *std::move(iri);
    }

    void read_literal(const YamlNode& value) {
        LiteralForm form;
        form.json = json_kinds(std::nullopt);
        form.language = reading_.text_of(node_, "language").value_or("");
        form.datatype = value.key.text == "language" ? rdf::rdf_lang_string : datatype(value);
        if (!form.language.empty() && form.datatype == rdf::xsd_string) {
            form.datatype = rdf::rdf_lang_string;
        }
        if (const auto decimal = reading_.text_of(node_, "decimal")) {
            form.has_decimal_comma = *decimal == ",";
            if (*decimal != "," && *decimal != ".") {
                error(node_.find("decimal")->position, "`decimal` is \",\" or \".\"");
            }
        }
        set_codec(literal_codec(std::move(form)), value.position);
    }

    std::vector<std::string> formats(const YamlNode& value) {
        std::vector<std::string> formats;
        if (const auto first = text(value)) {
            formats.push_back(*first);
        }
        if (const YamlNode* also = node_.find("also")) {
            for (YamlText& format : texts_of(*also, reading_)) {
                formats.push_back(std::move(format.text));
            }
        }
        return formats;
    }

    void read_date_time(const YamlNode& value) {
        TimeForm form;
        form.formats = formats(value);
        form.zone = reading_.text_of(node_, "zone").value_or("");
        form.repeated = repeated();
        form.end_of = interval();
        set_codec(date_time_codec(std::move(form)), value.position);
    }

    Repeated repeated() {
        static const std::map<std::string, Repeated, std::less<>> names = {{"refuse", Repeated::Refuse},
                                                                           {"first", Repeated::First},
                                                                           {"second", Repeated::Second},
                                                                           {"in-order", Repeated::InOrder}};
        const auto text = reading_.text_of(node_, "repeated");
        const auto found = text ? names.find(*text) : names.find("refuse");
        if (found == names.end()) {
            error(node_.find("repeated")->position,
                  "`repeated` is `refuse`, `first`, `second` or `in-order`; found is `" + *text + "`");
            return Repeated::Refuse;
        }
        return found->second;
    }

    std::optional<std::chrono::seconds> interval() {
        const bool is_end = reading_.flag_of(node_, "end");
        const auto text = reading_.text_of(node_, "interval");
        if (!is_end) {
            if (text) {
                error(node_.find("interval")->key.position,
                      "`interval` belongs to `end: true`; add that, or leave it out");
            }
            return std::nullopt;
        }
        const auto seconds = text ? read_interval(*text) : std::nullopt;
        if (!seconds) {
            error((text ? node_.find("interval") : node_.find("end"))->position,
                  "the end of an interval needs its length: `interval: 15min`, in `s`, `min` or `h`");
        }
        return seconds;
    }

    static std::optional<std::chrono::seconds> read_interval(std::string_view text) {
        unsigned count = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
        const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
        constexpr unsigned most = 10'000'000;
        if (fault != std::errc() || count == 0 || count > most) {
            return std::nullopt;
        }
        if (unit == "s") {
            return std::chrono::seconds(count);
        }
        if (unit == "min") {
            return std::chrono::minutes(count);
        }
        return unit == "h" ? std::optional<std::chrono::seconds>(std::chrono::hours(count)) : std::nullopt;
    }

    void read_date(const YamlNode& value) { set_codec(date_codec(formats(value)), value.position); }

    void read_table(const YamlNode& value) {
        if (value.is_map()) {
            read_entries(value, node_.key.text);
            return;
        }
        const auto name = text(value);
        const YamlNode* named = name && tables_ != nullptr ? tables_->find(*name) : nullptr;
        if (named != nullptr && named->is_map()) {
            read_entries(*named, *name);
            return;
        }
        std::vector<std::string> names;
        if (tables_ != nullptr) {
            for (const YamlNode& table : tables_->children) {
                names.push_back(table.key.text);
            }
        }
        if (name) {
            error(value.position, "`tables` has no `" + *name + "`" + suggestion(*name, names));
        }
    }

    void read_entries(const YamlNode& map, const std::string& name) {
        std::vector<TableEntry> entries;
        for (const YamlNode& entry : map.children) {
            if (auto term = value_term(entry)) {
                entries.push_back({json_constant(entry.key), *std::move(term)});
            }
        }
        if (entries.size() == map.children.size()) {
            set_codec(table_codec(name, std::move(entries)), map.position);
        }
    }

    std::optional<rdf::Term> value_term(const YamlNode& value) {
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

    void read_boolean(const YamlNode& value) {
        const bool is_pair = value.is_list() && value.children.size() == 2 && !value.children[0].is_list() &&
                             !value.children[0].is_map() && !value.children[1].is_list() && !value.children[1].is_map();
        if (!is_pair) {
            error(value.position,
                  "`boolean` has two values, that of true and that of false, as in `[ \"Yes\", \"No\" ]`");
            return;
        }
        std::vector<TableEntry> entries;
        entries.push_back({json_constant(value.children[0].value), *read_term("true", prefixes_)});
        entries.push_back({json_constant(value.children[1].value), *read_term("false", prefixes_)});
        set_codec(table_codec(node_.key.text, std::move(entries)), value.position);
    }

    void read_position(const YamlNode& value) {
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

    void read_constant(const YamlNode& value) {
        definition_.variable.origin = Origin::Constant;
        definition_.variable.codec = nullptr;
        definition_.variable.constant = value_term(value);
    }

    void read_uuid(const YamlNode& value) {
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

    void read_given() {
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

    const YamlNode& node_;
    const YamlNode* tables_;
    const rdf::PrefixMap& prefixes_;
    Reading& reading_;
    TermDefinition definition_;
    bool is_faulty_ = false;
};

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
