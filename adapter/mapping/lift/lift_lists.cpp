// Of `LiftFrames`: strings with several values in them, lists and columns.

#include <algorithm>
#include <iterator>
#include <utility>

#include "adapter/mapping/lift/lift_frames.h"
#include "adapter/mapping/lift/lift_messages.h"

namespace gridlore::mapping {

bool LiftFrames::take_string(const Shape& shape, const JsonScalar& value) {
    if (std::holds_alternative<TextShape>(shape.node)) {
        return take_text(shape, value.text);
    }
    const auto* list = std::get_if<ListShape>(&shape.node);
    if (list == nullptr || !list->joined) {
        return refuse_kind(shape, describe(value));
    }
    if (!must_wait(list->level)) {
        return take_joined(shape, value.text);
    }
    keep(shape);
    tape_->scalar(value);
    tape_ = nullptr;
    return true;
}

bool LiftFrames::take_text(const Shape& shape, std::string_view text) {
    const auto& [variables, between] = std::get<TextShape>(shape.node);
    std::string_view rest = text;
    bool fits = rest.starts_with(between.front());
    rest.remove_prefix(fits ? between.front().size() : 0);
    for (std::size_t number = 0; fits && number < variables.size(); ++number) {
        const std::string& behind = between[number + 1];
        const bool is_last = number + 1 == variables.size();
        const std::size_t end = !is_last                 ? rest.find(behind)
                                : rest.ends_with(behind) ? rest.size() - behind.size()
                                                         : std::string_view::npos;
        fits = end != std::string_view::npos;
        if (fits) {
            tell_value(variables[number], {JsonKind::String, rest.substr(0, end)});
            if (!passed(values_.set_from_text(variables[number], rest.substr(0, end)))) {
                return false;
            }
        }
        rest.remove_prefix(fits ? end + behind.size() : 0);
    }
    return (fits && rest.empty()) || refuse_kind(shape, describe(JsonScalar{JsonKind::String, text}));
}

bool LiftFrames::take_joined(const Shape& shape, std::string_view text) {
    const std::string& separator = *std::get<ListShape>(shape.node).joined;
    enter_list(shape, Frame::Kind::Pieces);
    for (bool has_more = !text.empty(); has_more;) {
        const std::size_t end = separator.empty() ? std::string_view::npos : text.find(separator);
        const auto* variable = std::get_if<VariableShape>(&next_shape().node);
        const std::string_view piece = text.substr(0, end);
        if (variable == nullptr) {
            return refuse_kind(shape, describe(JsonScalar{JsonKind::String, piece}));
        }
        tell_value(variable->variable, {JsonKind::String, piece});
        if (!passed(values_.set_from_text(variable->variable, piece)) || !after_value()) {
            return false;
        }
        has_more = end != std::string_view::npos;
        text.remove_prefix(has_more ? end + separator.size() : 0);
    }
    const std::size_t elements = frames_.back().elements;
    frames_.pop_back();
    return leave_list(shape, elements);
}

void LiftFrames::enter_list(const Shape& shape, Frame::Kind kind) {
    Frame& frame = frames_.emplace_back();
    frame.kind = kind;
    frame.shape = &shape;
    values_.begin_list(std::get<ListShape>(shape.node).level);
}

bool LiftFrames::leave_list(const Shape& shape, std::size_t elements) {
    const bool may_be_empty = std::get<ListShape>(shape.node).may_be_empty || &shape == &document_.shape;
    return elements > 0 || may_be_empty || refuse_empty(pointer());
}

bool LiftFrames::refuse_empty(const std::string& pointer) {
    return fail_at(pointer, "the list is empty: it must have one element at least");
}

bool LiftFrames::must_wait(std::size_t level) const {
    const bool has_waited = !frames_.empty() && frames_.back().kind == Frame::Kind::Place;
    return !has_waited && values_.is_awaited_by(level);
}

/// The events from here on belong to the list, until it is over.
void LiftFrames::keep(const Shape& shape) {
    Waiting& waiting = waiting_.emplace_back();
    waiting.shape = &shape;
    waiting.pointer = pointer();
    tape_ = &waiting.tape;
}

bool LiftFrames::kept() {
    if (!tape_->is_whole()) {
        return true;
    }
    tape_ = nullptr;
    return after_value();
}

bool LiftFrames::read_waiting(const Waiting& waiting) {
    Frame& frame = frames_.emplace_back();
    frame.kind = Frame::Kind::Place;
    frame.shape = waiting.shape;
    frame.place = &waiting.pointer;
    const bool done = waiting.family != nullptr ? read_family(*waiting.family, waiting.rows)
                      : !waiting.columns.empty()
                          ? read_columns(std::get<ObjectShape>(waiting.shape->node).zips.front(), waiting.columns)
                          : JsonTape::Reader(waiting.tape).value(*this);
    if (done) {
        frames_.pop_back();
    }
    return done;
}

/// An object is over: the columns that it had, from `begin` on, are read row by row.
bool LiftFrames::end_columns(const Shape& shape, std::size_t begin) {
    if (columns_.size() == begin) {
        return true;
    }
    const auto first = columns_.begin() + static_cast<std::ptrdiff_t>(begin);
    std::vector<Column> columns(std::make_move_iterator(first), std::make_move_iterator(columns_.end()));
    columns_.erase(first, columns_.end());
    const Zip& zip = std::get<ObjectShape>(shape.node).zips.front();
    if (!must_wait(zip.level)) {
        return read_columns(zip, columns);
    }
    waiting_.push_back({&shape, pointer(), {}, std::move(columns), nullptr, {}});
    return true;
}

bool LiftFrames::read_columns(const Zip& zip, const std::vector<Column>& columns) {
    if (!check_lengths(columns)) {
        return false;
    }
    const std::size_t length = columns.front().tape.length();
    if (length == 0 && !zip.may_be_empty) {
        return refuse_empty(pointer() + pointer_token(columns.front().key));
    }
    std::vector<JsonTape::Reader> readers;
    for (const Column& column : columns) {
        readers.emplace_back(column.tape).enter_list();
    }
    values_.begin_list(zip.level);
    for (std::size_t row = 0; row < length; ++row) {
        begin_element(zip.level);
        if (!read_row(columns, readers, row) || !end_element(zip.level)) {
            return false;
        }
    }
    return true;
}

bool LiftFrames::read_row(const std::vector<Column>& columns, std::vector<JsonTape::Reader>& readers,
                          std::size_t number) {
    for (std::size_t column = 0; column < columns.size(); ++column) {
        Frame& frame = frames_.emplace_back();
        frame.kind = Frame::Kind::Column;
        frame.shape = columns[column].shape;
        frame.is_nullable = columns[column].is_nullable;
        frame.key = &columns[column].key;
        frame.elements = number + 1;
        if (!readers[column].value(*this)) {
            return false;
        }
        frames_.pop_back();
    }
    return true;
}

bool LiftFrames::check_lengths(const std::vector<Column>& columns) {
    const Column& first = columns.front();
    for (const Column& column : columns) {
        if (column.tape.length() != first.tape.length()) {
            return fail_at(pointer() + pointer_token(column.key),
                           "has a length of " + std::to_string(column.tape.length()) + ", and \"" + first.key +
                               "\" one of " + std::to_string(first.tape.length()) +
                               ": they are columns of the same rows and must be equally long");
        }
    }
    return true;
}

}  // namespace gridlore::mapping
