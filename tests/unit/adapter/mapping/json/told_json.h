/// JSON events as text, for tests of what makes them.
#pragma once

#include <string>
#include <string_view>

#include "adapter/mapping/json/json_events.h"

namespace gridlore::mapping {

/// Writes what it is told: `{ 'name' "string" 3 true null [ ] }`, a blank behind each. Has enough after `most` events.
class ToldJson final : public JsonSink {
  public:
    explicit ToldJson(std::size_t most = 1'000'000) : left_(most) {}

    bool begin_object() override { return add("{"); }
    bool key(std::string_view name) override { return add("'" + std::string(name) + "'"); }
    bool end_object() override { return add("}"); }
    bool begin_list() override { return add("["); }
    bool end_list() override { return add("]"); }
    bool scalar(const JsonScalar& value) override {
        std::string text;
        append_json(value, text);
        return add(text);
    }

    const std::string& text() const { return text_; }

  private:
    bool add(const std::string& event) {
        text_ += event + " ";
        return --left_ > 0;
    }

    std::size_t left_;
    std::string text_;
};

}  // namespace gridlore::mapping
