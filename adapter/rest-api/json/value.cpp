#include "adapter/rest-api/json/value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_set>

namespace gridlore::rest_api {
namespace {

TextPosition position_of(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t line_start = line == 0 ? 0 : before.rfind('\n') + 1;
    return {line + 1, std::max<std::size_t>(before.size() - line_start, 1)};
}

Error json_error(std::string_view text, std::size_t offset, std::string_view reason) {
    const TextPosition position = position_of(text, offset);
    return {ErrorKind::InvalidInput,
            "the body is not valid JSON: " + std::string(reason) + " (line " + std::to_string(position.line) +
                ", column " + std::to_string(position.column) + ")",
            position};
}

/// The parser quotes what it read last, which need not be UTF-8; only its own words are kept.
std::string own_words(std::string_view message) {
    if (const auto begin = message.find(" - "); begin != std::string_view::npos) {
        message.remove_prefix(begin + 3);
    } else if (const auto id_end = message.find("] "); id_end != std::string_view::npos) {
        message.remove_prefix(id_end + 2);
    }
    if (const auto last_read = message.find("; last read"); last_read != std::string_view::npos) {
        const auto expected = message.find("; expected", last_read);
        return std::string(message.substr(0, last_read)) +
               (expected == std::string_view::npos ? std::string() : std::string(message.substr(expected)));
    }
    return std::string(message);
}

/// Keeps the last of several members with one name, as clients of the contract are used to.
void drop_repeated_names(JsonValue::Object& members) {
    std::unordered_set<std::string_view> seen;
    std::vector<bool> keep(members.size(), true);
    bool repeated = false;
    for (std::size_t i = members.size(); i-- > 0;) {
        keep[i] = seen.insert(members[i].name).second;
        repeated = repeated || !keep[i];
    }
    if (!repeated) {
        return;
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (keep[i] && kept++ != i) {
            members[kept - 1] = std::move(members[i]);
        }
    }
    members.resize(kept);
}

bool has_few_distinct_names(const JsonValue::Object& members) {
    if (members.size() > 8) {
        return false;
    }
    for (std::size_t i = 1; i < members.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (members[i].name == members[j].name) {
                return false;
            }
        }
    }
    return true;
}

/// Receives the parser's events and builds the value on a stack of open containers, so that nothing recurses and the
/// depth is known before anything is nested.
class ValueBuilder {
  public:
    ValueBuilder(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {}

    bool null() { return add({}); }
    bool boolean(bool value) { return add_text(value ? "true" : "false"); }
    bool number_integer(std::int64_t value) { return add_text(std::to_string(value)); }
    bool number_unsigned(std::uint64_t value) { return add_text(std::to_string(value)); }
    bool number_float(double, const std::string& written) { return add_text(written); }
    bool string(std::string& value) { return add_text(std::move(value)); }
    bool binary(nlohmann::json::binary_t&) { return false; }
    bool start_object(std::size_t) { return open(JsonValue::Object{}); }
    bool start_array(std::size_t) { return open(JsonValue::Array{}); }
    bool key(std::string& name) {
        names_.push_back(std::move(name));
        return true;
    }
    bool end_array() { return close(); }
    bool end_object() {
        auto& members = std::get<JsonValue::Object>(open_.back().value);
        if (!has_few_distinct_names(members)) {
            drop_repeated_names(members);
        }
        return close();
    }
    bool parse_error(std::size_t offset, const std::string&, const nlohmann::detail::exception& error) {
        error_ = json_error(text_, offset, own_words(error.what()));
        return false;
    }

    Result<JsonValue> finish(bool complete) {
        if (complete) {
            return std::move(root_);
        }
        return error_ ? std::move(*error_) : json_error(text_, 0, "it cannot be read");
    }

  private:
    bool add_text(std::string text) { return add({std::move(text)}); }

    bool add(JsonValue value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (auto* array = std::get_if<JsonValue::Array>(&open_.back().value)) {
            array->push_back(std::move(value));
        } else {
            auto& members = std::get<JsonValue::Object>(open_.back().value);
            members.push_back({std::move(names_.back()), std::move(value)});
            names_.pop_back();
        }
        return true;
    }

    template <typename Container>
    bool open(Container container) {
        if (open_.size() >= limits_.depth) {
            error_ = invalid_input("the body nests more than " + std::to_string(limits_.depth) +
                                   " arrays and objects within one another");
            return false;
        }
        open_.push_back({std::move(container)});
        return true;
    }

    bool close() {
        JsonValue closed = std::move(open_.back());
        open_.pop_back();
        return add(std::move(closed));
    }

    std::string_view text_;
    const JsonLimits& limits_;
    std::vector<JsonValue> open_;
    std::vector<std::string> names_;  ///< of the members whose value is still to come
    JsonValue root_;
    std::optional<Error> error_;
};

Error wrong_kind(std::string_view name, std::string_view expected, const JsonValue& found) {
    return invalid_input("`" + std::string(name) + "` has to be " + std::string(expected) + ", not " +
                         std::string(kind_of(found)));
}

/// A number's text, whole; nothing if it is none.
std::optional<double> number_of(std::string_view text) {
    double number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) {
        return std::nullopt;
    }
    return number;
}

}  // namespace

Result<JsonValue> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return invalid_input("the body is empty, but JSON is required");
    }
    // The parser takes a NUL for the end of its input.
    if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
        return json_error(text, nul + 1, "a NUL character");
    }
    ValueBuilder builder(text, limits);
    const bool complete = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    return builder.finish(complete);
}

const JsonValue* find_member(const JsonValue::Object& object, std::string_view name) {
    const auto found =
        std::find_if(object.begin(), object.end(), [name](const JsonMember& member) { return member.name == name; });
    return found == object.end() || found->value.is_null() ? nullptr : &found->value;
}

Result<std::optional<std::string>> optional_text(const JsonValue::Object& object, std::string_view name) {
    const JsonValue* value = find_member(object, name);
    if (value == nullptr) {
        return std::optional<std::string>();
    }
    if (value->text() == nullptr) {
        return wrong_kind(name, "a text", *value);
    }
    return std::optional(*value->text());
}

Result<const JsonValue::Object*> object_of_body(const JsonValue& body) {
    if (body.object() == nullptr) {
        return invalid_input("the body has to be an object, not " + std::string(kind_of(body)));
    }
    return body.object();
}

Result<std::string> required_text(const JsonValue::Object& object, std::string_view name) {
    auto text = optional_text(object, name);
    if (!text) {
        return std::move(text).error();
    }
    if (!*text) {
        return invalid_input("`" + std::string(name) + "` is required");
    }
    return std::move(**text);
}

Result<std::optional<double>> optional_number(const JsonValue::Object& object, std::string_view name) {
    const JsonValue* value = find_member(object, name);
    if (value == nullptr) {
        return std::optional<double>();
    }
    if (value->text() == nullptr) {
        return wrong_kind(name, "a number", *value);
    }
    const auto number = number_of(*value->text());
    if (!number) {
        return invalid_input("`" + std::string(name) + "` has to be a number");
    }
    return number;
}

Result<std::optional<std::int64_t>> optional_integer(const JsonValue::Object& object, std::string_view name) {
    const auto number = optional_number(object, name);
    if (!number) {
        return number.error();
    }
    if (!*number) {
        return std::optional<std::int64_t>();
    }
    constexpr double limit = 9e15;  // beyond, a double no longer tells neighbours apart
    if (std::abs(**number) > limit) {
        return invalid_input("`" + std::string(name) + "` is out of range");
    }
    return std::optional(static_cast<std::int64_t>(**number));
}

Result<std::optional<bool>> optional_boolean(const JsonValue::Object& object, std::string_view name) {
    const JsonValue* value = find_member(object, name);
    if (value == nullptr) {
        return std::optional<bool>();
    }
    if (value->text() == nullptr) {
        return wrong_kind(name, "true or false", *value);
    }
    const std::string& text = *value->text();
    if (text == "true" || text == "True" || text == "TRUE" || text == "1") {
        return std::optional(true);
    }
    if (text == "false" || text == "False" || text == "FALSE" || text == "0") {
        return std::optional(false);
    }
    return invalid_input("`" + std::string(name) + "` has to be true or false");
}

std::string_view kind_of(const JsonValue& value) {
    static constexpr std::array<std::string_view, 4> kinds = {"null", "a text", "an array", "an object"};
    return kinds.at(value.value.index());
}

}  // namespace gridlore::rest_api
