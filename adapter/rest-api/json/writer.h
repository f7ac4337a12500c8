/// Writes JSON straight into a string, without a document in between: responses may have a million rows.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gridlore::rest_api {

/// Appends `text` (valid UTF-8) with quotation marks, escaping what JSON wants escaped.
void append_json_text(std::string& out, std::string_view text);

/// Appends an array of them.
void append_json_texts(std::string& out, const std::vector<std::string>& texts);

/// An object that is open as long as this lives. Confined; nested containers must end before it goes on.
class JsonObject {
  public:
    explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }
    ~JsonObject() { out_ += '}'; }
    JsonObject(const JsonObject&) = delete;
    JsonObject& operator=(const JsonObject&) = delete;

    /// Begins a member; its value is whatever is appended next.
    std::string& member(std::string_view name) {
        if (!std::exchange(first_, false)) {
            out_ += ',';
        }
        append_json_text(out_, name);
        out_ += ':';
        return out_;
    }
    void text(std::string_view name, std::string_view value) { append_json_text(member(name), value); }
    void boolean(std::string_view name, bool value) { member(name) += value ? "true" : "false"; }
    void number(std::string_view name, std::integral auto value) { member(name) += std::to_string(value); }

  private:
    std::string& out_;
    bool first_ = true;
};

/// An array that is open as long as this lives.
class JsonArray {
  public:
    explicit JsonArray(std::string& out) : out_(out) { out_ += '['; }
    ~JsonArray() { out_ += ']'; }
    JsonArray(const JsonArray&) = delete;
    JsonArray& operator=(const JsonArray&) = delete;

    /// Begins an element; its value is whatever is appended next.
    std::string& element() {
        if (!std::exchange(first_, false)) {
            out_ += ',';
        }
        return out_;
    }
    void text(std::string_view value) { append_json_text(element(), value); }

  private:
    std::string& out_;
    bool first_ = true;
};

}  // namespace gridlore::rest_api
