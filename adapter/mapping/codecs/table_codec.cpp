#include "adapter/mapping/codecs/table_codec.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "adapter/mapping/codecs/codec_messages.h"
#include "knowledge-engine/base/nearest_name.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::mapping {
namespace {

constexpr std::size_t most_listed = 12;
constexpr std::size_t longest_mistyped = 100;

auto json_key(const JsonScalar& value) {
    return std::tuple(value.kind, value.text);
}

/// Texts first: they tell most apart.
auto term_key(const rdf::TermView& term) {
    return std::tuple(term.text, term.kind, term.datatype, term.language);
}

std::string json_of(const JsonConstant& value) {
    std::string text;
    append_json(value.view(), text);
    return text;
}

}  // namespace

TableCodec::TableCodec(std::string name, std::vector<TableEntry> entries)
    : name_(std::move(name)), entries_(std::move(entries)), by_json_(entries_.size()), by_term_(entries_.size()) {
    const auto json = [this](std::size_t entry) { return json_key(entries_[entry].json.view()); };
    const auto term = [this](std::size_t entry) { return term_key(view_of(entries_[entry].term)); };
    std::iota(by_json_.begin(), by_json_.end(), 0);
    std::ranges::sort(by_json_, {}, json);
    std::iota(by_term_.begin(), by_term_.end(), 0);
    std::ranges::stable_sort(by_term_, {}, term);
    const auto others = std::unique(by_term_.begin(), by_term_.end(),
                                    [&](std::size_t one, std::size_t other) { return term(one) == term(other); });
    by_term_.erase(others, by_term_.end());
}

std::string TableCodec::title() const {
    return name_.empty() ? "the table" : "the table `" + name_ + "`";
}

std::string TableCodec::what_it_has(std::string_view instead) const {
    std::vector<std::string> texts;
    for (const TableEntry& entry : entries_) {
        texts.push_back(entry.json.text);
    }
    const bool is_listed = entries_.size() <= most_listed;
    if (const auto nearest =
            is_listed || instead.size() > longest_mistyped ? std::nullopt : nearest_name(instead, texts)) {
        const auto place = std::ranges::find(texts, *nearest) - texts.begin();
        return "; did you mean " + json_of(entries_[static_cast<std::size_t>(place)].json) + "?";
    }
    std::string list = "; it has ";
    for (std::size_t i = 0; i < std::min(entries_.size(), most_listed); ++i) {
        list.append(i == 0 ? "" : ", ").append(json_of(entries_[i].json));
    }
    return list + (is_listed ? "" : " and " + std::to_string(entries_.size() - most_listed) + " more");
}

const TableEntry* TableCodec::find(const JsonScalar& value) const {
    const auto json = [this](std::size_t entry) { return json_key(entries_[entry].json.view()); };
    const auto found = std::ranges::lower_bound(by_json_, json_key(value), {}, json);
    return found == by_json_.end() || entries_[*found].json.view() != value ? nullptr : &entries_[*found];
}

Result<rdf::TermView> TableCodec::lift(const JsonScalar& value, CodecMemory&, std::string&) const {
    const TableEntry* const entry = find(value);
    if (entry == nullptr) {
        return invalid_input(mapping::describe(value) + " is not in " + title() + what_it_has(value.text));
    }
    return view_of(entry->term);
}

std::optional<std::string> TableCodec::oddity(const JsonScalar& value) const {
    const TableEntry* const entry = find(value);
    if (entry == nullptr || !entry->is_odd) {
        return std::nullopt;
    }
    const auto better = std::ranges::find_if(
        entries_, [&](const TableEntry& other) { return !other.is_odd && other.term == entry->term; });
    return mapping::describe(value) + " is taken as " + rdf::to_short_text(entry->term) +
           (better == entries_.end() ? "" : ", which " + json_of(better->json) + " says");
}

const JsonConstant* TableCodec::find(const rdf::TermView& searched) const {
    const auto term = [this](std::size_t entry) { return term_key(view_of(entries_[entry].term)); };
    const auto found = std::ranges::lower_bound(by_term_, term_key(searched), {}, term);
    return found == by_term_.end() || term(*found) != term_key(searched) ? nullptr : &entries_[*found].json;
}

Result<JsonScalar> TableCodec::lower(const rdf::TermView& term, std::string&) const {
    const JsonConstant* const json = find(term);
    if (json == nullptr) {
        return invalid_input(shown(term) + " is no value of " + title() + "; add it there with the JSON that means it");
    }
    return json->view();
}

Result<rdf::TermView> TableCodec::from_local_text(std::string_view text, std::string&) const {
    const auto entry =
        std::ranges::find(entries_, text, [](const TableEntry& one) -> std::string_view { return one.json.text; });
    if (entry == entries_.end()) {
        const JsonScalar value{JsonKind::String, text};
        return invalid_input(mapping::describe(value) + " is not in " + title() + what_it_has(value.text));
    }
    return view_of(entry->term);
}

std::string_view TableCodec::local_text(const rdf::TermView& term) const {
    const JsonConstant* const json = find(term);
    return json == nullptr ? term.text : json->text;
}

std::string TableCodec::describe() const {
    return (name_.empty() ? "table" : "table " + name_) + " of " + std::to_string(entries_.size()) +
           (entries_.size() == 1 ? " value" : " values");
}

Codec::Schema TableCodec::schema() const {
    Schema schema;
    for (const TableEntry& entry : entries_) {
        schema.values.push_back(entry.json);
        if (std::string type = kind_name(entry.json.kind);
            std::ranges::find(schema.types, type) == schema.types.end()) {
            schema.types.push_back(std::move(type));
        }
    }
    schema.example = json_of(entries_.front().json);
    return schema;
}

Result<CodecPtr> table_codec(std::string name, std::vector<TableEntry> entries) {
    if (entries.empty()) {
        return invalid_input("a table needs at least one entry, such as `kW: \"om:kilowatt\"`");
    }
    std::vector<JsonScalar> values;
    values.reserve(entries.size());
    for (const TableEntry& entry : entries) {
        values.push_back(entry.json.view());
    }
    std::ranges::sort(values, {}, json_key);
    if (const auto twice = std::ranges::adjacent_find(values); twice != values.end()) {
        return invalid_input(describe(*twice) + " comes twice in a table; it can mean one term only");
    }
    return CodecPtr(std::make_shared<TableCodec>(std::move(name), std::move(entries)));
}

}  // namespace gridlore::mapping
