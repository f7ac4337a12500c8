#include "adapter/mapping/author/draft_lists.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>
#include <string>

#include "adapter/mapping/author/draft_terms.h"

namespace gridlore::mapping {
namespace {

using nlohmann::ordered_json;
using Samples = std::vector<ordered_json>;

constexpr std::size_t fewest_rows = 3;  ///< of all objects; fewer are as many by chance

/// Members that all objects have as values of one term.
std::vector<std::string> common_values(const Samples& objects) {
    std::vector<std::string> keys;
    for (const auto& [key, ignored] : objects.front().items()) {
        Samples values;
        for (const ordered_json& object : objects) {
            if (const auto found = object.find(key); found != object.end()) {
                values.push_back(*found);
            }
        }
        if (values.size() == objects.size() && have_one_term(values)) {
            keys.push_back(key);
        }
    }
    return keys;
}

/// What an element says itself.
std::vector<ordered_json> own_values(const ordered_json& element, const std::vector<std::string>& keys) {
    if (!element.is_object()) {
        return {element};
    }
    std::vector<ordered_json> values;
    for (const std::string& key : keys) {
        values.push_back(element.at(key));
    }
    return values;
}

/// How many rows each object has by a member; nothing if that is no column.
std::vector<std::size_t> lengths(const Samples& objects, const std::string& key) {
    std::vector<std::size_t> result;
    Samples values;
    for (const ordered_json& object : objects) {
        const auto found = object.find(key);
        if (found == object.end() || !found->is_array()) {
            return {};
        }
        std::ranges::remove_copy_if(*found, std::back_inserter(values), &ordered_json::is_null);
        result.push_back(found->size());
    }
    const std::size_t rows = std::accumulate(result.begin(), result.end(), std::size_t{0});
    return rows < fewest_rows || values.empty() || !have_one_term(values) ? std::vector<std::size_t>() : result;
}

bool has_numbers(const Samples& objects, const std::string& key) {
    return std::ranges::all_of(objects, [&](const ordered_json& object) {
        return std::ranges::all_of(object.at(key),
                                   [](const ordered_json& value) { return value.is_number() || value.is_null(); });
    });
}

/// The first members that are columns together.
std::vector<std::string> columns_of(const Samples& objects) {
    std::vector<std::vector<std::string>> tables;
    std::vector<std::vector<std::size_t>> lengths_of;
    for (const auto& [key, ignored] : objects.front().items()) {
        const auto rows = lengths(objects, key);
        if (rows.empty()) {
            continue;
        }
        const auto same = std::ranges::find(lengths_of, rows);
        const auto table = static_cast<std::size_t>(same - lengths_of.begin());
        if (same == lengths_of.end()) {
            lengths_of.push_back(rows);
            tables.emplace_back();
        }
        tables[table].push_back(key);
    }
    const auto is_table = [&](const std::vector<std::string>& columns) {
        return columns.size() > 1 &&
               std::ranges::any_of(columns, [&](const std::string& key) { return has_numbers(objects, key); });
    };
    const auto found = std::ranges::find_if(tables, is_table);
    return found == tables.end() ? std::vector<std::string>() : *found;
}

}  // namespace

bool are_told_apart(const Samples& elements, std::span<const std::size_t> sizes) {
    const auto all = [&](auto is) { return std::ranges::all_of(elements, is); };
    if (all([](const ordered_json& element) { return element.is_array(); }) ||
        all([](const ordered_json& element) { return element.is_number() || element.is_boolean(); })) {
        return false;
    }
    const bool are_objects = all([](const ordered_json& element) { return element.is_object(); });
    const auto keys = are_objects ? common_values(elements) : std::vector<std::string>();
    if (are_objects && keys.empty()) {
        return false;
    }
    auto element = elements.begin();
    for (const std::size_t size : sizes) {
        std::set<std::vector<ordered_json>> seen;
        for (std::size_t i = 0; i < size; ++i) {
            if (!seen.insert(own_values(*element++, keys)).second) {
                return false;
            }
        }
    }
    return true;
}

Samples take_columns(Samples& objects) {
    const std::vector<std::string> columns = columns_of(objects);
    if (columns.empty()) {
        return {};
    }
    Samples tables;
    for (ordered_json& object : objects) {
        ordered_json rows = ordered_json::array();
        for (std::size_t row = 0; row < object.at(columns.front()).size(); ++row) {
            for (const std::string& column : columns) {
                rows[row][column] = object.at(column)[row];
            }
        }
        for (const std::string& column : columns) {
            object.erase(column);
        }
        tables.push_back(std::move(rows));
    }
    return tables;
}

}  // namespace gridlore::mapping
