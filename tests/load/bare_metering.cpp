#include "tests/load/bare_metering.h"

#include <boost/url/params_view.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <chrono>

#include "tests/bench/checked.h"

namespace gridlore::load {
namespace {

using std::chrono::seconds;

/// Of digits that are known to be there.
int number(std::string_view text, std::size_t begin, std::size_t size) {
    int value = 0;
    for (const char c : text.substr(begin, size)) {
        value = value * 10 + (c - '0');
    }
    return value;
}

/// `2021/07/01 00:00` or `2021-07-01T00:00:00Z`, up to the minute.
seconds clock_time(std::string_view text) {
    const auto day = date::year(number(text, 0, 4)) / number(text, 5, 2) / number(text, 8, 2);
    return date::sys_days(day).time_since_epoch() + std::chrono::hours(number(text, 11, 2)) +
           std::chrono::minutes(number(text, 14, 2));
}

void append_number(unsigned value, unsigned digits, std::string& out) {
    for (unsigned power = digits == 4 ? 1000 : 10; power > 0; power /= 10) {
        out += static_cast<char>('0' + value / power % 10);
    }
}

/// With `separators` behind year, month, day, hour and minute.
void append_clock_time(seconds time, std::string_view separators, std::string& out) {
    const auto days = std::chrono::floor<date::days>(time);
    const date::year_month_day day{date::sys_days(days)};
    const auto minutes = static_cast<unsigned>((time - days) / std::chrono::minutes(1));
    append_number(static_cast<unsigned>(static_cast<int>(day.year())), 4, out);
    append_number(static_cast<unsigned>(day.month()), 2, out += separators[0]);
    append_number(static_cast<unsigned>(day.day()), 2, out += separators[1]);
    append_number(minutes / 60, 2, out += separators[2]);
    append_number(minutes % 60, 2, out += separators[3]);
}

/// As the database has it.
std::string utc_text(const date::time_zone& zone, std::string_view local) {
    std::string text;
    const auto time = zone.to_sys(date::local_seconds(clock_time(local)), date::choose::earliest);
    append_clock_time(time.time_since_epoch(), "--T:", text);
    return text + ":00Z";
}

}  // namespace

BareMetering::BareMetering(const std::string& file, const std::string& sql)
    : zone_(date::locate_zone("Europe/Lisbon")) {
    check(sqlite3_open_v2(file.c_str(), &database_, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr), SQLITE_OK);
    check(sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement_, nullptr), SQLITE_OK);
}

BareMetering::~BareMetering() {
    sqlite3_finalize(statement_);
    sqlite3_close(database_);
}

std::string BareMetering::answer(std::string_view target) {
    const auto url = boost::urls::parse_origin_form({target.data(), target.size()});
    if (!url) {
        return {};
    }
    std::string user;
    std::string from;
    std::string until;
    for (const auto& parameter : url->params()) {
        const std::string_view name(parameter.key.data(), parameter.key.size());
        std::string* const value = name == "ID"           ? &user
                                   : name == "Start time" ? &from
                                   : name == "End time"   ? &until
                                                          : nullptr;
        if (value != nullptr) {
            value->assign(parameter.value.data(), parameter.value.size());
        }
    }
    constexpr std::size_t size_of_time = 16;
    if (from.size() != size_of_time || until.size() != size_of_time) {
        return {};
    }
    bind(":subject", user);
    bind(":time_from", utc_text(*zone_, from));
    bind(":time_until", utc_text(*zone_, until));
    std::string json = R"([{"User/Zone":")" + user + R"(","Metering":[)";
    int code = sqlite3_step(statement_);
    for (bool is_first = true; code == SQLITE_ROW; code = sqlite3_step(statement_), is_first = false) {
        json += is_first ? R"({"Time":")" : R"(,{"Time":")";
        append_time(text(0), json);
        json.append(R"(","Measurement":)").append(text(1)).append(R"(,"Unit":")").append(text(2)).append("\"}");
    }
    check(code, SQLITE_DONE);
    sqlite3_reset(statement_);
    return json + "]}]";
}

void BareMetering::bind(const char* name, const std::string& value) {
    check(sqlite3_bind_text(statement_, sqlite3_bind_parameter_index(statement_, name), value.data(),
                            static_cast<int>(value.size()), SQLITE_TRANSIENT),
          SQLITE_OK);
}

std::string BareMetering::text(int column) const {
    const auto* const begin = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {begin, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

void BareMetering::append_time(std::string_view utc, std::string& out) {
    const date::sys_seconds time(clock_time(utc));
    if (time < clock_.begin || time >= clock_.end) {
        clock_ = zone_->get_info(time);
    }
    append_clock_time(time.time_since_epoch() + clock_.offset, "// :", out);
}

void BareMetering::check(int code, int expected) const {
    if (code != expected) {
        bench::give_up(std::string("SQLite: ") + sqlite3_errmsg(database_));
    }
}

}  // namespace gridlore::load
