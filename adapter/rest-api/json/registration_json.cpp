#include "adapter/rest-api/json/registration_json.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

#include "adapter/rest-api/json/writer.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rest_api {
namespace {

using exchange::InteractionType;

struct TypeName {
    InteractionType type;
    std::string_view name;
};
constexpr std::array<TypeName, 4> type_names = {{
    {InteractionType::Ask, "AskKnowledgeInteraction"},
    {InteractionType::Answer, "AnswerKnowledgeInteraction"},
    {InteractionType::Post, "PostKnowledgeInteraction"},
    {InteractionType::React, "ReactKnowledgeInteraction"},
}};

bool has_argument(InteractionType type) {
    return type == InteractionType::Post || type == InteractionType::React;
}

Result<InteractionType> read_type(const JsonValue::Object& body) {
    auto name = required_text(body, "knowledgeInteractionType");
    if (!name) {
        return std::move(name).error();
    }
    const auto found = std::find_if(type_names.begin(), type_names.end(),
                                    [&name](const TypeName& candidate) { return candidate.name == *name; });
    if (found == type_names.end()) {
        return invalid_input(
            "`knowledgeInteractionType` has to be AskKnowledgeInteraction, AnswerKnowledgeInteraction, "
            "PostKnowledgeInteraction or ReactKnowledgeInteraction, not `" +
            *name + "`");
    }
    return found->type;
}

Result<rdf::PrefixMap> read_prefixes(const JsonValue::Object& body) {
    rdf::PrefixMap prefixes;
    const JsonValue* value = find_member(body, "prefixes");
    if (value == nullptr) {
        return prefixes;
    }
    if (value->object() == nullptr) {
        return invalid_input("`prefixes` has to be an object, not " + std::string(kind_of(*value)));
    }
    for (const auto& [name, iri] : *value->object()) {
        if (iri.text() == nullptr) {
            return invalid_input("the prefix `" + name + "` has to be a text, not " + std::string(kind_of(iri)));
        }
        prefixes.emplace(name, *iri.text());
    }
    return prefixes;
}

Result<std::optional<pattern::GraphPattern>> read_pattern(const JsonValue::Object& body, std::string_view name,
                                                          const rdf::PrefixMap& prefixes) {
    auto text = optional_text(body, name);
    if (!text) {
        return std::move(text).error();
    }
    if (!*text) {
        return std::optional<pattern::GraphPattern>();
    }
    auto parsed = pattern::parse_pattern(**text, prefixes);
    if (!parsed) {
        // A pattern past its limits is the client's fault like any other fault in it.
        return invalid_input("`" + std::string(name) + "`: " + placed_message(parsed.error()));
    }
    return std::optional(std::move(*parsed));
}

Result<void> read_patterns(exchange::InteractionSpec& spec, const JsonValue::Object& body) {
    auto prefixes = read_prefixes(body);
    if (!prefixes) {
        return std::move(prefixes).error();
    }
    const std::string_view required = has_argument(spec.type) ? "argumentGraphPattern" : "graphPattern";
    auto first = read_pattern(body, required, *prefixes);
    if (!first) {
        return std::move(first).error();
    }
    if (!*first) {
        return invalid_input("`" + std::string(required) + "` is required");
    }
    spec.pattern = std::move(**first);
    if (has_argument(spec.type)) {
        auto result = read_pattern(body, "resultGraphPattern", *prefixes);
        if (!result) {
            return std::move(result).error();
        }
        spec.result_pattern = std::move(*result);
    }
    return {};
}

Result<std::vector<std::string>> read_purposes(const JsonValue::Object& act, std::string_view name) {
    const std::string place = "`communicativeAct`: `" + std::string(name) + "`";
    const JsonValue* value = find_member(act, name);
    if (value == nullptr || value->array() == nullptr || value->array()->empty()) {
        return invalid_input(place + " has to be an array with at least one purpose");
    }
    std::vector<std::string> purposes;
    for (const JsonValue& purpose : *value->array()) {
        if (purpose.text() == nullptr || !rdf::is_absolute_iri(*purpose.text())) {
            return invalid_input(place + " has to hold absolute IRIs only");
        }
        purposes.push_back(*purpose.text());
    }
    return purposes;
}

Result<exchange::CommunicativeAct> read_act(const JsonValue::Object& body) {
    const JsonValue* value = find_member(body, "communicativeAct");
    if (value == nullptr) {
        return exchange::CommunicativeAct{};
    }
    if (value->object() == nullptr) {
        return invalid_input("`communicativeAct` has to be an object, not " + std::string(kind_of(*value)));
    }
    auto required = read_purposes(*value->object(), "requiredPurposes");
    if (!required) {
        return std::move(required).error();
    }
    auto satisfied = read_purposes(*value->object(), "satisfiedPurposes");
    if (!satisfied) {
        return std::move(satisfied).error();
    }
    return exchange::CommunicativeAct{std::move(*required), std::move(*satisfied)};
}

Result<void> read_flags(exchange::InteractionSpec& spec, const JsonValue::Object& body) {
    struct Flag {
        std::string_view name;
        bool exchange::InteractionSpec::*member;
    };
    static constexpr std::array<Flag, 3> flags = {{
        {"knowledgeGapsEnabled", &exchange::InteractionSpec::knowledge_gaps_enabled},
        {"includeMetaKIs", &exchange::InteractionSpec::include_meta},
        {"rangesEnabled", &exchange::InteractionSpec::accepts_ranges},
    }};
    for (const Flag& flag : flags) {
        auto value = optional_boolean(body, flag.name);
        if (!value) {
            return std::move(value).error();
        }
        spec.*flag.member = value->value_or(false);
    }
    return {};
}

void append_act(std::string& out, const exchange::CommunicativeAct& act) {
    JsonObject object(out);
    append_json_texts(object.member("requiredPurposes"), act.required);
    append_json_texts(object.member("satisfiedPurposes"), act.satisfied);
}

}  // namespace

Result<exchange::KnowledgeBaseDescription> read_knowledge_base(const JsonValue& body, std::uint8_t default_level) {
    auto object = object_of_body(body);
    if (!object) {
        return std::move(object).error();
    }
    exchange::KnowledgeBaseDescription description;
    struct Field {
        std::string_view name;
        std::string exchange::KnowledgeBaseDescription::*member;
    };
    static constexpr std::array<Field, 3> fields = {{
        {"knowledgeBaseId", &exchange::KnowledgeBaseDescription::id},
        {"knowledgeBaseName", &exchange::KnowledgeBaseDescription::name},
        {"knowledgeBaseDescription", &exchange::KnowledgeBaseDescription::description},
    }};
    for (const Field& field : fields) {
        auto text = required_text(**object, field.name);
        if (!text) {
            return std::move(text).error();
        }
        description.*field.member = std::move(*text);
    }
    const auto lease = optional_integer(**object, "leaseRenewalTime");
    if (!lease) {
        return lease.error();
    }
    if (*lease) {
        description.lease = std::chrono::seconds(**lease);
    }
    const auto level = optional_integer(**object, "reasonerLevel");
    if (!level) {
        return level.error();
    }
    if (*level && (**level < 0 || **level > std::numeric_limits<std::uint8_t>::max())) {
        return invalid_input("`reasonerLevel` has to be 1 to 5");
    }
    description.reasoner_level = *level ? static_cast<std::uint8_t>(**level) : default_level;
    return description;
}

Result<exchange::InteractionSpec> read_interaction(const JsonValue& body) {
    auto object = object_of_body(body);
    if (!object) {
        return std::move(object).error();
    }
    exchange::InteractionSpec spec;
    auto type = read_type(**object);
    if (!type) {
        return std::move(type).error();
    }
    spec.type = *type;
    auto name = optional_text(**object, "knowledgeInteractionName");
    if (!name) {
        return std::move(name).error();
    }
    spec.name = std::move(*name);
    if (auto patterns = read_patterns(spec, **object); !patterns) {
        return std::move(patterns).error();
    }
    auto act = read_act(**object);
    if (!act) {
        return std::move(act).error();
    }
    spec.act = std::move(*act);
    if (auto flags = read_flags(spec, **object); !flags) {
        return std::move(flags).error();
    }
    return spec;
}

void append_knowledge_base(std::string& out, const exchange::KnowledgeBaseDescription& description) {
    JsonObject object(out);
    object.text("knowledgeBaseId", description.id);
    object.text("knowledgeBaseName", description.name);
    object.text("knowledgeBaseDescription", description.description);
    if (description.lease) {
        object.number("leaseRenewalTime", description.lease->count());
    }
    object.number("reasonerLevel", description.reasoner_level);
}

void append_interaction(std::string& out, const exchange::KnowledgeInteraction& interaction) {
    const exchange::InteractionSpec& spec = interaction.spec;
    JsonObject object(out);
    object.text("knowledgeInteractionId", interaction.id);
    object.text("knowledgeInteractionType", type_names[static_cast<std::size_t>(spec.type)].name);
    if (spec.name) {
        object.text("knowledgeInteractionName", *spec.name);
    }
    object.boolean("knowledgeGapsEnabled", spec.knowledge_gaps_enabled);
    if (spec.accepts_ranges) {
        object.boolean("rangesEnabled", true);
    }
    append_act(object.member("communicativeAct"), spec.act);
    object.member("prefixes") += "{}";
    object.text(has_argument(spec.type) ? "argumentGraphPattern" : "graphPattern", pattern::to_string(spec.pattern));
    if (spec.result_pattern) {
        object.text("resultGraphPattern", pattern::to_string(*spec.result_pattern));
    }
}

}  // namespace gridlore::rest_api
