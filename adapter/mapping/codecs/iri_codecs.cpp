#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapter/mapping/codecs/codec_messages.h"
#include "adapter/mapping/codecs/codecs.h"
#include "adapter/mapping/codecs/number_text.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::mapping {
namespace {

class IriCodec final : public Codec {
  public:
    IriCodec(IriTemplate iri, JsonKind json) : iri_(std::move(iri)), json_(json) {}

    Result<rdf::TermView> lift(const JsonScalar& value, CodecMemory&, std::string& room) const override {
        if (value.kind != JsonKind::String && value.kind != JsonKind::Number) {
            return unexpected(value, json_ == JsonKind::Number ? "a number or a string" : "a string or a number");
        }
        if (value.text.empty()) {
            return invalid_input("the string is empty, and so names nothing in " + iri_.text());
        }
        return from_local_text(value.text, room);
    }

    Result<JsonScalar> lower(const rdf::TermView& term, std::string& room) const override {
        const auto value = term.kind == rdf::TermKind::Iri ? iri_.read_only_value(term.text, room) : std::nullopt;
        if (!value || value->empty()) {
            return unexpected(term, "an IRI of the form " + iri_.text());
        }
        if (json_ == JsonKind::Number && !is_json_number(*value)) {
            return invalid_input("`" + std::string(*value) + "` in " + shown(term) +
                                 " is no JSON number; without `json: number` it would be written as a string");
        }
        return JsonScalar{json_, *value};
    }

    Result<rdf::TermView> from_local_text(std::string_view text, std::string& room) const override {
        room.clear();
        iri_.write({&text, 1}, room);
        return rdf::TermView{rdf::TermKind::Iri, room, {}, {}};
    }

    std::string describe() const override { return "IRI " + iri_.text(); }

    Schema schema() const override {
        const bool is_number = json_ == JsonKind::Number;
        return {.types = is_number ? std::vector<std::string>{"number", "string"}
                                   : std::vector<std::string>{"string", "number"},
                .format = {},
                .pattern = R"(^[\s\S]+$)",
                .values = {},
                .example = is_number ? "1" : ""};
    }

  private:
    IriTemplate iri_;
    JsonKind json_;
};

class WholeIriCodec final : public Codec {
  public:
    Result<rdf::TermView> lift(const JsonScalar& value, CodecMemory&, std::string&) const override {
        if (value.kind != JsonKind::String) {
            return unexpected(value, "a string with an IRI");
        }
        if (!rdf::is_absolute_iri(value.text)) {
            return unexpected(value, "an absolute IRI, such as `urn:example:1` or `https://example.org/1`");
        }
        return rdf::TermView{rdf::TermKind::Iri, value.text, {}, {}};
    }

    Result<JsonScalar> lower(const rdf::TermView& term, std::string&) const override {
        if (term.kind != rdf::TermKind::Iri) {
            return unexpected(term, "an IRI");
        }
        return JsonScalar{JsonKind::String, term.text};
    }

    Result<rdf::TermView> from_local_text(std::string_view text, std::string&) const override {
        return rdf::TermView{rdf::TermKind::Iri, text, {}, {}};
    }

    std::string describe() const override { return "IRI as it is"; }

    Schema schema() const override {
        return {.types = {"string"}, .format = "iri", .pattern = {}, .values = {}, .example = {}};
    }
};

}  // namespace

Result<CodecPtr> iri_codec(IriTemplate iri, JsonKind json) {
    if (iri.names().size() != 1 || !iri.names().front().empty()) {
        return invalid_input("the IRI template `" + iri.text() +
                             "` must have `{}` once and no name, since the JSON value "
                             "is what stands in it");
    }
    if (json != JsonKind::String && json != JsonKind::Number) {
        return invalid_input("an IRI's JSON value is a string or a number: write `json: string` or `json: number`");
    }
    return CodecPtr(std::make_shared<IriCodec>(std::move(iri), json));
}

CodecPtr whole_iri_codec() {
    return std::make_shared<WholeIriCodec>();
}

}  // namespace gridlore::mapping
