#include "adapter/mapping/member_names.h"

#include <algorithm>

namespace gridlore::mapping {
namespace {

/// The form with most text of its own that fits, so far.
class BestForm {
  public:
    explicit BestForm(std::string_view name) : name_(name) {}

    void look_at(const std::vector<Member>& members, std::optional<std::size_t> family) {
        for (std::size_t number = 0; number < members.size(); ++number) {
            for (const NameForm& form : members[number].forms) {
                look_at(form, {family, number, {}});
            }
        }
    }

    const std::optional<NamedMember>& found() const { return found_; }

  private:
    void look_at(const NameForm& form, NamedMember member) {
        const std::size_t own = form.before.size() + form.behind.size();
        const bool fits = name_.size() >= own && name_.starts_with(form.before) && name_.ends_with(form.behind);
        if (fits && (!found_ || own > most_)) {
            member.text = name_.substr(form.before.size(), name_.size() - own);
            found_ = member;
            most_ = own;
        }
    }

    std::string_view name_;
    std::optional<NamedMember> found_;
    std::size_t most_ = 0;
};

}  // namespace

bool has_key(const Member& member, std::string_view name) {
    return !member.named_by &&
           std::any_of(member.keys.begin(), member.keys.end(), [name](const std::string& key) { return key == name; });
}

bool has_member(const ObjectShape& object, std::string_view name) {
    return std::any_of(object.members.begin(), object.members.end(),
                       [name](const Member& member) { return has_key(member, name); });
}

std::optional<NamedMember> find_named(const ObjectShape& object, std::string_view name) {
    if (has_member(object, name)) {
        return std::nullopt;
    }
    BestForm best(name);
    best.look_at(object.members, std::nullopt);
    for (std::size_t family = 0; family < object.families.size(); ++family) {
        best.look_at(object.families[family].members, family);
    }
    return best.found();
}

std::string name_with(const Member& member, std::string_view text) {
    const NameForm& form = member.forms.front();
    return std::string(form.before).append(text).append(form.behind);
}

}  // namespace gridlore::mapping
