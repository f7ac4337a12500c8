/// The forms in which JSON writes times and days. Private to this folder. Reading a form is digits; whether there is
/// such a day, and when it is, is the date library's business.
#pragma once

#include <date/date.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

/// What stands in a text, unchecked. Views it.
struct ClockFields {
    int year = 0;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::string_view fraction;  ///< digits of the second, without zeros at the end
    std::optional<std::chrono::minutes> offset;
};

ClockFields fields_of(date::local_seconds time);
/// InvalidInput: there is no such day or time. 24:00 is the beginning of the next day.
Result<date::local_seconds> local_time_of(const ClockFields& fields);

/// Appends it with so many digits, or more. Precondition: `number` is not negative.
void append_number(int number, std::size_t digits, std::string& out);

/// Appends a time in UTC as ISO 8601. Precondition: the year has four digits at most.
void append_iso(const ClockFields& fields, std::string& out);

/// Immutable; safe from any thread.
class TimeFormat {
  public:
    enum class Of { DateTime, Date };
    /// `iso`, or text with `%Y %m %d %H %M %S`, `%z` (`+0100`) and `%Ez` (`+01:00`). InvalidInput: one that is not
    /// known, comes twice or is missing.
    static Result<TimeFormat> parse(std::string_view text, Of kind);

    const std::string& text() const { return text_; }
    bool is_iso() const { return pieces_.empty(); }
    bool has_offset() const;
    /// Nothing: `text` is not of this form.
    std::optional<ClockFields> read(std::string_view text) const;
    /// What of `fields` the form has no place for: `seconds`. Null: it can be written.
    const char* lacks(const ClockFields& fields) const;
    /// Appends it. Precondition: `lacks` nothing; an offset where the form has one.
    void write(const ClockFields& fields, std::string& out) const;
    /// An ECMA regular expression, without anchors, of what is read.
    std::string pattern() const;

  private:
    enum class Field { Year, Month, Day, Hour, Minute, Second, Offset, OffsetWithColon };
    /// A field, and the text before it.
    struct Piece {
        std::string before;
        Field field;
        std::size_t place = 0;  ///< of the field in `blank_`
    };

    TimeFormat() = default;
    static std::optional<Field> take_field(std::string_view& text);
    Result<void> take_pieces(std::string_view text);
    Result<void> check(Of kind) const;
    bool has(Field field) const { return (fields_ & mask_of(field)) != 0; }
    static constexpr unsigned mask_of(Field field) { return 1U << static_cast<unsigned>(field); }
    void add_blank();
    static int number_of(Field field, const ClockFields& fields);
    static bool read_field(Field field, std::string_view& text, ClockFields& fields);

    std::string text_;
    std::vector<Piece> pieces_;  ///< empty: iso
    unsigned fields_ = 0;        ///< of the pieces
    std::string end_;            ///< behind the last field
    std::string blank_;          ///< with zeros where the fields are, but for offsets, which are left out
};

}  // namespace gridlore::mapping
