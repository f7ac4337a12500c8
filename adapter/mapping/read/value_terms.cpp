// Of `TermReader`: the kinds whose codecs have parameters of their own: literals, times and tables.

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "adapter/mapping/read/term_kinds.h"
#include "knowledge-engine/pattern/term_reader.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::mapping {
namespace {

std::optional<std::chrono::seconds> read_interval(std::string_view text) {
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

}  // namespace

void TermReader::read_literal(const YamlNode& value) {
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

/// A datatype, written as in Turtle.
std::string TermReader::datatype(const YamlNode& value) {
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

void TermReader::read_date_time(const YamlNode& value) {
    TimeForm form;
    form.formats = formats(value);
    form.zone = reading_.text_of(node_, "zone").value_or("");
    form.repeated = repeated();
    form.end_of = interval();
    set_codec(date_time_codec(std::move(form)), value.position);
}

void TermReader::read_date(const YamlNode& value) {
    set_codec(date_codec(formats(value)), value.position);
}

std::vector<std::string> TermReader::formats(const YamlNode& value) {
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

Repeated TermReader::repeated() {
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

std::optional<std::chrono::seconds> TermReader::interval() {
    const bool is_end = reading_.flag_of(node_, "end");
    const auto text = reading_.text_of(node_, "interval");
    if (!is_end) {
        if (text) {
            error(node_.find("interval")->key.position, "`interval` belongs to `end: true`; add that, or leave it out");
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

void TermReader::read_table(const YamlNode& value) {
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

void TermReader::read_entries(const YamlNode& map, const std::string& name) {
    std::vector<TableEntry> entries;
    for (const YamlNode& entry : map.children) {
        if (auto term = value_term(entry)) {
            entries.push_back({json_constant(entry.key), *std::move(term)});
        }
    }
    if (entries.size() == map.children.size()) {
        mark_odd(entries);
        set_codec(table_codec(name, std::move(entries)), map.position);
    }
}

/// Those that `odd` names.
void TermReader::mark_odd(std::vector<TableEntry>& entries) {
    const YamlNode* odd = node_.find("odd");
    for (const YamlText& text : odd == nullptr ? std::vector<YamlText>() : texts_of(*odd, reading_)) {
        const auto entry = std::ranges::find(entries, json_constant(text), &TableEntry::json);
        if (entry == entries.end()) {
            error(text.position, "the table has no `" + text.text + "`, so that it cannot be `odd`");
        } else {
            entry->is_odd = true;
        }
    }
}

void TermReader::read_boolean(const YamlNode& value) {
    const bool is_pair = value.is_list() && value.children.size() == 2 && !value.children[0].is_list() &&
                         !value.children[0].is_map() && !value.children[1].is_list() && !value.children[1].is_map();
    if (!is_pair) {
        error(value.position, "`boolean` has two values, that of true and that of false, as in `[ \"Yes\", \"No\" ]`");
        return;
    }
    std::vector<TableEntry> entries;
    entries.push_back({json_constant(value.children[0].value), *read_term("true", prefixes_)});
    entries.push_back({json_constant(value.children[1].value), *read_term("false", prefixes_)});
    set_codec(table_codec(node_.key.text, std::move(entries)), value.position);
}

}  // namespace gridlore::mapping
