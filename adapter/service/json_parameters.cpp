#include "adapter/service/json_parameters.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>

namespace gridlore::service {
namespace {

using mapping::JsonConstant;
using mapping::JsonKind;

/// A member's name in a JSON pointer (RFC 6901, 3).
std::string escaped(std::string_view name) {
    std::string text;
    for (const char c : name) {
        text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return text;
}

/// Follows the parser; refuses what is no list of objects of plain values. Numbers keep their digits.
class QuestionsReader : public nlohmann::json_sax<nlohmann::json> {
  public:
    explicit QuestionsReader(std::size_t most_questions) : most_questions_(most_questions) {}

    JsonQuestions questions;
    std::optional<Refusal> refusal;

    bool null() override { return value({JsonKind::Null, "null"}); }
    bool boolean(bool flag) override { return value({JsonKind::Boolean, flag ? "true" : "false"}); }
    bool number_integer(number_integer_t number) override { return value({JsonKind::Number, std::to_string(number)}); }
    bool number_unsigned(number_unsigned_t number) override {
        return value({JsonKind::Number, std::to_string(number)});
    }
    bool number_float(number_float_t, const string_t& text) override { return value({JsonKind::Number, text}); }
    bool string(string_t& text) override { return value({JsonKind::String, text}); }
    bool binary(binary_t&) override { return false; }

    bool start_object(std::size_t) override {
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
    bool key(string_t& name) override {
        name_ = name;
        const auto& known = questions.questions.back();
        const auto has_name = [&](const JsonParameter& parameter) { return parameter.name == name; };
        return std::ranges::none_of(known, has_name) ||
               refuse("The parameter '" + name + "' stands here twice.", pointer_of_member());
    }
    bool end_object() override {
        is_in_object_ = false;
        return true;
    }
    bool start_array(std::size_t) override {
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
    bool end_array() override { return true; }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
        const std::string message = error.what();
        return refuse("The body is no JSON, at byte " + std::to_string(position) + ": " +
                          message.substr(std::min(message.find("] ") + 2, message.size())),
                      std::nullopt);
    }

  private:
    bool value(JsonConstant constant) {
        if (!is_in_object_) {
            return refuse("Here stands " + mapping::describe(constant.view()) +
                              "; expected an object with the parameters, or a list of those.",
                          questions.is_list ? pointer_of_element() : "");
        }
        questions.questions.back().push_back({name_, std::move(constant), pointer_of_member()});
        return true;
    }

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

}  // namespace

std::variant<JsonQuestions, Refusal> read_json_parameters(std::string_view json, std::size_t most_questions) {
    QuestionsReader reader(most_questions);
    if (!nlohmann::json::sax_parse(json, &reader)) {
        return reader.refusal.value_or(Refusal{400, "The body is no JSON.", {}, {}});
    }
    return std::move(reader.questions);
}

}  // namespace gridlore::service
