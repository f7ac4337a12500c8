#include "knowledge-engine/rdf/clock_text.h"

#include <chrono>

#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::rdf {
namespace {

constexpr std::string_view form = "0000-00-00T00:00:00";  // a 0 stands for any digit

bool has_form(std::string_view text) {
    bool fits = text.size() >= form.size();
    for (std::size_t i = 0; fits && i < form.size(); ++i) {
        fits = form[i] == '0' ? is_ascii_digit(text[i]) : text[i] == form[i];
    }
    return fits;
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
