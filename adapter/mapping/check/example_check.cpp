#include "adapter/mapping/check/example_check.h"

#include <charconv>
#include <utility>

#include "adapter/mapping/json/equal_json.h"
#include "adapter/mapping/json/json_value.h"
#include "adapter/mapping/lift/lift.h"
#include "adapter/mapping/lower/lower.h"
#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::mapping {
namespace {

std::optional<rdf::Term> lifted(const Codec& codec, const JsonConstant& value) {
    CodecMemory memory;
    std::string room;
    const auto term = codec.lift(value.view(), memory, room);
    if (!term) {
        return std::nullopt;
    }
    return rdf::Term{term->kind, std::string(term->text), std::string(term->datatype), std::string(term->language)};
}

/// Any term that the codec makes.
std::optional<rdf::Term> sample(const Variable& variable) {
    if (variable.is_time_of_coming) {
        return rdf::Term::literal("2000-01-01T00:00:00Z", std::string(rdf::xsd_date_time));
    }
    const Codec::Schema schema = variable.codec->schema();
    std::vector<JsonConstant> candidates = schema.values;
    if (const auto example = read_json(schema.example)) {
        candidates.push_back(example->scalar);
    }
    candidates.push_back({JsonKind::String, "1"});
    candidates.push_back({JsonKind::Number, "1"});
    candidates.push_back({JsonKind::String, "urn:x:1"});
    for (const JsonConstant& candidate : candidates) {
        if (auto term = lifted(*variable.codec, candidate)) {
            return term;
        }
    }
    return std::nullopt;
}

/// One example of one document.
class Trial {
  public:
    Trial(const Document& document, const ExampleCase& example, Reading& reading)
        : document_(document), example_(example), reading_(reading) {}

    void run() {
        const auto expected = read_json(example_.example.json);
        if (!expected) {
            return error(placed_message(expected.error()));
        }
        if (document_.direction == Direction::Lower || !give()) {
            return;
        }
        const auto rows = lift(document_, example_.example.json, options_);
        if (!rows) {
            return error("the example cannot be lifted: " + rows.error().message);
        }
        if (document_.direction == Direction::Lift) {
            return;
        }
        const auto json = lower(document_, *rows);
        if (!json) {
            return error("the example was lifted, but cannot be lowered again: " + json.error().message);
        }
        compare(*expected, *json);
    }

  private:
    void error(std::string message) { reading_.error(example_.example.position, std::move(message)); }

    /// What the document needs to be given. False, and an error, if something cannot be.
    bool give() {
        for (const auto& [name, value] : example_.given) {
            const auto number = document_.find(name);
            if (!number || document_.variables[*number].origin != Origin::Given) {
                error("`given` has ?" + name + ", whose term does not say `given: true`");
                return false;
            }
        }
        for (std::size_t number = 0; number < document_.variables.size(); ++number) {
            if (document_.variables[number].origin == Origin::Given && !give(number)) {
                return false;
            }
        }
        return true;
    }

    bool give(std::size_t number) {
        const Variable& variable = document_.variables[number];
        const auto said = example_.given.find(variable.name);
        auto term = said == example_.given.end() ? sample(variable) : lifted(*variable.codec, said->second);
        if (!term) {
            reading_.error(example_.example.position,
                           said == example_.given.end()
                               ? "the example needs a value that is given: write `given: { " + variable.name + ": … }`"
                               : "the value that is given is " + mapping::describe(said->second.view()) +
                                     ", which is no " + variable.codec->describe(),
                           variable.name);
            return false;
        }
        options_.given.emplace(number, *std::move(term));
        return true;
    }

    void compare(const JsonValue& expected, const std::string& json) {
        const auto found = read_json(json);
        if (!found) {
            return error("lowering the lifted example gave no JSON: " + placed_message(found.error()));
        }
        if (const auto difference = json_difference(document_, expected, *found)) {
            reading_.error(place_of(difference->pointer), "lifted and lowered again, the example is not what it was, " +
                                                              to_string(*difference) + help_with(*difference));
        }
    }

    static std::string help_with(const JsonDifference& difference) {
        const bool is_element = !difference.pointer.empty() && rdf::is_ascii_digit(difference.pointer.back());
        return is_element && difference.found.empty() ? "; bindings keep equal elements only with `$order: position`"
                                                      : "";
    }

    /// Where in the document the value stands that a JSON pointer names.
    TextPosition place_of(std::string_view pointer) const {
        const YamlNode* node = example_.node;
        while (node != nullptr && !pointer.empty()) {
            pointer.remove_prefix(1);
            const std::string_view name = pointer.substr(0, pointer.find('/'));
            pointer.remove_prefix(name.size());
            const YamlNode* child = child_of(*node, name);
            if (child == nullptr) {
                break;
            }
            node = child;
        }
        return node == nullptr ? example_.example.position : node->position;
    }

    static const YamlNode* child_of(const YamlNode& node, std::string_view name) {
        if (!node.is_list()) {
            return node.find(name);
        }
        std::size_t index = node.children.size();
        std::from_chars(name.data(), name.data() + name.size(), index);
        return index < node.children.size() ? &node.children[index] : nullptr;
    }

    const Document& document_;
    const ExampleCase& example_;
    Reading& reading_;
    LiftOptions options_;
};

}  // namespace

void try_example(const Document& document, const ExampleCase& example, Reading& reading) {
    Trial(document, example, reading).run();
}

}  // namespace gridlore::mapping
