#include "adapter/mapping/author/draft_families.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::mapping {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t fewest_numbers = 3;
constexpr std::string_view any_mark = "\xEE\x80";  // U+E000 to U+E03F begin with it

struct NumberedName {
    std::string name;  ///< with the mark
    std::string number;
};

/// Nothing if there is no number in it, or several, or one that is written with zeros before it, or a mark already.
std::optional<NumberedName> numbered_name(const std::string& key, const std::string& mark) {
    const auto begin = std::ranges::find_if(key, rdf::is_ascii_digit);
    const auto end = std::find_if_not(begin, key.end(), rdf::is_ascii_digit);
    const bool is_plain = begin != end && (*begin != '0' || end - begin == 1);
    if (!is_plain || std::any_of(end, key.end(), rdf::is_ascii_digit) || has_number_mark(key)) {
        return std::nullopt;
    }
    return NumberedName{std::string(key.begin(), begin).append(mark).append(end, key.end()), {begin, end}};
}

/// Names of members further in, as far as their number is that of the row in all rows.
class InnerNames {
  public:
    explicit InnerNames(const std::string& mark) : mark_(mark) {}

    void look_at(const ordered_json& value, const std::string& number) {
        if (!value.is_structured()) {
            return;
        }
        for (const auto& [key, member] : value.items()) {
            const auto name = value.is_object() ? numbered_name(key, mark_) : std::nullopt;
            if (name && name->number != number) {
                others_.insert(name->name);
            }
            look_at(member, number);
        }
    }

    /// The value with the mark in such names.
    ordered_json marked(const ordered_json& value, const std::string& number) const {
        if (!value.is_structured()) {
            return value;
        }
        ordered_json result = value.is_array() ? ordered_json::array() : ordered_json::object();
        for (const auto& [key, member] : value.items()) {
            if (value.is_array()) {
                result.push_back(marked(member, number));
                continue;
            }
            const auto name = numbered_name(key, mark_);
            const bool is_of_row = name && name->number == number && !others_.contains(name->name);
            result[is_of_row ? name->name : key] = marked(member, number);
        }
        return result;
    }

  private:
    const std::string& mark_;
    std::set<std::string> others_;  ///< that come with other numbers, too
};

/// The numbers that come with a name, by object.
using Numbers = std::vector<std::set<std::string>>;

std::size_t different(const Numbers& numbers) {
    std::set<std::string> all;
    for (const auto& of_object : numbers) {
        all.insert(of_object.begin(), of_object.end());
    }
    return all.size();
}

class Search {
  public:
    Search(std::vector<ordered_json>& objects, const std::string& mark) : objects_(objects), mark_(mark) {}

    std::vector<DraftFamily> take() {
        look();
        std::vector<DraftFamily> families;
        std::vector<Numbers> numbers_of;
        for (const std::string& name : names_) {
            const Numbers& numbers = numbers_.at(name);
            if (different(numbers) < fewest_numbers) {
                continue;
            }
            auto same = std::ranges::find(numbers_of, numbers);
            if (same == numbers_of.end()) {
                same = numbers_of.insert(same, numbers);
                families.emplace_back().is_in_all =
                    std::ranges::none_of(numbers, [](const auto& of_object) { return of_object.empty(); });
            }
            families[static_cast<std::size_t>(same - numbers_of.begin())].members.push_back({name, take(name)});
        }
        return families;
    }

  private:
    void look() {
        for (std::size_t object = 0; object < objects_.size(); ++object) {
            for (const auto& [key, value] : objects_[object].items()) {
                const auto name = numbered_name(key, mark_);
                if (!name) {
                    continue;
                }
                const auto [numbers, is_new] = numbers_.try_emplace(name->name, objects_.size());
                numbers->second[object].insert(name->number);
                if (is_new) {
                    names_.push_back(name->name);
                }
            }
        }
    }

    std::vector<ordered_json> take(const std::string& wanted) {
        std::vector<std::pair<std::string, ordered_json>> found;
        InnerNames inner(mark_);
        for (ordered_json& object : objects_) {
            ordered_json left = ordered_json::object();
            for (const auto& [key, value] : object.items()) {
                if (const auto name = numbered_name(key, mark_); name && name->name == wanted) {
                    inner.look_at(value, name->number);
                    found.emplace_back(name->number, value);
                } else {
                    left[key] = value;
                }
            }
            object = std::move(left);
        }
        std::vector<ordered_json> values;
        for (const auto& [number, value] : found) {
            values.push_back(inner.marked(value, number));
        }
        return values;
    }

    std::vector<ordered_json>& objects_;
    const std::string& mark_;
    std::vector<std::string> names_;  ///< in the order in which they come
    std::map<std::string, Numbers> numbers_;
};

}  // namespace

std::string number_mark(std::size_t depth) {
    return std::string(any_mark) + static_cast<char>(0x80 + depth);
}

bool has_number_mark(std::string_view text) {
    return text.find(any_mark) != std::string_view::npos;
}

std::vector<DraftFamily> take_families(std::vector<ordered_json>& objects, const std::string& mark) {
    return Search(objects, mark).take();
}

}  // namespace gridlore::mapping
