#include "adapter/mapping/codecs/time_format.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/digits.h"

namespace gridlore::mapping {
namespace {

bool take_number(std::string_view& text, std::size_t digits, int& number) {
    const auto read = rdf::take_number(text, digits);
    number = read.value_or(number);
    return read.has_value();
}

/// `Z`, `+0100` or `+01:00`.
bool take_offset(std::string_view& text, std::optional<std::chrono::minutes>& offset) {
    if (rdf::take(text, 'Z')) {
        offset = std::chrono::minutes(0);
        return true;
    }
    const bool is_west = text.starts_with('-');
    int hours = 0;
    int minutes = 0;
    if (!is_west && !text.starts_with('+')) {
        return false;
    }
    text.remove_prefix(1);
    if (!take_number(text, 2, hours)) {
        return false;
    }
    rdf::take(text, ':');
    if (!take_number(text, 2, minutes) || hours > 23 || minutes > 59) {
        return false;
    }
    const std::chrono::minutes length = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    offset = is_west ? -length : length;
    return true;
}

/// The digits behind a second, if there are any; a point without digits is not taken.
void take_fraction(std::string_view& text, std::string_view& fraction) {
    if (text.empty() || (text.front() != '.' && text.front() != ',')) {
        return;
    }
    const std::string_view digits = text.substr(1, rdf::count_ascii_digits(text.substr(1)));
    if (digits.empty()) {
        return;
    }
    fraction = digits.substr(0, digits.find_last_not_of('0') + 1);
    text.remove_prefix(1 + digits.size());
}

/// ISO 8601, extended form: a day and a time, with or without seconds, fraction and offset.
std::optional<ClockFields> read_iso(std::string_view text) {
    ClockFields fields;
    const bool has_day = take_number(text, 4, fields.year) && rdf::take(text, '-') &&
                         take_number(text, 2, fields.month) && rdf::take(text, '-') && take_number(text, 2, fields.day);
    if (!has_day || !(rdf::take(text, 'T') || rdf::take(text, ' '))) {
        return std::nullopt;
    }
    if (!take_number(text, 2, fields.hour) || !rdf::take(text, ':') || !take_number(text, 2, fields.minute)) {
        return std::nullopt;
    }
    if (rdf::take(text, ':')) {
        if (!take_number(text, 2, fields.second)) {
            return std::nullopt;
        }
        take_fraction(text, fields.fraction);
    }
    if (!text.empty() && !take_offset(text, fields.offset)) {
        return std::nullopt;
    }
    return text.empty() ? std::optional(fields) : std::nullopt;
}

void append_offset(std::chrono::minutes offset, const char* between, std::string& out) {
    const int minutes = std::abs(static_cast<int>(offset.count()));
    out += offset.count() < 0 ? '-' : '+';
    append_number(minutes / 60, 2, out);
    out += between;
    append_number(minutes % 60, 2, out);
}

void put_two_digits(int number, char* place) {
    place[0] = static_cast<char>('0' + number / 10);
    place[1] = static_cast<char>('0' + number % 10);
}

std::string two_digits(int number) {
    std::string text;
    append_number(number, 2, text);
    return text;
}

/// Text in an ECMA regular expression.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out.append(std::string_view("^$\\.*+?()[]{}|").find(c) == std::string_view::npos ? "" : "\\");
        out += c;
    }
    return out;
}

constexpr const char* year_pattern = "[0-9]{4}";
constexpr const char* month_pattern = "(0[1-9]|1[0-2])";
constexpr const char* day_pattern = "(0[1-9]|[12][0-9]|3[01])";
constexpr const char* hour_pattern = "([01][0-9]|2[0-4])";
constexpr const char* sixty_pattern = "[0-5][0-9]";
constexpr const char* offset_pattern = "(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])";

}  // namespace

void append_number(int number, std::size_t digits, std::string& out) {
    rdf::append_padded(out, number, digits);
}

void append_iso(const ClockFields& fields, std::string& out) {
    append_number(fields.year, 4, out);
    const std::array<int, 5> others = {fields.month, fields.day, fields.hour, fields.minute, fields.second};
    std::string text = "-00-00T00:00:00";
    for (std::size_t i = 0; i < others.size(); ++i) {
        text[3 * i + 1] = static_cast<char>('0' + others[i] / 10);
        text[3 * i + 2] = static_cast<char>('0' + others[i] % 10);
    }
    out.append(text);
    if (!fields.fraction.empty()) {
        out.append(".").append(fields.fraction);
    }
    out += 'Z';
}

ClockFields fields_of(date::local_seconds time) {
    const auto day = date::floor<date::days>(time);
    const date::year_month_day calendar(day);
    const date::hh_mm_ss clock(time - day);
    return {static_cast<int>(calendar.year()),
            static_cast<int>(static_cast<unsigned>(calendar.month())),
            static_cast<int>(static_cast<unsigned>(calendar.day())),
            static_cast<int>(clock.hours().count()),
            static_cast<int>(clock.minutes().count()),
            static_cast<int>(clock.seconds().count()),
            {},
            std::nullopt};
}

Result<date::local_seconds> local_time_of(const ClockFields& fields) {
    const date::year_month_day day(date::year(fields.year), date::month(static_cast<unsigned>(fields.month)),
                                   date::day(static_cast<unsigned>(fields.day)));
    if (!day.ok()) {
        std::string text;
        append_number(fields.year, 4, text);
        return invalid_input("there is no day " + text + "-" + two_digits(fields.month) + "-" + two_digits(fields.day));
    }
    const bool is_end_of_day = fields.hour == 24 && fields.minute == 0 && fields.second == 0 && fields.fraction.empty();
    if ((fields.hour > 23 && !is_end_of_day) || fields.minute > 59 || fields.second > 59) {
        return invalid_input("there is no time " + two_digits(fields.hour) + ":" + two_digits(fields.minute) + ":" +
                             two_digits(fields.second));
    }
    return date::local_days(day) + std::chrono::hours(fields.hour) + std::chrono::minutes(fields.minute) +
           std::chrono::seconds(fields.second);
}

std::optional<TimeFormat::Field> TimeFormat::take_field(std::string_view& text) {
    constexpr std::array<std::pair<std::string_view, Field>, 8> fields = {{{"Y", Field::Year},
                                                                           {"m", Field::Month},
                                                                           {"d", Field::Day},
                                                                           {"H", Field::Hour},
                                                                           {"M", Field::Minute},
                                                                           {"S", Field::Second},
                                                                           {"z", Field::Offset},
                                                                           {"Ez", Field::OffsetWithColon}}};
    for (const auto& [name, field] : fields) {
        if (text.starts_with(name)) {
            text.remove_prefix(name.size());
            return field;
        }
    }
    return std::nullopt;
}

Result<void> TimeFormat::take_pieces(std::string_view text) {
    while (true) {
        const std::size_t percent = text.find('%');
        end_.append(text.substr(0, percent));
        if (percent == std::string_view::npos) {
            return {};
        }
        text.remove_prefix(percent + 1);
        if (rdf::take(text, '%')) {
            end_ += '%';
            continue;
        }
        const auto field = take_field(text);
        if (!field) {
            return invalid_input("the form `" + text_ + "` has `%" + std::string(text.substr(0, 1)) +
                                 "`; what is known is %Y %m %d %H %M %S %z %Ez, and %% for a percent sign");
        }
        if (has(*field)) {
            return invalid_input("the form `" + text_ + "` has a field twice");
        }
        pieces_.push_back({std::exchange(end_, {}), *field, 0});
        fields_ |= mask_of(*field);
    }
}

bool TimeFormat::has_offset() const {
    return is_iso() || has(Field::Offset) || has(Field::OffsetWithColon);
}

Result<void> TimeFormat::check(Of kind) const {
    if (!has(Field::Year) || !has(Field::Month) || !has(Field::Day)) {
        return invalid_input("the form `" + text_ + "` names no day; it needs %Y, %m and %d" +
                             (kind == Of::DateTime ? ", or be `iso`" : ""));
    }
    if (kind == Of::Date && pieces_.size() > 3) {
        return invalid_input("the form `" + text_ + "` of a day has more than %Y, %m and %d; a time is a `dateTime`");
    }
    if ((has(Field::Minute) && !has(Field::Hour)) || (has(Field::Second) && !has(Field::Minute))) {
        return invalid_input("the form `" + text_ + "` has a smaller unit of time without the larger one");
    }
    if (has(Field::Offset) && has(Field::OffsetWithColon)) {
        return invalid_input("the form `" + text_ + "` has a field twice");
    }
    return {};
}

Result<TimeFormat> TimeFormat::parse(std::string_view text, Of kind) {
    TimeFormat format;
    format.text_ = text;
    if (text == "iso" && kind == Of::DateTime) {
        return format;
    }
    if (Result<void> done = format.take_pieces(text == "iso" ? "%Y-%m-%d" : text); !done) {
        return std::move(done).error();
    }
    if (Result<void> done = format.check(kind); !done) {
        return std::move(done).error();
    }
    format.add_blank();
    return format;
}

void TimeFormat::add_blank() {
    for (Piece& piece : pieces_) {
        blank_ += piece.before;
        piece.place = blank_.size();
        const bool is_offset = piece.field == Field::Offset || piece.field == Field::OffsetWithColon;
        blank_.append(is_offset ? 0 : piece.field == Field::Year ? 4 : 2, '0');
    }
    blank_ += end_;
}

bool TimeFormat::read_field(Field field, std::string_view& text, ClockFields& fields) {
    switch (field) {
        case Field::Year:
            return take_number(text, 4, fields.year);
        case Field::Month:
            return take_number(text, 2, fields.month);
        case Field::Day:
            return take_number(text, 2, fields.day);
        case Field::Hour:
            return take_number(text, 2, fields.hour);
        case Field::Minute:
            return take_number(text, 2, fields.minute);
        case Field::Second:
            return take_number(text, 2, fields.second);
        case Field::Offset:
        case Field::OffsetWithColon:
            break;
    }
    return take_offset(text, fields.offset);
}

std::optional<ClockFields> TimeFormat::read(std::string_view text) const {
    if (is_iso()) {
        return read_iso(text);
    }
    ClockFields fields;
    for (const Piece& piece : pieces_) {
        if (!text.starts_with(piece.before)) {
            return std::nullopt;
        }
        text.remove_prefix(piece.before.size());
        if (!read_field(piece.field, text, fields)) {
            return std::nullopt;
        }
    }
    return text == end_ ? std::optional(fields) : std::nullopt;
}

const char* TimeFormat::lacks(const ClockFields& fields) const {
    if (fields.year < 0 || fields.year > 9999) {
        return "years before 0 and behind 9999";
    }
    if (is_iso()) {
        return nullptr;
    }
    if (!fields.fraction.empty()) {
        return "fractions of seconds";
    }
    if (fields.second != 0 && !has(Field::Second)) {
        return "seconds";
    }
    if (fields.minute != 0 && !has(Field::Minute)) {
        return "minutes";
    }
    return fields.hour != 0 && !has(Field::Hour) ? "hours" : nullptr;
}

/// Of a field that is no offset.
int TimeFormat::number_of(Field field, const ClockFields& fields) {
    switch (field) {
        case Field::Year:
            return fields.year;
        case Field::Month:
            return fields.month;
        case Field::Day:
            return fields.day;
        case Field::Hour:
            return fields.hour;
        case Field::Minute:
            return fields.minute;
        default:
            return fields.second;
    }
}

void TimeFormat::write(const ClockFields& fields, std::string& out) const {
    if (is_iso()) {
        append_iso(fields, out);
        return;
    }
    const std::size_t begin = out.size();
    out += blank_;
    const Piece* offset = nullptr;
    for (const Piece& piece : pieces_) {
        if (piece.field == Field::Offset || piece.field == Field::OffsetWithColon) {
            offset = &piece;
            continue;
        }
        char* place = out.data() + begin + piece.place;
        int number = number_of(piece.field, fields);
        if (piece.field == Field::Year) {
            put_two_digits(number / 100, place);
            number %= 100;
            place += 2;
        }
        put_two_digits(number, place);
    }
    if (offset != nullptr) {
        std::string text;
        append_offset(fields.offset.value_or(std::chrono::minutes(0)), offset->field == Field::Offset ? "" : ":", text);
        out.insert(begin + offset->place, text);
    }
}

std::string TimeFormat::pattern() const {
    const std::string minute = std::string(":") + sixty_pattern;
    if (is_iso()) {
        return std::string(year_pattern) + "-" + month_pattern + "-" + day_pattern + "[T ]" + hour_pattern + minute +
               "(" + minute + "([.,][0-9]+)?)?" + offset_pattern + "?";
    }
    constexpr std::array<const char*, 8> patterns = {year_pattern,  month_pattern, day_pattern,    hour_pattern,
                                                     sixty_pattern, sixty_pattern, offset_pattern, offset_pattern};
    std::string text;
    for (const Piece& piece : pieces_) {
        text.append(escaped(piece.before)).append(patterns[static_cast<std::size_t>(piece.field)]);
    }
    return text + escaped(end_);
}

}  // namespace gridlore::mapping
