// Of `LiftFrames`: members whose names have a variable in them.

#include <iterator>
#include <utility>

#include "adapter/mapping/lift/lift_frames.h"
#include "adapter/mapping/lift/lift_messages.h"

namespace gridlore::mapping {

/// The frame is that of the object, and has the name already.
bool LiftFrames::take_named(const ObjectShape& object, const NamedMember& named) {
    Frame& frame = frames_.back();
    if (named.family) {
        return keep_named(object.families[*named.family], families_[frame.families + *named.family], named);
    }
    if (seen_[frame.seen + named.member] != 0) {
        return fail("this member comes more often than the document says");
    }
    take_member(frame, object, named.member);
    const std::size_t variable = *object.members[named.member].named_by;
    tell_value(variable, {JsonKind::String, named.text});
    return passed(values_.set_from_text(variable, named.text));
}

/// The events from here on belong to a member of a row, until it is over.
bool LiftFrames::keep_named(const Family& family, FamilyRows& rows, const NamedMember& named) {
    const std::string& name = *frames_.back().name;
    const Result<std::string> value = values_.meaning_of(family.variable, named.text);
    if (!value) {
        return fail("in the member's name: " + value.error().message);
    }
    auto& member = rows.row(family, *value, named.text).members[named.member];
    if (member) {
        return fail("this member comes twice" + (member->name == name ? "" : ", before as \"" + member->name + "\""));
    }
    member.emplace(FamilyRow::Kept{name, {}});
    tape_ = &member->tape;
    return true;
}

/// An object is over: its families, from `begin` on, are read row by row.
bool LiftFrames::end_families(const Shape& shape, std::size_t begin) {
    const std::vector<Family>& families = std::get<ObjectShape>(shape.node).families;
    if (families.empty()) {
        return true;
    }
    const auto first = families_.begin() + static_cast<std::ptrdiff_t>(begin);
    std::vector<FamilyRows> kept(std::make_move_iterator(first), std::make_move_iterator(families_.end()));
    families_.erase(first, families_.end());
    for (std::size_t number = 0; number < families.size(); ++number) {
        if (!end_family(shape, families[number], std::move(kept[number]).take())) {
            return false;
        }
    }
    return true;
}

bool LiftFrames::end_family(const Shape& shape, const Family& family, std::vector<FamilyRow> rows) {
    if (rows.empty()) {
        return family.may_be_empty ||
               fail("there is no member \"" + family.members.front().keys.front() + "\": there must be one at least");
    }
    for (const FamilyRow& row : rows) {
        if (!check_row(family, row)) {
            return false;
        }
    }
    if (!must_wait(family.level)) {
        return read_family(family, rows);
    }
    waiting_.push_back({&shape, pointer(), {}, {}, &family, std::move(rows)});
    return true;
}

bool LiftFrames::check_row(const Family& family, const FamilyRow& row) {
    for (std::size_t number = 0; number < row.members.size(); ++number) {
        if (!row.members[number] && !family.members[number].is_optional) {
            return fail("the member \"" + name_with(family.members[number], row.text) +
                        "\" is missing, which belongs to \"" + row.first().name + "\"");
        }
    }
    return true;
}

bool LiftFrames::read_family(const Family& family, const std::vector<FamilyRow>& rows) {
    values_.begin_list(family.level);
    for (const FamilyRow& row : rows) {
        begin_element(family.level);
        if (!read_name(family, row)) {
            return false;
        }
        for (std::size_t number = 0; number < row.members.size(); ++number) {
            if (row.members[number] && !read_named(family.members[number], *row.members[number])) {
                return false;
            }
        }
        if (!end_element(family.level)) {
            return false;
        }
    }
    return true;
}

bool LiftFrames::read_name(const Family& family, const FamilyRow& row) {
    Frame& frame = frames_.emplace_back();
    frame.kind = Frame::Kind::Named;
    frame.key = &row.first().name;
    tell_value(family.variable, {JsonKind::String, row.text});
    const bool done = passed(values_.set_from_text(family.variable, row.text));
    frames_.pop_back();
    return done;
}

bool LiftFrames::read_named(const Member& member, const FamilyRow::Kept& kept) {
    Frame& frame = frames_.emplace_back();
    frame.kind = Frame::Kind::Named;
    frame.shape = &member.value.front();
    frame.key = &kept.name;
    frame.is_nullable = member.is_nullable;
    const bool done = JsonTape::Reader(kept.tape).value(*this);
    if (done) {
        frames_.pop_back();
    }
    return done;
}

}  // namespace gridlore::mapping
