#include "tests/support/payloads.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include "adapter/mapping/member_names.h"
#include "tests/support/payload_facts.h"
#include "tests/support/random_values.h"

namespace gridlore::test {
namespace {

using mapping::ConstantShape;
using mapping::Document;
using mapping::Family;
using mapping::IgnoredShape;
using mapping::JsonConstant;
using mapping::JsonKind;
using mapping::ListShape;
using mapping::Member;
using mapping::ObjectShape;
using mapping::Order;
using mapping::Origin;
using mapping::Shape;
using mapping::TextShape;
using mapping::Variable;
using mapping::VariableShape;
using mapping::Zip;

constexpr std::size_t most_elements = 4;
constexpr int most_attempts = 30;

/// The element cannot be, beside those that are there.
struct Collision {};

class PayloadMaker {
  public:
    PayloadMaker(const Document& document, const PayloadFacts& facts, std::mt19937_64& random)
        : document_(document),
          facts_(facts),
          random_(random),
          values_(document.variables.size()),
          used_(document.parts.size() * document.levels.size()) {}

    std::string make() { return text_of(document_.shape); }

  private:
    bool draw(std::size_t one_in) { return random_() % one_in == 0; }

    /// What is drawn once for an element is the same at every place of the element.
    const RandomValue& value(std::size_t variable) {
        if (!values_[variable]) {
            values_[variable] = random_value(*document_.variables[variable].codec, random_,
                                             [&](const std::string& text) { return facts_.is_apart(variable, text); });
        }
        return *values_[variable];
    }

    std::string text_of(const Shape& shape) {
        return std::visit([this](const auto& node) { return text_of(node); }, shape.node);
    }

    static std::string json_of(const JsonConstant& value) {
        std::string text;
        append_json(value.view(), text);
        return text;
    }

    std::string text_of(const VariableShape& shape) { return json_of(value(shape.variable).json); }
    std::string text_of(const ConstantShape& shape) { return json_of(shape.value); }
    std::string text_of(const IgnoredShape& shape) { return draw(2) ? shape.written : "{\"any\": [null, 1.0e3]}"; }

    std::string text_of(const TextShape& shape) { return json_of({JsonKind::String, piece_of(shape)}); }

    std::string piece_of(const TextShape& shape) {
        std::string text = shape.between.front();
        for (std::size_t i = 0; i < shape.variables.size(); ++i) {
            text += value(shape.variables[i]).canonical.text + shape.between[i + 1];
        }
        return text;
    }

    std::string text_of(const ListShape& shape) {
        std::string text;
        const auto add = [&](std::string_view separator, const std::string& element) {
            text.append(text.empty() ? "" : separator).append(element);
        };
        each_element(shape.level, shape.order, shape.may_be_empty, [&] {
            const Shape& element = shape.element.front();
            const std::string made = shape.joined ? piece_of(element) : text_of(element);
            return [&add, &shape, made] { add(shape.joined ? *shape.joined : ", ", made); };
        });
        return shape.joined ? json_of({JsonKind::String, text}) : "[" + text + "]";
    }

    std::string piece_of(const Shape& shape) {
        if (const auto* text = std::get_if<TextShape>(&shape.node)) {
            return piece_of(*text);
        }
        if (const auto* variable = std::get_if<VariableShape>(&shape.node)) {
            return value(variable->variable).canonical.text;
        }
        throw std::runtime_error("a joined string has neither a variable nor a text of several");
    }

    /// `make` makes an element and returns what adds it.
    template <typename Make>
    void each_element(std::size_t level, const Order& order, bool may_be_empty, const Make& make) {
        const bool can_be_empty = facts_.may_be_empty(level, may_be_empty) && !is_needed_;
        const std::size_t count = can_be_empty ? random_() % (most_elements + 1) : 1 + random_() % most_elements;
        const bool was_needed = is_needed_;
        std::set<std::string> siblings;
        std::size_t made = 0;
        for (int attempt = 0; made < count && attempt < most_attempts; ++attempt) {
            is_needed_ = false;
            forget(level);
            if (order.kind == Order::Kind::Position) {
                values_[order.variable] = place(made);
            }
            try {
                const auto add = make();
                if (is_new(level, order, siblings)) {
                    add();
                    ++made;
                }
            } catch (const Collision&) {
            }
        }
        is_needed_ = was_needed;
        if (made == 0 && !can_be_empty) {
            throw Collision();
        }
    }

    static RandomValue place(std::size_t number) {
        const JsonConstant text{JsonKind::Number, std::to_string(number)};
        return {text, text};
    }

    void forget(std::size_t level) {
        for (std::size_t variable = 0; variable < values_.size(); ++variable) {
            if (document_.variables[variable].level == level) {
                values_[variable].reset();
            }
        }
    }

    std::string key(const std::vector<std::size_t>& variables) {
        std::string text;
        for (const std::size_t variable : variables) {
            text += json_of(value(variable).canonical) + "\n";
        }
        return text;
    }

    /// Elements that bindings cannot tell apart, or whose things have one IRI, are one.
    bool is_new(std::size_t level, const Order& order, std::set<std::string>& siblings) {
        std::vector<std::size_t> own;
        std::ranges::copy_if(document_.levels[level].variables, std::back_inserter(own),
                             [&](std::size_t variable) { return facts_.is_required(variable); });
        if (order.kind != Order::Kind::Position && !siblings.insert(key(own)).second) {
            return false;
        }
        bool is_fine = true;
        for (std::size_t part = 1; part < document_.parts.size(); ++part) {
            if (!facts_.is_within(document_.parts[part].level, level)) {
                continue;
            }
            std::vector<std::size_t> shared = facts_.shared_values(part);
            std::erase_if(shared, [&](std::size_t variable) {
                return !facts_.is_within(level, document_.variables[variable].level);
            });
            const bool is_told = std::ranges::any_of(
                shared, [&](std::size_t variable) { return document_.variables[variable].level == level; });
            if (is_told && !used_[part * document_.levels.size() + level].insert(key(shared)).second) {
                is_fine = false;
            }
        }
        return is_fine;
    }

    std::string text_of(const ObjectShape& shape) {
        std::vector<std::string> members;
        for (const Member& member : shape.members) {
            if (member.column_of == 0 && (!member.is_optional || is_chosen(member))) {
                const bool was_needed = std::exchange(is_needed_, member.is_optional);
                members.push_back(name_of(member, shape) + text_of(member.value.front()));
                is_needed_ = was_needed;
            }
        }
        for (std::size_t zip = 0; zip < shape.zips.size(); ++zip) {
            add_columns(shape, zip, members);
        }
        for (std::size_t family = 0; family < shape.families.size(); ++family) {
            add_family(shape, family, members);
        }
        if (has_different_names(shape) && draw(2)) {
            std::ranges::shuffle(members, random_);
        }
        std::string text;
        for (const std::string& member : members) {
            text.append(text.empty() ? "" : ", ").append(member);
        }
        return "{" + text + "}";
    }

    /// What has no value of its own is always written.
    bool is_chosen(const Member& member) { return has_own_value(member.value.front()) ? draw(2) : true; }

    bool has_own_value(const Shape& shape) const {
        const auto is_own = [&](std::size_t variable) { return !facts_.is_required(variable); };
        if (const auto* variable = std::get_if<VariableShape>(&shape.node)) {
            return is_own(variable->variable);
        }
        if (const auto* text = std::get_if<TextShape>(&shape.node)) {
            return std::ranges::any_of(text->variables, is_own);
        }
        if (const auto* object = std::get_if<ObjectShape>(&shape.node)) {
            return !object->families.empty() || std::ranges::any_of(object->members, [&](const Member& member) {
                return member.column_of > 0 || has_own_value(member.value.front());
            });
        }
        return std::holds_alternative<ListShape>(shape.node);
    }

    void add_columns(const ObjectShape& shape, std::size_t number, std::vector<std::string>& members) {
        std::vector<const Member*> columns;
        for (const Member& member : shape.members) {
            if (member.column_of == number + 1) {
                columns.push_back(&member);
            }
        }
        std::vector<std::string> texts(columns.size());
        const Zip& zip = shape.zips[number];
        each_element(zip.level, zip.order, zip.may_be_empty, [&] {
            std::vector<std::string> row;
            for (const Member* column : columns) {
                row.push_back(text_of(column->value.front()));
            }
            return [&texts, row] {
                for (std::size_t i = 0; i < row.size(); ++i) {
                    texts[i].append(texts[i].empty() ? "" : ", ").append(row[i]);
                }
            };
        });
        for (std::size_t i = 0; i < columns.size(); ++i) {
            members.push_back(name_of(*columns[i], shape) + "[" + texts[i] + "]");
        }
    }

    void add_family(const ObjectShape& shape, std::size_t number, std::vector<std::string>& members) {
        const Family& family = shape.families[number];
        std::set<std::string> rows;
        each_element(family.level, family.order, family.may_be_empty, [&] {
            if (!rows.insert(value(family.variable).canonical.text).second) {
                throw Collision();
            }
            std::vector<std::string> row;
            for (const Member& member : family.members) {
                if (!member.is_optional || is_chosen(member)) {
                    const bool was_needed = std::exchange(is_needed_, member.is_optional);
                    row.push_back(name_of(member, shape) + text_of(member.value.front()));
                    is_needed_ = was_needed;
                }
            }
            return [&members, row] { members.insert(members.end(), row.begin(), row.end()); };
        });
    }

    std::string name_of(const Member& member, const ObjectShape& shape) {
        const std::size_t key = draw(4) && has_different_names(shape) ? random_() % member.keys.size() : 0;
        return json_of({JsonKind::String, member.named_by ? name_of(member, key, shape) : member.keys[key]}) + ": ";
    }

    /// One that is read as the member's.
    std::string name_of(const Member& member, std::size_t key, const ObjectShape& shape) {
        const std::string& text = value(*member.named_by).canonical.text;
        std::string name = member.forms[key].before + text + member.forms[key].behind;
        const auto read = mapping::find_named(shape, name);
        const bool is_of_member =
            read && read->text == text &&
            &member == &(read->family ? shape.families[*read->family].members : shape.members)[read->member];
        if (!is_of_member) {
            throw Collision();
        }
        return name;
    }

    static bool has_different_names(const ObjectShape& shape) {
        std::set<std::string> names;
        return std::ranges::all_of(shape.members, [&](const Member& member) {
            return std::ranges::all_of(member.keys, [&](const std::string& key) { return names.insert(key).second; });
        });
    }

    const Document& document_;
    const PayloadFacts& facts_;
    std::mt19937_64& random_;
    std::vector<std::optional<RandomValue>> values_;  ///< of the elements that are being made
    std::vector<std::set<std::string>> used_;         ///< by part and level
    bool is_needed_ = false;                          ///< an optional member that is there has something in it
};

}  // namespace

std::string random_payload(const Document& document, std::mt19937_64& random) {
    const PayloadFacts facts(document);
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        try {
            return PayloadMaker(document, facts, random).make();
        } catch (const Collision&) {
        }
    }
    throw std::runtime_error("no payload was found for " + document.id);
}

std::map<std::size_t, rdf::Term> random_given(const Document& document, std::mt19937_64& random) {
    std::map<std::size_t, rdf::Term> given;
    for (std::size_t number = 0; number < document.variables.size(); ++number) {
        const Variable& variable = document.variables[number];
        if (variable.origin != Origin::Given) {
            continue;
        }
        const RandomValue value = random_value(*variable.codec, random, [](const std::string&) { return true; });
        mapping::CodecMemory memory;
        std::string room;
        const auto term = variable.codec->lift(value.json.view(), memory, room);
        given[number] = {term->kind, std::string(term->text), std::string(term->datatype), std::string(term->language)};
    }
    return given;
}

}  // namespace gridlore::test
