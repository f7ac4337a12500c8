/// Where in a document's shape the reading of a payload is: what each event means, and what it must not be.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/json/json_events.h"
#include "adapter/mapping/json/json_tape.h"
#include "adapter/mapping/lift/family_rows.h"
#include "adapter/mapping/lift/lift_trace.h"
#include "adapter/mapping/lift/lift_values.h"
#include "adapter/mapping/member_names.h"

namespace gridlore::mapping {

/// Reads one payload. Confined. What is needed around a list and has not come when the list does is waited for: the
/// list is kept as events until the element in which it stands is over. So are lists that are columns, and members of
/// families.
class LiftFrames final : public JsonSink {
  public:
    /// All must outlive it.
    LiftFrames(const Document& document, LiftValues& values, const LiftOptions& options);

    bool begin_object() override;
    bool key(std::string_view name) override;
    bool end_object() override;
    bool begin_list() override;
    bool end_list() override;
    bool scalar(const JsonScalar& value) override;

    /// Set once an event was answered with false; the message begins with the place.
    const std::optional<Error>& error() const { return error_; }
    /// Where that is, as a JSON pointer.
    const std::string& failed_at() const { return failed_at_; }
    /// The place that is being read, as a JSON pointer (RFC 6901).
    std::string pointer() const;

  private:
    /// An object or list that is open.
    struct Frame {
        enum class Kind {
            Object,
            List,
            Pieces,  ///< of a joined string
            Column,  ///< one row of it
            Named,   ///< a member of a family, that was kept
            Place,   ///< where the frames behind it stand, when they were kept
        } kind = Kind::Object;
        const Shape* shape = nullptr;        ///< of a column, a member and a place: of what is read in it
        const std::string* key = nullptr;    ///< of an object, a column and a member: of what is read, as it is spelled
        std::optional<std::string> name;     ///< of an object: the same, where a variable stands in it
        const std::string* place = nullptr;  ///< of Place: a pointer
        bool is_nullable = false;            ///< of a column and a member
        std::size_t member = 0;              ///< of an object: whose value is read; behind the last: of an unknown one
        std::size_t seen = 0;                ///< of an object: where in `seen_` its members begin
        std::size_t first_unseen = 0;        ///< of an object: before it all members have come
        std::size_t columns = 0;             ///< of an object: where in `columns_` its columns begin
        std::size_t families = 0;            ///< of an object: where in `families_` its families begin
        std::size_t elements = 0;            ///< of a list and a column: that have begun
    };
    struct Column {
        const Shape* shape = nullptr;  ///< of an element
        bool is_nullable = false;
        std::string key;
        JsonTape tape;
    };
    /// A list, columns, or rows of a family, that wait for the end of the element in which they stand.
    struct Waiting {
        const Shape* shape = nullptr;  ///< of the list, else of the object
        std::string pointer;
        JsonTape tape;
        std::vector<Column> columns;
        const Family* family = nullptr;
        std::vector<FamilyRow> rows;
    };

    const Shape& next_shape();
    bool is_at_column() const;
    bool is_nullable() const;
    bool must_wait(std::size_t level) const;
    bool after_value();
    bool kept();
    void begin_element(std::size_t level);
    bool end_element(std::size_t level);

    bool find_member(Frame& frame, const ObjectShape& object, std::string_view name);
    void take_member(Frame& frame, const ObjectShape& object, std::size_t number);
    bool take_named(const ObjectShape& object, const NamedMember& named);
    bool keep_named(const Family& family, FamilyRows& rows, const NamedMember& named);
    bool check_members(const Frame& frame, const ObjectShape& object);

    bool take(const Shape& shape, const JsonScalar& value);
    void tell_value(std::size_t variable, const JsonScalar& value) const;
    void tell_passed_over(const Shape& shape) const;
    bool take_string(const Shape& shape, const JsonScalar& value);
    bool take_text(const Shape& shape, std::string_view text);
    bool take_joined(const Shape& shape, std::string_view text);
    bool passed(const Result<void>& done);

    void enter_list(const Shape& shape, Frame::Kind kind);
    bool leave_list(const Shape& shape, std::size_t elements);
    void keep(const Shape& shape);
    bool end_columns(const Shape& shape, std::size_t begin);
    bool read_columns(const Zip& zip, const std::vector<Column>& columns);
    bool read_row(const std::vector<Column>& columns, std::vector<JsonTape::Reader>& readers, std::size_t number);
    bool check_lengths(const std::vector<Column>& columns);
    bool end_families(const Shape& shape, std::size_t begin);
    bool end_family(const Shape& shape, const Family& family, std::vector<FamilyRow> rows);
    bool check_row(const Family& family, const FamilyRow& row);
    bool read_family(const Family& family, const std::vector<FamilyRow>& rows);
    bool read_name(const Family& family, const FamilyRow& row);
    bool read_named(const Member& member, const FamilyRow::Kept& kept);
    bool read_waiting(const Waiting& waiting);
    bool refuse_empty(const std::string& pointer);

    bool fail(const std::string& message) { return fail_at(pointer(), message); }
    bool fail_at(const std::string& pointer, const std::string& message, ErrorKind kind = ErrorKind::InvalidInput);
    bool refuse_kind(const Shape& shape, const std::string& found);

    const Document& document_;
    LiftValues& values_;
    LiftTrace* const trace_;
    const std::function<void(const std::string&, const std::string&)>& warn_;
    std::vector<Frame> frames_;
    std::vector<char> seen_;
    std::vector<Column> columns_;
    std::vector<FamilyRows> families_;
    std::deque<Waiting> waiting_;
    std::vector<std::size_t> waiting_since_;  ///< by level: how many waited when its element began
    JsonTape* tape_ = nullptr;                ///< what the events are kept on, if they are
    std::size_t skipped_ = 0;                 ///< objects and lists that are open in what is skipped
    std::optional<Error> error_;
    std::string failed_at_;
};

}  // namespace gridlore::mapping
