#include "knowledge-engine/rdf/clock_text.h"

#include <array>
#include <chrono>
#include <cstring>

#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::rdf {
namespace {

constexpr std::string_view form = "0000-00-00T00:00:00";  // a 0 stands for any digit

using Word = std::uint64_t;  // eight characters at once

Word word_at(std::string_view text, std::size_t place) {
    Word word = 0;
    std::memcpy(&word, text.data() + place, sizeof word);
    return word;
}

/// What, added to a character that was combined with the form's by exclusive or, sets its highest bit if it is none of
/// the form: 0 to 9 are digits, and all others are to be 0.
constexpr std::array<char, form.size()> slack = [] {
    std::array<char, form.size()> bytes{};
    for (std::size_t i = 0; i < form.size(); ++i) {
        bytes[i] = form[i] == '0' ? 0x7F - 9 : 0x7F;
    }
    return bytes;
}();

bool has_form(std::string_view text) {
    if (text.size() < form.size()) {
        return false;
    }
    constexpr Word highest_bits = 0x8080808080808080;
    Word faults = 0;
    for (const std::size_t place : {std::size_t{0}, std::size_t{8}, form.size() - sizeof(Word)}) {
        const Word difference = word_at(text, place) ^ word_at(form, place);
        faults |= (difference + word_at({slack.data(), slack.size()}, place)) | difference;
    }
    return (faults & highest_bits) == 0;
}

unsigned two_digits(std::string_view text, std::size_t place) {
    return static_cast<unsigned>(text[place] - '0') * 10 + static_cast<unsigned>(text[place + 1] - '0');
}

void write_two(unsigned number, char* place) {
    place[0] = static_cast<char>('0' + number / 10);
    place[1] = static_cast<char>('0' + number % 10);
}

}  // namespace

std::optional<std::int64_t> take_clock_time(std::string_view& text) {
    if (!has_form(text)) {
        return std::nullopt;
    }
    const std::chrono::year year(static_cast<int>(two_digits(text, 0) * 100 + two_digits(text, 2)));
    const std::chrono::year_month_day date(year, std::chrono::month(two_digits(text, 5)),
                                           std::chrono::day(two_digits(text, 8)));
    const unsigned hour = two_digits(text, 11);
    const unsigned minute = two_digits(text, 14);
    const unsigned second = two_digits(text, 17);
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    text.remove_prefix(form.size());
    const std::chrono::seconds day = std::chrono::sys_days(date).time_since_epoch();
    return day.count() + (std::int64_t{hour} * 60 + minute) * 60 + second;
}

bool append_clock_time(std::int64_t seconds, std::string& out) {
    const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const int year = static_cast<int>(date.year());
    if (year < 0 || year > 9999) {
        return false;
    }
    const auto of_day = static_cast<unsigned>((time - day).count());
    out.append(form);
    char* const begin = out.data() + (out.size() - form.size());
    write_two(static_cast<unsigned>(year) / 100, begin);
    write_two(static_cast<unsigned>(year) % 100, begin + 2);
    write_two(static_cast<unsigned>(date.month()), begin + 5);
    write_two(static_cast<unsigned>(date.day()), begin + 8);
    write_two(of_day / 3600, begin + 11);
    write_two(of_day / 60 % 60, begin + 14);
    write_two(of_day % 60, begin + 17);
    return true;
}

}  // namespace gridlore::rdf
