#include "adapter/service/json_parameters.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "adapter/mapping/json/json_events.h"
#include "adapter/mapping/json/tolerant_json.h"

namespace gridlore::service {
namespace {

using mapping::JsonScalar;

/// A member's name in a JSON pointer (RFC 6901, 3).
std::string escaped(std::string_view name) {
    std::string text;
    for (const char c : name) {
        text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return text;
}

/// Refuses what is no list of objects of plain values. Confined to one thread.
class QuestionsSink final : public mapping::JsonSink {
  public:
    explicit QuestionsSink(std::size_t most_questions) : most_questions_(most_questions) {}

    JsonQuestions questions;
    std::optional<Refusal> refusal;

    bool begin_object() override {
        if (is_in_object_) {
            return refuse("A parameter is one value, and here stands an object.", pointer_of_member());
        }
        if (questions.questions.size() == most_questions_) {
            return refuse("At most " + std::to_string(most_questions_) + " questions may stand in one request.", "");
        }
        is_in_object_ = true;
        questions.questions.emplace_back();
        return true;
    }
    bool key(std::string_view name) override {
        name_ = name;
        const auto& known = questions.questions.back();
        const auto has_name = [&](const JsonParameter& parameter) { return parameter.name == name; };
        return std::ranges::none_of(known, has_name) ||
               refuse("The parameter '" + name_ + "' stands here twice.", pointer_of_member());
    }
    bool end_object() override {
        is_in_object_ = false;
        return true;
    }
    bool begin_list() override {
        if (is_in_object_) {
            return refuse(
                "A parameter is one value, and here stands a list: ask several questions instead, as a list "
                "of objects.",
                pointer_of_member());
        }
        if (questions.is_list) {
            return refuse("Here stands a list in a list; expected an object with the parameters.",
                          pointer_of_element());
        }
        questions.is_list = true;
        return true;
    }
    bool end_list() override { return true; }
    bool scalar(const JsonScalar& value) override {
        if (!is_in_object_) {
            return refuse("Here stands " + mapping::describe(value) +
                              "; expected an object with the parameters, or a list of those.",
                          questions.is_list ? pointer_of_element() : "");
        }
        questions.questions.back().push_back({name_, {value.kind, std::string(value.text)}, pointer_of_member()});
        return true;
    }

    /// Where the reader is.
    std::string pointer() const { return is_in_object_ ? pointer_of_member() : ""; }

  private:
    bool refuse(std::string detail, std::optional<std::string> pointer) {
        refusal = Refusal{400, std::move(detail), {}, std::move(pointer)};
        return false;
    }

    std::string pointer_of_element() const { return "/" + std::to_string(questions.questions.size()); }
    std::string pointer_of_member() const {
        const std::string element =
            questions.is_list ? "/" + std::to_string(questions.questions.size() - 1) : std::string();
        return element + "/" + escaped(name_);
    }

    const std::size_t most_questions_;
    bool is_in_object_ = false;
    std::string name_;
};

/// All of a text that is read at once.
template <typename Reader>
Result<bool> read_all(Reader& reader, std::string_view json) {
    auto read = reader.write(json);
    return read && *read ? reader.finish() : read;
}

}  // namespace

std::variant<JsonQuestions, Refusal> read_json_parameters(std::string_view json, std::size_t most_questions,
                                                          const Tolerance& tolerance) {
    QuestionsSink sink(most_questions);
    mapping::JsonEvents events(sink, {});
    mapping::TolerantJson tolerant(events,
                                   [&](const std::string& message) { tolerance.warn(sink.pointer(), message); });
    const auto read = tolerance.is_tolerant ? read_all(tolerant, json) : read_all(events, json);
    if (sink.refusal) {
        return *std::move(sink.refusal);
    }
    if (!read) {
        return Refusal{400, "The body is no JSON: " + read.error().message, {}, {}};
    }
    return std::move(sink.questions);
}

}  // namespace gridlore::service
