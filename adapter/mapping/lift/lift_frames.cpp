#include "adapter/mapping/lift/lift_frames.h"

#include <algorithm>
#include <utility>

#include "adapter/mapping/lift/lift_messages.h"

namespace gridlore::mapping {
namespace {

const Shape anything{IgnoredShape{}, {}};

}  // namespace

LiftFrames::LiftFrames(const Document& document, LiftValues& values, const LiftOptions& options)
    : document_(document), values_(values), trace_(options.trace), warn_(options.warn) {
    waiting_since_.resize(document.levels.size());
    begin_element(0);
}

bool LiftFrames::begin_object() {
    if (tape_ != nullptr) {
        tape_->begin_object();
        return true;
    }
    if (skipped_ > 0) {
        ++skipped_;
        return true;
    }
    if (is_at_column()) {
        return fail("expected a list, for this is a column of rows, found an object");
    }
    const Shape& shape = next_shape();
    if (std::holds_alternative<IgnoredShape>(shape.node)) {
        tell_passed_over(shape);
        skipped_ = 1;
        return true;
    }
    const auto* object = std::get_if<ObjectShape>(&shape.node);
    if (object == nullptr) {
        return refuse_kind(shape, "an object");
    }
    Frame& frame = frames_.emplace_back();
    frame.shape = &shape;
    frame.seen = seen_.size();
    frame.columns = columns_.size();
    frame.families = families_.size();
    families_.resize(families_.size() + object->families.size());
    seen_.resize(seen_.size() + object->members.size());
    return true;
}

bool LiftFrames::key(std::string_view name) {
    if (tape_ != nullptr) {
        tape_->key(name);
        return true;
    }
    if (skipped_ > 0) {
        return true;
    }
    Frame& frame = frames_.back();
    const auto& object = std::get<ObjectShape>(frame.shape->node);
    frame.name.reset();
    if (find_member(frame, object, name)) {
        return true;
    }
    frame.key = nullptr;
    frame.member = object.members.size();
    if (const auto named = find_named(object, name)) {
        frame.name = name;
        return take_named(object, *named);
    }
    if (trace_ != nullptr) {
        trace_->pass_over(pointer() + pointer_token(name), nullptr);
    }
    return (object.ignores_unknown && !has_member(object, name)) ||
           fail_at(pointer() + pointer_token(name), describe_unexpected(object, name));
}

bool LiftFrames::end_object() {
    if (tape_ != nullptr) {
        tape_->end_object();
        return kept();
    }
    if (skipped_ > 0) {
        --skipped_;
        return skipped_ > 0 || after_value();
    }
    frames_.back().key = nullptr;
    frames_.back().name.reset();
    const Frame frame = frames_.back();
    if (!check_members(frame, std::get<ObjectShape>(frame.shape->node)) || !end_columns(*frame.shape, frame.columns) ||
        !end_families(*frame.shape, frame.families)) {
        return false;
    }
    seen_.resize(frame.seen);
    frames_.pop_back();
    return after_value();
}

bool LiftFrames::begin_list() {
    if (tape_ != nullptr) {
        tape_->begin_list();
        return true;
    }
    if (skipped_ > 0) {
        ++skipped_;
        return true;
    }
    const bool is_column = is_at_column();
    const Shape& shape = next_shape();
    if (is_column) {
        const Frame& frame = frames_.back();
        const bool is_nullable = std::get<ObjectShape>(frame.shape->node).members[frame.member].is_nullable;
        tape_ = &columns_.emplace_back(Column{&shape, is_nullable, frame.name ? *frame.name : *frame.key, {}}).tape;
        tape_->begin_list();
        return true;
    }
    if (std::holds_alternative<IgnoredShape>(shape.node)) {
        tell_passed_over(shape);
        skipped_ = 1;
        return true;
    }
    const auto* list = std::get_if<ListShape>(&shape.node);
    if (list == nullptr || list->joined) {
        return refuse_kind(shape, "a list");
    }
    if (must_wait(list->level)) {
        keep(shape);
        tape_->begin_list();
        return true;
    }
    enter_list(shape, Frame::Kind::List);
    return true;
}

bool LiftFrames::end_list() {
    if (tape_ != nullptr) {
        tape_->end_list();
        return kept();
    }
    if (skipped_ > 0) {
        --skipped_;
        return skipped_ > 0 || after_value();
    }
    const Frame frame = frames_.back();
    frames_.pop_back();
    return leave_list(*frame.shape, frame.elements) && after_value();
}

bool LiftFrames::scalar(const JsonScalar& value) {
    if (tape_ != nullptr) {
        tape_->scalar(value);
        return kept();
    }
    if (skipped_ > 0) {
        return true;
    }
    if (is_at_column()) {
        return fail("expected a list, for this is a column of rows, found " + describe(value));
    }
    if (value.kind == JsonKind::Null && is_nullable()) {
        if (trace_ != nullptr) {
            trace_->pass_null(pointer(), next_shape());
        }
        return true;
    }
    return take(next_shape(), value) && after_value();
}

/// Of the value that comes next. If it is a list's, an element begins.
const Shape& LiftFrames::next_shape() {
    if (frames_.empty()) {
        return document_.shape;
    }
    Frame& frame = frames_.back();
    switch (frame.kind) {
        case Frame::Kind::Object: {
            const auto& members = std::get<ObjectShape>(frame.shape->node).members;
            return frame.member < members.size() ? members[frame.member].value.front() : anything;
        }
        case Frame::Kind::List:
        case Frame::Kind::Pieces: {
            const auto& list = std::get<ListShape>(frame.shape->node);
            ++frame.elements;
            begin_element(list.level);
            return list.element.front();
        }
        case Frame::Kind::Column:
        case Frame::Kind::Named:
        case Frame::Kind::Place:
            break;
    }
    return *frame.shape;
}

bool LiftFrames::is_at_column() const {
    if (frames_.empty() || frames_.back().kind != Frame::Kind::Object) {
        return false;
    }
    const auto& members = std::get<ObjectShape>(frames_.back().shape->node).members;
    return frames_.back().member < members.size() && members[frames_.back().member].column_of > 0;
}

/// Whether null may come next and says that the member is missing.
bool LiftFrames::is_nullable() const {
    if (frames_.empty() || frames_.back().kind != Frame::Kind::Object) {
        return !frames_.empty() && frames_.back().is_nullable;
    }
    const auto& members = std::get<ObjectShape>(frames_.back().shape->node).members;
    return frames_.back().member < members.size() && members[frames_.back().member].is_nullable;
}

/// A value is over; what it is in goes on.
bool LiftFrames::after_value() {
    if (frames_.empty()) {
        return end_element(0);
    }
    const Frame& frame = frames_.back();
    if (frame.kind == Frame::Kind::List || frame.kind == Frame::Kind::Pieces) {
        return end_element(std::get<ListShape>(frame.shape->node).level);
    }
    return true;
}

void LiftFrames::begin_element(std::size_t level) {
    values_.begin_element(level);
    waiting_since_[level] = waiting_.size();
    if (trace_ != nullptr) {
        trace_->begin_element(level, pointer());
    }
}

bool LiftFrames::end_element(std::size_t level) {
    const std::size_t since = waiting_since_[level];
    for (std::size_t next = since; next < waiting_.size(); ++next) {
        if (!read_waiting(waiting_[next])) {
            return false;
        }
    }
    if (since < waiting_.size()) {
        waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(since), waiting_.end());
    }
    if (Result<void> done = values_.end_element(level); !done) {
        error_ = std::move(done).error();
        failed_at_ = pointer();
        return false;
    }
    return true;
}

/// A key that several members have belongs to the first of them that has not come.
bool LiftFrames::find_member(Frame& frame, const ObjectShape& object, std::string_view name) {
    const std::size_t count = object.members.size();
    for (std::size_t number = frame.first_unseen; number < count; ++number) {
        const Member& member = object.members[number];
        if (seen_[frame.seen + number] != 0 || !has_key(member, name)) {
            continue;
        }
        frame.key = &*std::find(member.keys.begin(), member.keys.end(), name);
        take_member(frame, object, number);
        return true;
    }
    return false;
}

void LiftFrames::take_member(Frame& frame, const ObjectShape& object, std::size_t number) {
    seen_[frame.seen + number] = 1;
    frame.member = number;
    while (frame.first_unseen < object.members.size() && seen_[frame.seen + frame.first_unseen] != 0) {
        ++frame.first_unseen;
    }
}

bool LiftFrames::check_members(const Frame& frame, const ObjectShape& object) {
    for (std::size_t number = frame.first_unseen; number < object.members.size(); ++number) {
        if (seen_[frame.seen + number] == 0 && !object.members[number].is_optional) {
            return fail("the member \"" + object.members[number].keys.front() + "\" is missing");
        }
    }
    return true;
}

bool LiftFrames::take(const Shape& shape, const JsonScalar& value) {
    if (const auto* variable = std::get_if<VariableShape>(&shape.node)) {
        tell_value(variable->variable, value);
        return passed(values_.set(variable->variable, value));
    }
    tell_passed_over(shape);
    if (const auto* constant = std::get_if<ConstantShape>(&shape.node)) {
        return constant->value.view() == value || refuse_kind(shape, describe(value));
    }
    if (std::holds_alternative<IgnoredShape>(shape.node)) {
        return true;
    }
    if (value.kind == JsonKind::String) {
        return take_string(shape, value);
    }
    return refuse_kind(shape, describe(value));
}

void LiftFrames::tell_value(std::size_t variable, const JsonScalar& value) const {
    if (trace_ != nullptr) {
        trace_->read(variable, pointer(), value, values_.is_known(variable));
    }
    if (const auto oddity = warn_ ? document_.variables[variable].codec->oddity(value) : std::nullopt) {
        warn_(pointer(), *oddity);
    }
}

void LiftFrames::tell_passed_over(const Shape& shape) const {
    if (trace_ == nullptr || &shape == &anything) {
        return;
    }
    if (std::holds_alternative<ConstantShape>(shape.node) || std::holds_alternative<IgnoredShape>(shape.node)) {
        trace_->pass_over(pointer(), &shape);
    }
}

bool LiftFrames::passed(const Result<void>& done) {
    return done || fail_at(pointer(), done.error().message, done.error().kind);
}

bool LiftFrames::fail_at(const std::string& pointer, const std::string& message, ErrorKind kind) {
    error_ = Error{kind, place_of(pointer) + message};
    failed_at_ = pointer;
    return false;
}

bool LiftFrames::refuse_kind(const Shape& shape, const std::string& found) {
    return fail("expected " + describe(document_, shape) + ", found " + found);
}

std::string LiftFrames::pointer() const {
    std::string pointer;
    for (const Frame& frame : frames_) {
        if (frame.kind == Frame::Kind::Place) {
            pointer = *frame.place;
        }
        if (frame.key != nullptr || frame.name) {
            pointer += pointer_token(frame.name ? *frame.name : *frame.key);
        }
        if ((frame.kind == Frame::Kind::List || frame.kind == Frame::Kind::Column) && frame.elements > 0) {
            pointer += pointer_token(std::to_string(frame.elements - 1));
        }
    }
    return pointer;
}

}  // namespace gridlore::mapping
