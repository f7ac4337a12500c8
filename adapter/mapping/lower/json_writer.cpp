#include "adapter/mapping/lower/json_writer.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "adapter/mapping/lower/element_walk.h"
#include "adapter/mapping/member_names.h"

namespace gridlore::mapping {
namespace {

constexpr std::size_t usual_row_bytes = 64;

/// Whether there is something to write for what may be missing.
enum class Presence { Certain, Present, Absent };

class JsonWriter {
  public:
    JsonWriter(const Document& document, const LoweredRows& rows)
        : document_(document), rows_(rows), walk_(document, rows) {}

    Result<std::string> write() {
        const bool is_list = std::holds_alternative<ListShape>(document_.shape.node);
        const bool is_one_row = document_.parts.front().level == 0;
        if (!is_list && is_one_row && rows_.groups.front().size() == 0) {
            return invalid_input("there are no rows, and the payload is an object, which needs one");
        }
        for (const RowGroups& groups : rows_.groups) {
            out_.reserve(out_.capacity() + groups.size() * usual_row_bytes);
        }
        Result<void> done = walk_.begin();
        if (done) {
            done = write(document_.shape);
        }
        return done ? Result<std::string>(std::move(out_)) : Result<std::string>(done.error());
    }

  private:
    Result<void> write(const Shape& shape) {
        return std::visit([this](const auto& node) { return write(node); }, shape.node);
    }

    Result<void> write(const VariableShape& shape) {
        const Cell* const cell = walk_.value(shape.variable);
        if (cell == nullptr) {
            return missing(shape.variable);
        }
        append_json(cell->json, out_);
        return {};
    }

    Result<void> write(const ConstantShape& shape) {
        append_json(shape.value.view(), out_);
        return {};
    }

    Result<void> write(const IgnoredShape& shape) {
        out_ += shape.written;
        return {};
    }

    Result<void> write(const TextShape& shape) {
        std::string text;
        Result<void> done = append_text(shape, text);
        append_json({JsonKind::String, text}, out_);
        return done;
    }

    Result<void> write(const ListShape& shape) {
        if (Result<void> checked = check_empty(shape.level, shape.may_be_empty); !checked) {
            return checked;
        }
        const auto write_element = [&] { return write(shape.element.front()); };
        return shape.joined ? write_joined(shape) : write_list(shape.level, write_element);
    }

    template <typename WriteElement>
    Result<void> write_list(std::size_t level, WriteElement write_element) {
        out_ += '[';
        bool is_first = true;
        Result<void> done = walk_.each_element(level, [&] {
            if (!is_first) {
                out_ += ',';
            }
            is_first = false;
            return write_element();
        });
        out_ += ']';
        return done;
    }

    Result<void> write_joined(const ListShape& shape) {
        std::string text;
        std::size_t elements = 0;
        Result<void> done = walk_.each_element(shape.level, [&] { return append_piece(shape, elements++, text); });
        if (done && elements == 1 && text.empty()) {
            done = invalid_input("the only element of a joined string is empty, and would be read as no element");
        }
        append_json({JsonKind::String, text}, out_);
        return done;
    }

    Result<void> append_piece(const ListShape& shape, std::size_t number, std::string& text) {
        const std::string& separator = *shape.joined;
        text.append(number == 0 ? "" : separator);
        const std::size_t begin = text.size();
        if (Result<void> done = append_text(shape.element.front(), text); !done) {
            return done;
        }
        const std::string_view piece = std::string_view(text).substr(begin);
        const bool is_apart =
            separator.empty() ? number == 0 : (text.substr(begin) + separator).find(separator) == piece.size();
        return is_apart ? Result<void>() : Result<void>(not_apart(piece, separator));
    }

    Result<void> write(const ObjectShape& shape) {
        out_ += '{';
        bool is_first = true;
        for (std::size_t number = 0; number < shape.members.size(); ++number) {
            const Member& member = shape.members[number];
            if (const VariableShape* const value = certain_value(member)) {
                write_plain_name(member, is_first);
                if (Result<void> done = write(*value); !done) {
                    return done;
                }
                continue;
            }
            if (is_left_out(member)) {
                continue;
            }
            Result<void> done = write_name(shape, {std::nullopt, number, {}}, is_first);
            if (done) {
                done = member.column_of == 0 ? write_value(member)
                                             : write_column(shape.zips[member.column_of - 1], member);
            }
            if (!done) {
                return done;
            }
        }
        for (std::size_t number = 0; number < shape.families.size(); ++number) {
            if (Result<void> done = write_family(shape, number, is_first); !done) {
                return done;
            }
        }
        out_ += '}';
        return {};
    }

    /// Of a member that is there in any case, by a name that is known, as most are. Null: it is no such one.
    static const VariableShape* certain_value(const Member& member) {
        const bool is_certain = !member.named_by && member.column_of == 0 && !member.is_optional && !member.is_nullable;
        return is_certain ? std::get_if<VariableShape>(&member.value.front().node) : nullptr;
    }

    bool is_absent(const Member& member) const {
        return (member.is_optional || member.is_nullable) && presence(member.value.front()) == Presence::Absent;
    }

    /// A name that has a variable itself cannot be written without it.
    bool is_left_out(const Member& member) const {
        const bool has_name = !member.named_by || walk_.value(*member.named_by) != nullptr;
        return member.column_of == 0 && is_absent(member) && !(member.is_nullable && has_name);
    }

    Result<void> write_value(const Member& member) {
        if (is_absent(member)) {
            out_ += "null";
            return {};
        }
        return write(member.value.front());
    }

    Result<void> write_family(const ObjectShape& shape, std::size_t number, bool& is_first) {
        const Family& family = shape.families[number];
        if (Result<void> checked = check_empty(family.level, family.may_be_empty); !checked) {
            return checked;
        }
        boost::unordered_flat_set<std::string_view> texts;
        return walk_.each_element(family.level, [&]() -> Result<void> {
            if (const Cell* const cell = walk_.value(family.variable);
                cell != nullptr && !texts.insert(cell->json.text).second) {
                return invalid_input("there are two rows for the name \"" +
                                     name_with(family.members.front(), cell->json.text) +
                                     "\", which an object has once");
            }
            for (std::size_t member = 0; member < family.members.size(); ++member) {
                if (is_left_out(family.members[member])) {
                    continue;
                }
                Result<void> done = write_name(shape, {number, member, {}}, is_first);
                if (done) {
                    done = write_value(family.members[member]);
                }
                if (!done) {
                    return done;
                }
            }
            return {};
        });
    }

    Result<void> write_name(const ObjectShape& shape, NamedMember place, bool& is_first) {
        const Member& member =
            place.family ? shape.families[*place.family].members[place.member] : shape.members[place.member];
        if (!member.named_by) {
            write_plain_name(member, is_first);
            return {};
        }
        if (!std::exchange(is_first, false)) {
            out_ += ',';
        }
        const Cell* const cell = walk_.value(*member.named_by);
        if (cell == nullptr) {
            return missing(*member.named_by);
        }
        const std::string name = name_with(member, cell->json.text);
        const auto read = find_named(shape, name);
        if (!read || read->family != place.family || read->member != place.member || read->text != cell->json.text) {
            return invalid_input("the name \"" + name + "\" would be read as that of another member than \"" +
                                 member.keys.front() + "\"");
        }
        append_json({JsonKind::String, name}, out_);
        out_ += ':';
        return {};
    }

    /// Precondition: the name has no variable.
    void write_plain_name(const Member& member, bool& is_first) {
        out_.append(member.written_name, std::exchange(is_first, false) ? 1 : 0);
    }

    Result<void> write_column(const Zip& zip, const Member& member) {
        if (Result<void> checked = check_empty(zip.level, zip.may_be_empty); !checked) {
            return checked;
        }
        return write_list(zip.level, [&] { return write_value(member); });
    }

    /// What a string with several values has of a shape.
    Result<void> append_text(const Shape& shape, std::string& text) {
        if (const auto* texts = std::get_if<TextShape>(&shape.node)) {
            return append_text(*texts, text);
        }
        if (const auto* constant = std::get_if<ConstantShape>(&shape.node)) {
            text += constant->value.text;
        } else if (const auto* variable = std::get_if<VariableShape>(&shape.node)) {
            const Cell* const cell = walk_.value(variable->variable);
            if (cell == nullptr) {
                return missing(variable->variable);
            }
            text += cell->json.text;
        }
        return {};
    }

    Result<void> append_text(const TextShape& shape, std::string& text) {
        text += shape.between.front();
        for (std::size_t i = 0; i < shape.variables.size(); ++i) {
            const Cell* const cell = walk_.value(shape.variables[i]);
            if (cell == nullptr) {
                return missing(shape.variables[i]);
            }
            const std::string& behind = shape.between[i + 1];
            const std::size_t begin = text.size();
            text.append(cell->json.text).append(behind);
            const bool is_last = i + 1 == shape.variables.size();
            if (!is_last && text.find(behind, begin) != begin + cell->json.text.size()) {
                return not_apart(cell->json.text, behind);
            }
        }
        return {};
    }

    static Error not_apart(std::string_view value, const std::string& separator) {
        return invalid_input(
            describe(JsonScalar{JsonKind::String, value}) + " cannot be told from what stands behind " +
            "it in a string, for that begins with " +
            describe(JsonScalar{JsonKind::String, separator}).substr(std::string_view("the string ").size()));
    }

    Error missing(std::size_t variable) const {
        const bool has_rows = rows_.groups.front().size() > 0;
        return invalid_input(
            "no row has a value of ?" + document_.variables[variable].name +
            (has_rows ? " here, where the payload needs one: if it may be missing, its member is `$optional`"
                      : ", which the payload needs: there are no rows"));
    }

    /// The core has no row for a list of its own that is empty, so that there is none for what it stands in.
    Result<void> check_empty(std::size_t level, bool may_be_empty) const {
        const bool is_whole =
            document_.levels[level].parent == 0 && std::holds_alternative<ListShape>(document_.shape.node);
        const bool is_of_core = rows_.plan.levels[level].owner == std::size_t{0};
        if (walk_.has_elements(level) || may_be_empty || is_whole || !is_of_core) {
            return {};
        }
        return invalid_input(
            "there are no rows, and the payload has a list that may not be empty: it needs `$empty` for that");
    }

    Presence presence(const Shape& shape) const {
        if (const auto* variable = std::get_if<VariableShape>(&shape.node)) {
            return presence(variable->variable);
        }
        if (const auto* list = std::get_if<ListShape>(&shape.node)) {
            return presence_of_list(list->level);
        }
        Presence found = Presence::Certain;
        if (const auto* text = std::get_if<TextShape>(&shape.node)) {
            for (const std::size_t variable : text->variables) {
                found = together(found, presence(variable));
            }
        } else if (const auto* object = std::get_if<ObjectShape>(&shape.node)) {
            for (const Member& member : object->members) {
                found =
                    together(found, member.column_of == 0 ? presence(member.value.front())
                                                          : presence_of_list(object->zips[member.column_of - 1].level));
            }
            for (const Family& family : object->families) {
                found = together(found, presence_of_list(family.level));
            }
        }
        return found;
    }

    Presence presence(std::size_t variable) const {
        return rows_.plan.is_certain[variable]    ? Presence::Certain
               : walk_.value(variable) != nullptr ? Presence::Present
                                                  : Presence::Absent;
    }

    Presence presence_of_list(std::size_t level) const {
        return walk_.has_elements(level) ? Presence::Present : Presence::Absent;
    }

    /// One value makes the others needed, for an object with some of them is no object of none.
    static Presence together(Presence a, Presence b) {
        if (a == Presence::Present || b == Presence::Present) {
            return Presence::Present;
        }
        return a == Presence::Absent ? a : b;
    }

    const Document& document_;
    const LoweredRows& rows_;
    ElementWalk walk_;
    std::string out_;
};

}  // namespace

Result<std::string> write_json(const Document& document, const LoweredRows& rows) {
    return JsonWriter(document, rows).write();
}

}  // namespace gridlore::mapping
