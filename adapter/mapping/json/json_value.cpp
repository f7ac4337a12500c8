#include "adapter/mapping/json/json_value.h"

#include <utility>

#include "adapter/mapping/json/json_events.h"

namespace gridlore::mapping {
namespace {

class TreeBuilder final : public JsonSink {
  public:
    JsonValue take() && { return std::move(root_); }

    bool begin_object() override { return begin(JsonValue::Kind::Object); }
    bool key(std::string_view name) override {
        name_ = name;
        return true;
    }
    bool end_object() override { return end(); }
    bool begin_list() override { return begin(JsonValue::Kind::List); }
    bool end_list() override { return end(); }
    bool scalar(const JsonScalar& scalar) override {
        JsonValue value = named(JsonValue::Kind::Scalar);
        value.scalar = {scalar.kind, std::string(scalar.text)};
        return add(std::move(value));
    }

  private:
    JsonValue named(JsonValue::Kind kind) {
        JsonValue value;
        value.kind = kind;
        value.name = std::exchange(name_, {});
        return value;
    }

    bool begin(JsonValue::Kind kind) {
        open_.push_back(named(kind));
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
};

}  // namespace

Result<JsonValue> read_json(std::string_view text) {
    TreeBuilder builder;
    JsonLimits limits;
    limits.value_bytes = text.size() + 1;
    JsonEvents events(builder, limits);
    auto read = events.write(text);
    if (read) {
        read = events.finish();
    }
    if (!read) {
        return std::move(read).error();
    }
    return std::move(builder).take();
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
