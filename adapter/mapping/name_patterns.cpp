#include "adapter/mapping/name_patterns.h"

#include <algorithm>
#include <functional>
#include <string_view>

namespace gridlore::mapping {
namespace {

struct OneForm {
    const Member* member = nullptr;
    const NameForm* form = nullptr;
    std::size_t own_text() const { return form->before.size() + form->behind.size(); }
};

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (std::string_view(R"(\^$.|?*+()[]{}/)").find(c) != std::string_view::npos) {
            result += '\\';
        }
        result += c;
    }
    return result;
}

bool takes_strings(const std::vector<std::string>& types) {
    return std::ranges::find(types, "string") != types.end();
}

/// A codec's pattern is of the whole text, or of several that are each the whole.
std::string inner_pattern(std::string_view pattern) {
    const bool is_one =
        pattern.starts_with('^') && pattern.ends_with('$') && pattern.find("$|^") == std::string_view::npos;
    return is_one ? std::string(pattern.substr(1, pattern.size() - 2)) : R"([\s\S]*)";
}

/// What the text of a variable can be.
std::string text_pattern(const Variable& variable) {
    const Codec::Schema schema = variable.codec->schema();
    std::string values;
    for (const JsonConstant& value : schema.values) {
        values += (values.empty() ? "" : "|") + escaped(value.text);
    }
    if (!values.empty()) {
        return values;
    }
    if (takes_strings(schema.types)) {
        return inner_pattern(schema.pattern);
    }
    const bool is_whole = schema.types == std::vector<std::string>{"integer"};
    const bool is_boolean = schema.types == std::vector<std::string>{"boolean"};
    return is_boolean ? "true|false"
           : is_whole ? "-?(?:0|[1-9][0-9]*)"
                      : R"(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)";
}

/// Whether a name can have both.
bool can_meet(const NameForm& a, const NameForm& b) {
    const bool begin_alike = a.before.starts_with(b.before) || b.before.starts_with(a.before);
    const bool end_alike = a.behind.ends_with(b.behind) || b.behind.ends_with(a.behind);
    return begin_alike && end_alike;
}

class Patterns {
  public:
    Patterns(const Document& document, const ObjectShape& object, bool all_spellings)
        : document_(document), object_(object) {
        add_forms(object.members, all_spellings);
        for (const Family& family : object.families) {
            add_forms(family.members, all_spellings);
        }
        // As `find_named` prefers them; the object's own come first.
        std::ranges::stable_sort(forms_, std::greater<>(), &OneForm::own_text);
    }

    std::vector<NamePattern> all() const {
        std::vector<NamePattern> patterns;
        for (std::size_t number = 0; number < forms_.size(); ++number) {
            const std::string others = others_than(number);
            patterns.push_back({(others.empty() ? "^" : "^(?!(?:" + others + ")$)") + pattern_of(forms_[number]) + "$",
                                forms_[number].member});
        }
        return patterns;
    }

  private:
    void add_forms(const std::vector<Member>& members, bool all_spellings) {
        for (const Member& member : members) {
            const std::size_t forms =
                all_spellings ? member.forms.size() : std::min<std::size_t>(1, member.forms.size());
            for (std::size_t form = 0; form < forms; ++form) {
                forms_.push_back({&member, &member.forms[form]});
            }
        }
    }

    std::string pattern_of(const OneForm& one) const {
        return escaped(one.form->before) + "(?:" + text_pattern(document_.variables[*one.member->named_by]) + ")" +
               escaped(one.form->behind);
    }

    /// Names of others that the form fits, too.
    std::string others_than(std::size_t number) const {
        std::string others;
        const auto add = [&](const std::string& pattern) { others += (others.empty() ? "" : "|") + pattern; };
        for (const Member& member : object_.members) {
            for (const std::string& key : member.named_by ? std::vector<std::string>() : member.keys) {
                if (can_meet(*forms_[number].form, {key, key})) {
                    add(escaped(key));
                }
            }
        }
        for (std::size_t before = 0; before < number; ++before) {
            if (can_meet(*forms_[number].form, *forms_[before].form)) {
                add(pattern_of(forms_[before]));
            }
        }
        return others;
    }

    const Document& document_;
    const ObjectShape& object_;
    std::vector<OneForm> forms_;
};

}  // namespace

std::vector<NamePattern> name_patterns(const Document& document, const ObjectShape& object, bool all_spellings) {
    return Patterns(document, object, all_spellings).all();
}

}  // namespace gridlore::mapping
