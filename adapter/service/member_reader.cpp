#include "adapter/service/member_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "adapter/service/unknown_name.h"

namespace gridlore::service {

MemberReader::MemberReader(const mapping::YamlNode& node, std::string what, Problems& problems)
    : node_(node), what_(std::move(what)), problems_(problems) {
    if (!node.is_map()) {
        problem(node.position, what_ + " has members, as in `{ name: value }`; found " + describe(node) + ".");
    }
}

void MemberReader::problem(TextPosition position, std::string message, std::string variable) {
    problems_.push_back({position, std::move(variable), std::move(message)});
}

const mapping::YamlNode* MemberReader::node(std::string_view name) {
    known_.emplace_back(name);
    return node_.find(name);
}

std::optional<std::string> MemberReader::text(std::string_view name) {
    const mapping::YamlNode* const member = node(name);
    if (member == nullptr) {
        return std::nullopt;
    }
    if (!member->is_text() || member->value.text.empty()) {
        problem(member->position, "`" + std::string(name) + "` is a text; found " + describe(*member) + ".");
        return std::nullopt;
    }
    return member->value.text;
}

std::string MemberReader::required_text(std::string_view name, std::string missing) {
    auto found = text(name);
    if (!found && node_.find(name) == nullptr) {
        problem(node_.position, std::move(missing));
    }
    return std::move(found).value_or("");
}

std::optional<bool> MemberReader::boolean(std::string_view name) {
    const mapping::YamlNode* const member = node(name);
    if (member == nullptr) {
        return std::nullopt;
    }
    if (member->is_text() && (member->value.text == "true" || member->value.text == "false")) {
        return member->value.text == "true";
    }
    problem(member->position, "`" + std::string(name) + "` is true or false; found " + describe(*member) + ".");
    return std::nullopt;
}

template <typename T>
std::optional<T> MemberReader::measure(std::string_view name, const std::vector<std::pair<std::string_view, T>>& units,
                                       std::string_view expected) {
    const mapping::YamlNode* const member = node(name);
    if (member == nullptr) {
        return std::nullopt;
    }
    const std::string& text = member->value.text;
    T number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    const auto factor = std::ranges::find(units, unit, &std::pair<std::string_view, T>::first);
    if (member->is_text() && error == std::errc() && factor != units.end() && number > 0 &&
        static_cast<double>(number) * static_cast<double>(factor->second) < 1e15) {
        return number * factor->second;
    }
    problem(member->position,
            "`" + std::string(name) + "` is " + std::string(expected) + "; found " + describe(*member) + ".");
    return std::nullopt;
}

std::optional<std::uint64_t> MemberReader::count(std::string_view name) {
    return measure<std::uint64_t>(name, {{"", 1}}, "a whole number of at least 1");
}

std::optional<std::chrono::nanoseconds> MemberReader::duration(std::string_view name) {
    constexpr double day = 24.0 * 60 * 60 * 1e9;
    const auto nanoseconds =
        measure<double>(name, {{"", 1e9}, {"s", 1e9}, {"ms", 1e6}, {"min", 60e9}, {"h", 3600e9}},
                        "a number of seconds (10, 0.5), or one with ms, s, min or h, at most a day");
    return nanoseconds ? std::optional(std::chrono::nanoseconds(std::llround(std::min(*nanoseconds, day))))
                       : std::nullopt;
}

std::optional<std::uint64_t> MemberReader::size(std::string_view name) {
    return measure<std::uint64_t>(
        name,
        {{"", 1}, {"KiB", std::uint64_t{1} << 10}, {"MiB", std::uint64_t{1} << 20}, {"GiB", std::uint64_t{1} << 30}},
        "a number of bytes, or one with KiB, MiB or GiB");
}

std::vector<mapping::YamlText> MemberReader::texts(std::string_view name) {
    const mapping::YamlNode* const member = node(name);
    std::vector<mapping::YamlText> found;
    if (member == nullptr) {
        return found;
    }
    const auto add = [&](const mapping::YamlNode& one) {
        if (one.is_text()) {
            found.push_back(one.value);
        } else {
            problem(one.position,
                    "`" + std::string(name) + "` is a text or a list of texts; found " + describe(one) + ".");
        }
    };
    if (member->is_list()) {
        std::ranges::for_each(member->children, add);
    } else {
        add(*member);
    }
    return found;
}

void MemberReader::finish() {
    for (const mapping::YamlNode& member : node_.children) {
        if (node_.is_map() && std::ranges::find(known_, member.key.text) == known_.end()) {
            problem(member.key.position,
                    what_ + " has no `" + member.key.text + "`" + did_you_mean(member.key.text, known_));
        }
    }
}

}  // namespace gridlore::service
