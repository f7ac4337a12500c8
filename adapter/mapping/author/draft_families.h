/// Members whose names differ in a number alone, which a draft reads as rows (`$each`). Private to this folder. Pure
/// functions.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace gridlore::mapping {

/// What stands in a name where a number stood; of families in each other, `depth` of the outermost is 0. A character of
/// private use: in a payload that has one itself, no families are looked for.
std::string number_mark(std::size_t depth);
/// True if there is one in the text.
bool has_number_mark(std::string_view text);

struct DraftFamily {
    struct Member {
        std::string name;                            ///< with the mark
        std::vector<nlohmann::ordered_json> values;  ///< of all objects
    };
    std::vector<Member> members;  ///< in the order in which they come
    bool is_in_all = true;        ///< each of the objects has some of it
};

/// Families that the objects have: members that come with at least three numbers, and those that come with the same
/// numbers. They are taken out of `objects`; names within them that have the row's number have the mark there.
std::vector<DraftFamily> take_families(std::vector<nlohmann::ordered_json>& objects, const std::string& mark);

}  // namespace gridlore::mapping
