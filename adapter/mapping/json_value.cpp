#include "adapter/mapping/json_value.h"

#include <boost/json/basic_parser_impl.hpp>
#include <utility>

#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::mapping {
namespace {

namespace json = boost::json;

/// Takes the parser's events. What it returns says whether to go on. Names are the library's.
class TreeHandler {
  public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    JsonValue take() && { return std::move(root_); }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) { return begin(JsonValue::Kind::Object); }
    bool on_object_end(std::size_t, json::error_code&) { return end(); }
    bool on_array_begin(json::error_code&) { return begin(JsonValue::Kind::List); }
    bool on_array_end(std::size_t, json::error_code&) { return end(); }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return append(part); }
    bool on_key(json::string_view part, std::size_t, json::error_code&) {
        append(part);
        name_ = std::exchange(text_, {});
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return append(part); }
    bool on_string(json::string_view part, std::size_t, json::error_code&) { return scalar(JsonKind::String, part); }
    bool on_number_part(json::string_view part, json::error_code&) { return append(part); }
    bool on_int64(std::int64_t, json::string_view part, json::error_code&) { return scalar(JsonKind::Number, part); }
    bool on_uint64(std::uint64_t, json::string_view part, json::error_code&) { return scalar(JsonKind::Number, part); }
    bool on_double(double, json::string_view part, json::error_code&) { return scalar(JsonKind::Number, part); }
    bool on_bool(bool value, json::error_code&) { return scalar(JsonKind::Boolean, value ? "true" : "false"); }
    bool on_null(json::error_code&) { return scalar(JsonKind::Null, "null"); }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

  private:
    bool append(json::string_view part) {
        text_.append(part.data(), part.size());
        return true;
    }

    bool scalar(JsonKind kind, json::string_view part) {
        append(part);
        JsonValue value;
        value.scalar = {kind, std::exchange(text_, {})};
        value.name = std::exchange(name_, {});
        return add(std::move(value));
    }

    bool begin(JsonValue::Kind kind) {
        JsonValue value;
        value.kind = kind;
        value.name = std::exchange(name_, {});
        open_.push_back(std::move(value));
        return true;
    }

    bool end() {
        JsonValue value = std::move(open_.back());
        open_.pop_back();
        return add(std::move(value));
    }

    bool add(JsonValue value) {
        (open_.empty() ? root_ : open_.back().children.emplace_back()) = std::move(value);
        return true;
    }

    JsonValue root_;
    std::vector<JsonValue> open_;
    std::string name_;
    std::string text_;
};

}  // namespace

Result<JsonValue> read_json(std::string_view text) {
    json::parse_options options;
    options.max_depth = 64;
    json::basic_parser<TreeHandler> parser(options);
    json::error_code code;
    std::size_t read = parser.write_some(false, text.data(), text.size(), code);
    if (!code && read < text.size()) {
        code = json::error::extra_data;
    }
    if (code) {
        Error error = invalid_input("this is no JSON: " + code.message());
        error.position = rdf::position_in(text, read);
        return error;
    }
    return std::move(parser.handler()).take();
}

void append_json(const JsonValue& value, std::string& out) {
    if (value.kind == JsonValue::Kind::Scalar) {
        append_json(value.scalar.view(), out);
        return;
    }
    out += value.is_object() ? '{' : '[';
    for (const JsonValue& child : value.children) {
        if (&child != &value.children.front()) {
            out += ',';
        }
        if (value.is_object()) {
            append_json({JsonKind::String, child.name}, out);
            out += ':';
        }
        append_json(child, out);
    }
    out += value.is_object() ? '}' : ']';
}

}  // namespace gridlore::mapping
