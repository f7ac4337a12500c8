#include "adapter/mapping/json/equal_json.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "adapter/mapping/json/canonical_json.h"

namespace gridlore::mapping {
namespace {

std::string shown(const JsonValue* value) {
    constexpr std::size_t longest = 200;
    std::string text;
    if (value != nullptr) {
        append_json(*value, text);
    }
    if (text.size() > longest) {
        std::size_t end = longest;
        while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        text = text.substr(0, end) + "…";
    }
    return text;
}

/// RFC 6901, section 3.
std::string pointer_to(const std::string& pointer, std::string_view name) {
    std::string text = pointer + "/";
    for (const char c : name) {
        text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return text;
}

std::string pointer_to(const std::string& pointer, std::size_t index) {
    return pointer + "/" + std::to_string(index);
}

/// What two lists have of which the other has no equal.
struct Unmatched {
    std::vector<std::size_t> expected;
    std::vector<std::size_t> found;
};

using Texts = std::vector<std::string>;

Unmatched unmatched_in_order(const Texts& expected, const Texts& found) {
    Unmatched unmatched;
    for (std::size_t i = 0; i < std::max(expected.size(), found.size()); ++i) {
        if (i >= expected.size() || i >= found.size() || expected[i] != found[i]) {
            if (i < expected.size()) {
                unmatched.expected.push_back(i);
            }
            if (i < found.size()) {
                unmatched.found.push_back(i);
            }
            break;
        }
    }
    return unmatched;
}

std::vector<std::size_t> sorted(const Texts& texts) {
    std::vector<std::size_t> indexes(texts.size());
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        indexes[i] = i;
    }
    std::ranges::stable_sort(indexes, std::less<>(), [&](std::size_t i) -> const std::string& { return texts[i]; });
    return indexes;
}

Unmatched unmatched_in_sets(const Texts& expected, const Texts& found) {
    Unmatched unmatched;
    const std::vector<std::size_t> left = sorted(expected);
    const std::vector<std::size_t> right = sorted(found);
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < left.size() || j < right.size()) {
        if (j == right.size() || (i < left.size() && expected[left[i]] < found[right[j]])) {
            unmatched.expected.push_back(left[i++]);
        } else if (i == left.size() || found[right[j]] < expected[left[i]]) {
            unmatched.found.push_back(right[j++]);
        } else {
            ++i;
            ++j;
        }
    }
    std::ranges::sort(unmatched.expected);
    std::ranges::sort(unmatched.found);
    return unmatched;
}

class Comparison {
  public:
    explicit Comparison(const Document& document) : document_(document) {}

    std::optional<JsonDifference> of(const Shape& shape, const JsonValue& expected, const JsonValue& found,
                                     const std::string& pointer) const {
        if (canonical_text(document_, shape, expected) == canonical_text(document_, shape, found)) {
            return std::nullopt;
        }
        std::optional<JsonDifference> difference;
        if (const auto* list = std::get_if<ListShape>(&shape.node);
            list != nullptr && expected.is_list() && found.is_list()) {
            difference = of_lists(*list, expected, found, pointer);
        } else if (const auto* object = std::get_if<ObjectShape>(&shape.node);
                   object != nullptr && expected.is_object() && found.is_object()) {
            difference = of_objects(*object, expected, found, pointer);
        }
        return difference ? difference : JsonDifference{pointer, shown(&expected), shown(&found)};
    }

  private:
    std::optional<JsonDifference> of_lists(const ListShape& shape, const JsonValue& expected, const JsonValue& found,
                                           const std::string& pointer) const {
        const auto texts = [&](const JsonValue& list) {
            Texts result;
            for (const JsonValue& child : list.children) {
                result.push_back(canonical_text(document_, shape.element.front(), child));
            }
            return result;
        };
        const Unmatched unmatched = unmatched_of(shape.order, texts(expected), texts(found));
        if (unmatched.expected.size() == 1 && unmatched.found.size() == 1) {
            const std::size_t index = unmatched.expected.front();
            return of(shape.element.front(), expected.children[index], found.children[unmatched.found.front()],
                      pointer_to(pointer, index));
        }
        return of_unmatched(unmatched, pointer, [&](bool is_expected, std::size_t i) {
            return shown(&(is_expected ? expected : found).children[i]);
        });
    }

    static Unmatched unmatched_of(const Order& order, const Texts& expected, const Texts& found) {
        return is_in_order(order) ? unmatched_in_order(expected, found) : unmatched_in_sets(expected, found);
    }

    static std::optional<JsonDifference> of_unmatched(const Unmatched& unmatched, const std::string& pointer,
                                                      const std::function<std::string(bool, std::size_t)>& text) {
        if (!unmatched.expected.empty()) {
            const std::size_t index = unmatched.expected.front();
            return JsonDifference{pointer_to(pointer, index), text(true, index), ""};
        }
        if (!unmatched.found.empty()) {
            const std::size_t index = unmatched.found.front();
            return JsonDifference{pointer_to(pointer, index), "", text(false, index)};
        }
        return std::nullopt;
    }

    std::optional<JsonDifference> of_objects(const ObjectShape& shape, const JsonValue& expected,
                                             const JsonValue& found, const std::string& pointer) const {
        const auto in_expected = by_member(shape, expected);
        const auto in_found = by_member(shape, found);
        const auto left = columns_of(shape, expected);
        const auto right = columns_of(shape, found);
        for (std::size_t i = 0; i < shape.members.size(); ++i) {
            const JsonValue* a = in_expected[i];
            const JsonValue* b = in_found[i];
            const std::string place = pointer_to(pointer, a != nullptr ? a->name : shape.members[i].keys.front());
            if ((a == nullptr) != (b == nullptr)) {
                return JsonDifference{place, shown(a), shown(b)};
            }
            if (a == nullptr || (shape.members[i].column_of != 0 && left && right)) {
                continue;
            }
            if (shape.members[i].column_of != 0) {
                if (shown(a) != shown(b)) {
                    return JsonDifference{place, shown(a), shown(b)};
                }
                continue;
            }
            if (auto difference = of(shape.members[i].value.front(), *a, *b, place)) {
                return difference;
            }
        }
        if (auto difference = of_families(shape, expected, found, pointer)) {
            return difference;
        }
        return left && right ? of_columns(shape, *left, *right, pointer) : std::nullopt;
    }

    std::optional<JsonDifference> of_families(const ObjectShape& shape, const JsonValue& expected,
                                              const JsonValue& found, const std::string& pointer) const {
        const auto in_expected = family_members(document_, shape, expected);
        const auto in_found = family_members(document_, shape, found);
        for (const auto& [place, member] : in_expected) {
            const auto other = in_found.find(place);
            if (other == in_found.end()) {
                return JsonDifference{pointer_to(pointer, member->name), shown(member), ""};
            }
            if (auto difference = of(shape.families[place.family].members[place.member].value.front(), *member,
                                     *other->second, pointer_to(pointer, member->name))) {
                return difference;
            }
        }
        for (const auto& [place, member] : in_found) {
            if (!in_expected.contains(place)) {
                return JsonDifference{pointer_to(pointer, member->name), "", shown(member)};
            }
        }
        return std::nullopt;
    }

    static std::vector<const JsonValue*> by_member(const ObjectShape& shape, const JsonValue& object) {
        std::vector<const JsonValue*> members(shape.members.size(), nullptr);
        const auto assigned = assign_members(shape, object);
        for (std::size_t i = 0; i < assigned.size(); ++i) {
            if (assigned[i] && !says_missing(shape.members[*assigned[i]], object.children[i])) {
                members[*assigned[i]] = &object.children[i];
            }
        }
        return members;
    }

    std::optional<JsonDifference> of_columns(const ObjectShape& shape, const Columns& expected, const Columns& found,
                                             const std::string& pointer) const {
        const auto texts = [&](const Columns& columns) {
            Texts result;
            for (std::size_t row = 0; row < columns.rows; ++row) {
                result.push_back(canonical_row(document_, shape, columns, row));
            }
            return result;
        };
        const Unmatched unmatched = unmatched_of(shape.zips.front().order, texts(expected), texts(found));
        if (unmatched.expected.size() == 1 && unmatched.found.size() == 1) {
            return of_rows(shape, expected, unmatched.expected.front(), found, unmatched.found.front(), pointer);
        }
        const std::string first = pointer_to(pointer, expected.lists.empty() ? "" : expected.lists.front()->name);
        return of_unmatched(unmatched, first, [&](bool is_expected, std::size_t row) {
            return shown(&(is_expected ? expected : found).lists.front()->children[row]);
        });
    }

    std::optional<JsonDifference> of_rows(const ObjectShape& shape, const Columns& expected, std::size_t row,
                                          const Columns& found, std::size_t other, const std::string& pointer) const {
        for (std::size_t i = 0; i < expected.lists.size(); ++i) {
            const std::string place = pointer_to(pointer_to(pointer, expected.lists[i]->name), row);
            if (auto difference = of(shape.members[expected.members[i]].value.front(), expected.lists[i]->children[row],
                                     found.lists[i]->children[other], place)) {
                return difference;
            }
        }
        return std::nullopt;
    }

    const Document& document_;
};

}  // namespace

std::string to_string(const JsonDifference& difference) {
    const auto value = [](const std::string& text) { return text.empty() ? "nothing" : text; };
    return "at " + (difference.pointer.empty() ? "the whole payload" : difference.pointer) + ": expected " +
           value(difference.expected) + ", found " + value(difference.found);
}

std::optional<JsonDifference> json_difference(const Document& document, const JsonValue& expected,
                                              const JsonValue& found) {
    return Comparison(document).of(document.shape, expected, found, "");
}

Result<bool> equal_json(const Document& document, std::string_view expected, std::string_view found) {
    const auto left = read_json(expected);
    if (!left) {
        return left.error();
    }
    const auto right = read_json(found);
    if (!right) {
        return right.error();
    }
    return canonical_text(document, document.shape, *left) == canonical_text(document, document.shape, *right);
}

}  // namespace gridlore::mapping
