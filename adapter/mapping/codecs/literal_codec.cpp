#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapter/mapping/codecs/codec_messages.h"
#include "adapter/mapping/codecs/codecs.h"
#include "adapter/mapping/codecs/datatype.h"
#include "adapter/mapping/codecs/number_text.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::mapping {
namespace {

/// `a number or a string`
std::string any_of(const std::vector<JsonKind>& kinds) {
    std::string text;
    for (const JsonKind kind : kinds) {
        text.append(text.empty() ? "a " : " or a ").append(kind_name(kind));
    }
    return text;
}

bool contains(const std::vector<JsonKind>& kinds, JsonKind kind) {
    return std::ranges::find(kinds, kind) != kinds.end();
}

class LiteralCodec final : public Codec {
  public:
    explicit LiteralCodec(LiteralForm form)
        : datatype_(std::move(form.datatype)),
          language_(std::move(form.language)),
          json_(std::move(form.json)),
          has_decimal_comma_(form.has_decimal_comma) {}

    Result<rdf::TermView> lift(const JsonScalar& value, CodecMemory&, std::string& room) const override {
        if (!contains(json_, value.kind)) {
            return unexpected(value, any_of(json_));
        }
        std::string_view lexical = value.text;
        if (has_decimal_comma_ && value.kind == JsonKind::String) {
            if (lexical.find('.') != std::string_view::npos) {
                return unexpected(value, "a number with a decimal comma, as is declared; it has a point");
            }
            room.assign(lexical);
            std::ranges::replace(room, ',', '.');
            lexical = room;
        }
        const bool is_word = datatype_.space() != Space::Boolean || lexical.size() > 1;
        if (!is_word || !datatype_.has(lexical)) {
            return unexpected(value, "of " + shown_datatype(datatype_.iri()) + datatype_.why_not(lexical));
        }
        return from_local_text(lexical, room);
    }

    Result<JsonScalar> lower(const rdf::TermView& term, std::string& room) const override {
        if (term.kind != rdf::TermKind::Literal || !datatype_.shares_values_with(term.datatype)) {
            return unexpected(term, "a literal of " + shown_datatype(datatype_.iri()));
        }
        if (term.language != language_) {
            return unexpected(term, "in the language `" + language_ + "`");
        }
        if (!datatype_.has(term.text)) {
            return unexpected(term,
                              "a valid literal of " + shown_datatype(datatype_.iri()) + datatype_.why_not(term.text));
        }
        if (datatype_.space() == Space::Boolean) {
            return JsonScalar{json_.front(), term.text == "true" || term.text == "1" ? "true" : "false"};
        }
        return json_.front() == JsonKind::Number ? number_of(term, room) : string_of(term.text, room);
    }

    /// A decimal's id is of one that JSON writes as it does.
    Result<JsonScalar> lower_inline(rdf::TermId id, std::string& room) const override {
        const rdf::InlineSpace space = rdf::inline_space(id);
        const bool is_decimal = space == rdf::InlineSpace::Integer || space == rdf::InlineSpace::Decimal;
        if (!is_decimal || datatype_.space() != Space::Decimal || json_.front() != JsonKind::Number) {
            return Codec::lower_inline(id, room);
        }
        return JsonScalar{JsonKind::Number, rdf::inline_view(id, room).text};
    }

    Result<rdf::TermView> from_local_text(std::string_view text, std::string&) const override {
        return rdf::TermView{rdf::TermKind::Literal, text, datatype_.iri(), language_};
    }

    std::string describe() const override {
        std::string text = "literal " + (language_.empty() ? shown_datatype(datatype_.iri()) : "in " + language_);
        if (json_ != std::vector{datatype_.usual_json()} || has_decimal_comma_) {
            text += " as " + any_of(json_) + (has_decimal_comma_ ? " with a decimal comma" : "");
        }
        return text;
    }

    Schema schema() const override {
        Schema schema;
        for (const JsonKind kind : json_) {
            const bool is_whole = kind == JsonKind::Number && datatype_.space() == Space::Integer;
            schema.types.emplace_back(is_whole ? "integer" : kind_name(kind));
        }
        schema.format = format();
        schema.pattern = contains(json_, JsonKind::String) ? pattern() : "";
        if (std::string example = example_text(); !example.empty()) {
            append_json({json_.front(), example}, schema.example);
        }
        return schema;
    }

  private:
    /// As a string where only that is read back as this term.
    Result<JsonScalar> number_of(const rdf::TermView& term, std::string& room) const {
        const auto number = read_number_text(term.text);
        if (number && number->is_json()) {
            return JsonScalar{JsonKind::Number, term.text};
        }
        if (contains(json_, JsonKind::String)) {
            return string_of(term.text, room);
        }
        if (!number) {
            return unexpected(term, "a number of JSON; `json: [number, string]` writes it as a string");
        }
        room.clear();
        append_json_number(*number, room);
        return JsonScalar{JsonKind::Number, room};
    }

    JsonScalar string_of(std::string_view text, std::string& room) const {
        if (!has_decimal_comma_ || text.find('.') == std::string_view::npos) {
            return {JsonKind::String, text};
        }
        room.assign(text);
        std::ranges::replace(room, '.', ',');
        return {JsonKind::String, room};
    }

    /// OpenAPI's names of numbers.
    std::string format() const {
        const std::string name = shown_datatype(datatype_.iri());
        if (name == "xsd:int" || name == "xsd:long") {
            return name == "xsd:int" ? "int32" : "int64";
        }
        return datatype_.space() == Space::Floating ? name.substr(4) : "";
    }

    /// Of the strings that are read: an ECMA regular expression.
    std::string pattern() const {
        const std::string point = has_decimal_comma_ ? "," : R"(\.)";
        const std::string decimal = "[+-]?([0-9]+(" + point + "[0-9]*)?|" + point + "[0-9]+)";
        const std::string day = "-?[0-9]{4,}-[0-9]{2}-[0-9]{2}";
        const std::string zone = "(Z|[+-][0-9]{2}:[0-9]{2})?$";
        switch (datatype_.space()) {
            case Space::Decimal:
                return "^" + decimal + "$";
            case Space::Integer:
                return "^[+-]?[0-9]+$";
            case Space::Floating:
                return "^(" + decimal + "([eE][+-]?[0-9]+)?|[+-]?INF|NaN)$";
            case Space::Boolean:
                return "^(true|false)$";
            case Space::DateTime:
                return "^" + day + R"(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?)" + zone;
            case Space::Date:
                return "^" + day + zone;
            case Space::String:
            case Space::Other:
                break;
        }
        return "";
    }

    std::string example_text() const {
        switch (datatype_.space()) {
            case Space::Decimal:
            case Space::Floating:
                return has_decimal_comma_ && json_.front() == JsonKind::String ? "1,5" : "1.5";
            case Space::Integer:
                return datatype_.has("1") ? "1" : "-1";
            case Space::Boolean:
                return "true";
            case Space::DateTime:
                return "2021-09-27T09:00:00Z";
            case Space::Date:
                return "2021-09-27";
            case Space::String:
            case Space::Other:
                break;
        }
        return "";
    }

    Datatype datatype_;
    std::string language_;
    std::vector<JsonKind> json_;  ///< not empty
    bool has_decimal_comma_;
};

/// Fills in what the declaration leaves open about language and datatype.
std::optional<Error> complete_datatype(LiteralForm& form) {
    if (!form.language.empty()) {
        if (!rdf::is_language_tag(form.language)) {
            return invalid_input("`" + form.language + "` is no language tag; write one such as `pt` or `en-GB`");
        }
        if (!form.datatype.empty() && form.datatype != rdf::rdf_lang_string) {
            return invalid_input("a literal with a language has no datatype of its own: leave out `" + form.datatype +
                                 "` or the language");
        }
        form.language = rdf::canonical_language_case(form.language);
        form.datatype = rdf::rdf_lang_string;
        return std::nullopt;
    }
    if (form.datatype == rdf::rdf_lang_string) {
        return invalid_input("a literal of rdf:langString needs a language: add `language: en`, or declare xsd:string");
    }
    if (!rdf::is_absolute_iri(form.datatype)) {
        return invalid_input("`" + form.datatype + "` is no datatype; write one such as `xsd:decimal`");
    }
    return std::nullopt;
}

std::optional<Error> complete_json(LiteralForm& form) {
    const Datatype datatype(form.datatype);
    if (form.json.empty()) {
        form.json = {form.has_decimal_comma ? JsonKind::String : datatype.usual_json()};
    }
    for (const JsonKind kind : form.json) {
        if (!datatype.may_be_json(kind)) {
            return invalid_input(std::string("a JSON ") + kind_name(kind) + " is never of " +
                                 shown_datatype(form.datatype) + "; write `json: " + kind_name(datatype.usual_json()) +
                                 "`, or declare another datatype");
        }
    }
    if (form.has_decimal_comma && (!datatype.is_of_numbers() || !contains(form.json, JsonKind::String))) {
        return invalid_input(
            "a decimal comma is for numbers in strings: declare a datatype of numbers and "
            "`json: string`, or leave out `decimal`");
    }
    return std::nullopt;
}

}  // namespace

Result<CodecPtr> literal_codec(LiteralForm form) {
    if (auto error = complete_datatype(form)) {
        return std::move(*error);
    }
    if (auto error = complete_json(form)) {
        return std::move(*error);
    }
    return CodecPtr(std::make_shared<LiteralCodec>(std::move(form)));
}

}  // namespace gridlore::mapping
