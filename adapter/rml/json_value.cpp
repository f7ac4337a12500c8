#include "adapter/rml/json_value.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

namespace gridlore::rml {
namespace {

using Kind = JsonValue::Kind;

bool has_lower_name(const JsonValue& one, const JsonValue& other) {
    return one.name < other.name;
}

/// What nlohmann says of a fault, without its own numbering and without the text that it read last, which may be long.
std::string reason_of(std::string_view what) {
    if (const std::size_t begin = what.find("] "); begin != std::string_view::npos) {
        what.remove_prefix(begin + 2);
    }
    return "this is no JSON: " + std::string(what.substr(0, what.find("; last read")));
}

/// Elements of the stack stay where they are: a container grows only while none of its children is on it.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
  public:
    bool null() override { return add(Kind::Null, "null"); }
    bool boolean(bool value) override { return add(Kind::Boolean, value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return add(Kind::Number, std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return add(Kind::Number, std::to_string(value)); }
    bool number_float(number_float_t, const string_t& text) override { return add(Kind::Number, text); }
    bool string(string_t& text) override { return add(Kind::String, std::move(text)); }
    bool binary(binary_t&) override { return false; }  // no part of JSON
    bool start_object(std::size_t) override { return open(Kind::Object); }
    bool start_array(std::size_t) override { return open(Kind::Array); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        name_ = std::move(name);
        return true;
    }

    bool end_object() override {
        auto& members = open_.back()->children;
        std::sort(members.begin(), members.end(), has_lower_name);
        const auto twice = std::adjacent_find(members.begin(), members.end(),
                                              [](const auto& one, const auto& next) { return one.name == next.name; });
        if (twice != members.end()) {
            error_ = invalid_input("an object has the member \"" + twice->name.substr(0, 100) + "\" twice");
            return false;
        }
        return close();
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& fault) override {
        error_ = invalid_input(reason_of(fault.what()));
        return false;
    }

    Result<JsonValue> finish(bool is_complete) {
        return is_complete ? Result<JsonValue>(std::move(root_)) : error_.value_or(invalid_input("this is no JSON"));
    }

  private:
    JsonValue& place() {
        JsonValue& made = open_.empty() ? root_ : open_.back()->children.emplace_back();
        made.name = std::move(name_);
        name_.clear();
        return made;
    }

    bool add(Kind kind, std::string text) {
        JsonValue& made = place();
        made.kind = kind;
        made.text = std::move(text);
        return true;
    }

    bool open(Kind kind) {
        if (open_.size() == json_depth_limit) {
            error_ = Error{ErrorKind::LimitExceeded, "the JSON is nested deeper than the limit of " +
                                                         std::to_string(json_depth_limit) + " objects and lists"};
            return false;
        }
        JsonValue& made = place();
        made.kind = kind;
        open_.push_back(&made);
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    JsonValue root_;
    std::vector<JsonValue*> open_;
    std::string name_;
    std::optional<Error> error_;
};

}  // namespace

const JsonValue* JsonValue::member(std::string_view wanted) const {
    if (kind != Kind::Object) {
        return nullptr;
    }
    const auto found =
        std::lower_bound(children.begin(), children.end(), wanted,
                         [](const JsonValue& child, std::string_view sought) { return child.name < sought; });
    return found != children.end() && found->name == wanted ? &*found : nullptr;
}

Result<JsonValue> parse_json(std::string_view text) {
    TreeBuilder builder;
    const bool is_complete = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    return builder.finish(is_complete);
}

}  // namespace gridlore::rml
