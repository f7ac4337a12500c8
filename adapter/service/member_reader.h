/// The members of a YAML map, taken one by one; what nobody took is a problem. Confined to one thread. Private to this
/// folder.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/problem.h"
#include "adapter/mapping/read/yaml_tree.h"

namespace gridlore::service {

using Problems = std::vector<mapping::Problem>;

class MemberReader {
  public:
    /// What it is given must outlive it. `what` the map is, for messages: `a binding`. A node that is no map is a
    /// problem, and has no members.
    MemberReader(const mapping::YamlNode& node, std::string what, Problems& problems);

    /// The member, or null. Each of these is asked for by name once.
    const mapping::YamlNode* node(std::string_view name);
    std::optional<std::string> text(std::string_view name);
    /// `missing` is the problem if it is not there.
    std::string required_text(std::string_view name, std::string missing);
    std::optional<bool> boolean(std::string_view name);
    /// At least 1.
    std::optional<std::uint64_t> count(std::string_view name);
    /// A number of seconds, or one with `ms`, `s`, `min` or `h`; more than nothing and at most a day.
    std::optional<std::chrono::nanoseconds> duration(std::string_view name);
    /// A number of bytes, or one with `KiB`, `MiB` or `GiB`.
    std::optional<std::uint64_t> size(std::string_view name);
    /// One text, or a list of them.
    std::vector<mapping::YamlText> texts(std::string_view name);

    /// To be called last: a problem for each member that nobody asked for.
    void finish();

    void problem(TextPosition position, std::string message, std::string variable = {});

  private:
    template <typename T>
    std::optional<T> measure(std::string_view name, const std::vector<std::pair<std::string_view, T>>& units,
                             std::string_view expected);

    const mapping::YamlNode& node_;
    const std::string what_;
    Problems& problems_;
    std::vector<std::string> known_;
};

}  // namespace gridlore::service
