#include "adapter/main/configuration/value.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace gridlore::configuration {
namespace {

template <typename Factor>
struct Unit {
    std::string_view name;
    Factor factor;
};

/// A bare number is in seconds.
constexpr std::array<Unit<std::int64_t>, 5> duration_units = {{
    {"h", 3'600'000'000'000},
    {"min", 60'000'000'000},
    {"s", 1'000'000'000},
    {"ms", 1'000'000},
    {"", 1'000'000'000},
}};

/// The first unit that divides a size is the one it is written in.
constexpr std::array<Unit<std::uint64_t>, 4> size_units = {{
    {"GiB", std::uint64_t{1} << 30},
    {"MiB", std::uint64_t{1} << 20},
    {"KiB", std::uint64_t{1} << 10},
    {"", 1},
}};

/// A number and what stands behind it.
template <typename Number>
struct Measure {
    Number number;
    std::string_view unit;
};

template <typename Number>
std::optional<Measure<Number>> split_measure(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) {
        return std::nullopt;
    }
    std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    if (unit.starts_with(' ')) {
        unit.remove_prefix(1);
    }
    return Measure<Number>{number, unit};
}

template <typename Units>
auto factor_of(const Units& units, std::string_view name) -> std::optional<decltype(units[0].factor)> {
    for (const auto& unit : units) {
        if (unit.name == name) {
            return unit.factor;
        }
    }
    return std::nullopt;
}

Error not_a(std::string_view what, const std::string& text) {
    return invalid_input("'" + text + "' is not " + std::string(what));
}

Result<Value> parse_duration(const std::string& text) {
    constexpr std::string_view expected =
        "a duration: expected a number of seconds (29, 0.5), or one with ms, s, min or h";
    const auto measure = split_measure<double>(text);
    const auto factor = measure ? factor_of(duration_units, measure->unit) : std::nullopt;
    if (!factor || !std::isfinite(measure->number) || measure->number < 0) {
        return not_a(expected, text);
    }
    const double nanoseconds = measure->number * static_cast<double>(*factor);
    if (nanoseconds >= static_cast<double>(Duration::max().count())) {
        return not_a("a duration: it is too long", text);
    }
    return Value(Duration(std::llround(nanoseconds)));
}

Result<Value> parse_size(const std::string& text) {
    const auto measure = split_measure<std::uint64_t>(text);
    const auto factor = measure ? factor_of(size_units, measure->unit) : std::nullopt;
    if (!factor || measure->number > std::numeric_limits<std::uint64_t>::max() / *factor) {
        return not_a("a size: expected a number of bytes, or one with KiB, MiB or GiB", text);
    }
    return Value(Bytes{measure->number * *factor});
}

Result<Value> parse_number(const std::string& text) {
    const auto measure = split_measure<std::uint64_t>(text);
    if (!measure || !measure->unit.empty()) {
        return not_a("a whole number", text);
    }
    return Value(measure->number);
}

Result<Value> parse_bool(const std::string& text) {
    if (text == "true" || text == "false") {
        return Value(text == "true");
    }
    return not_a("true or false", text);
}

Result<Value> parse_single(const std::string& text, const Value& type) {
    if (std::holds_alternative<bool>(type)) {
        return parse_bool(text);
    }
    if (std::holds_alternative<std::uint64_t>(type)) {
        return parse_number(text);
    }
    if (std::holds_alternative<Bytes>(type)) {
        return parse_size(text);
    }
    if (std::holds_alternative<Duration>(type)) {
        return parse_duration(text);
    }
    return Value(text);
}

/// In the largest unit of which it is a whole number.
template <typename Units, typename Number>
std::string in_units(const Units& units, Number number) {
    for (const auto& unit : units) {
        if (number != 0 && number % unit.factor == 0) {
            return std::to_string(number / unit.factor) + std::string(unit.name);
        }
    }
    return std::to_string(number);
}

std::string shortest(double number) {
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return {buffer.data(), end};
}

/// In seconds: durations of one kind are easier compared in one unit.
std::string duration_text(Duration duration) {
    return shortest(std::chrono::duration<double>(duration).count()) + "s";
}

std::string joined(const Files& files) {
    std::string text;
    for (const std::string& file : files) {
        text += (text.empty() ? "" : ":") + file;
    }
    return text;
}

}  // namespace

Result<Value> parse_value(const std::vector<std::string>& texts, const Value& type) {
    if (std::holds_alternative<Files>(type)) {
        return Value(Files(texts));
    }
    if (texts.size() != 1) {
        return invalid_input("expected one value, found " + std::to_string(texts.size()));
    }
    return parse_single(texts.front(), type);
}

std::string to_string(const Value& value) {
    struct Writer {
        std::string operator()(bool flag) const { return flag ? "true" : "false"; }
        std::string operator()(std::uint64_t number) const { return std::to_string(number); }
        std::string operator()(Bytes size) const { return in_units(size_units, size.count); }
        std::string operator()(Duration duration) const { return duration_text(duration); }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(const Files& files) const { return joined(files); }
    };
    return std::visit(Writer{}, value);
}

std::string_view placeholder(const Value& type) {
    constexpr std::array<std::string_view, std::variant_size_v<Value>> names = {"true|false", "NUMBER", "BYTES",
                                                                                "SECONDS",    "TEXT",   "FILE"};
    return names[type.index()];
}

}  // namespace gridlore::configuration
