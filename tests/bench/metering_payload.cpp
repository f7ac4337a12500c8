#include "tests/bench/metering_payload.h"

#include <date/tz.h>

#include <chrono>

namespace gridlore::bench {

std::string metering_elements(std::size_t first, std::size_t count) {
    constexpr date::sys_days begin = date::year(2021) / 1 / 1;
    const date::time_zone* const lisbon = date::locate_zone("Europe/Lisbon");
    std::string text;
    for (std::size_t number = first; number < first + count; ++number) {
        const date::sys_seconds time = begin + std::chrono::minutes(15) * number;
        const std::size_t watts = 100 + number * 7919 % 4000;
        text.append(text.empty() ? "" : ",")
            .append(R"({"Time":")" + date::format("%Y/%m/%d %H:%M", lisbon->to_local(time)))
            .append(R"(","Measurement":)" + std::to_string(watts / 1000) + "." +
                    std::to_string(watts % 1000 + 1000).substr(1))
            .append(R"(,"Unit":"kW"})");
    }
    return text;
}

std::string metering_begin() {
    return R"([{"User/Zone":"U123456","Metering":[)";
}

std::string metering_end() {
    return "]}]";
}

}  // namespace gridlore::bench
