#include "tests/support/random_values.h"

#include <array>
#include <chrono>
#include <optional>
#include <stdexcept>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::test {
namespace {

using mapping::Codec;
using mapping::CodecMemory;
using mapping::JsonConstant;
using mapping::JsonKind;
using Seconds = std::chrono::sys_seconds;

constexpr int first_year = 2000;
constexpr int years = 38;
constexpr int most_attempts = 2000;

std::string digits(std::size_t count, std::mt19937_64& random) {
    std::string text;
    while (text.size() < count) {
        text += static_cast<char>('0' + random() % 10);
    }
    return text;
}

std::string random_number(std::mt19937_64& random) {
    std::string text = random() % 3 == 0 ? "-" : "";
    const std::size_t length = random() % 8 == 0 ? 1 + random() % 30 : 1 + random() % 4;
    const std::string whole = digits(length, random);
    const auto first = whole.find_first_not_of('0');
    text += first == std::string::npos ? "0" : whole.substr(first);
    if (random() % 2 == 0) {
        text += "." + digits(1 + random() % (random() % 8 == 0 ? 20 : 3), random);
    }
    if (random() % 10 == 0) {
        text += (random() % 2 == 0 ? "e" : "E-") + digits(1, random);
    }
    return text;
}

std::string random_text(std::mt19937_64& random) {
    static constexpr std::array<const char*, 22> pieces = {"a", "B",    "7",  "ID", "Meter", " ",  "-",    "_",
                                                           ".", "/",    "\"", "\\", "\n",    "\t", "\x01", "é",
                                                           "€", "日本", "😀",  "%",  "{}",    "?x"};
    std::string text;
    for (std::size_t count = random() % 6 + (random() % 20 == 0 ? 0 : 1); count > 0; --count) {
        text += any_of(pieces, random);
    }
    return text;
}

std::string padded(std::int64_t number, std::size_t width) {
    const std::string text = std::to_string(number);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

Seconds change_of_clocks(int year, bool is_spring) {
    using namespace std::chrono;
    const month in = is_spring ? March : October;
    return sys_days(std::chrono::year(year) / in / Sunday[last]) + hours(1);
}

Seconds random_time(std::mt19937_64& random) {
    using namespace std::chrono;
    const int year = first_year + static_cast<int>(random() % years);
    if (random() % 4 == 0) {
        const auto quarters = static_cast<int>(random() % 25) - 12;
        return change_of_clocks(year, random() % 2 == 0) + minutes(15) * quarters;
    }
    const Seconds begin = sys_days(std::chrono::year(year) / January / 1);
    const Seconds time = begin + minutes(15) * (random() % (365 * 96));
    const std::uint64_t exactness = random() % 4;
    return time + (exactness == 0 ? seconds(random() % 900) : exactness == 1 ? minutes(random() % 15) : seconds(0));
}

std::string date_text(Seconds time) {
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
    return padded(static_cast<int>(day.year()), 4) + "-" + padded(static_cast<unsigned>(day.month()), 2) + "-" +
           padded(static_cast<unsigned>(day.day()), 2);
}

std::string time_text(Seconds time) {
    const std::chrono::hh_mm_ss clock(time - std::chrono::floor<std::chrono::days>(time));
    return padded(clock.hours().count(), 2) + ":" + padded(clock.minutes().count(), 2) + ":" +
           padded(clock.seconds().count(), 2);
}

/// What a codec of times writes of a time.
std::optional<JsonConstant> lowered_time(const Codec& codec, std::mt19937_64& random) {
    const Seconds time = random_time(random);
    const std::string xsd(rdf::xsd_ns);
    const std::array<rdf::Term, 2> terms = {
        rdf::Term::literal(date_text(time) + "T" + time_text(time) + "Z", xsd + "dateTime"),
        rdf::Term::literal(date_text(time), xsd + "date")};
    for (const rdf::Term& term : terms) {
        std::string room;
        if (const auto json = codec.lower({term.kind, term.text, term.datatype, term.language}, room)) {
            return JsonConstant{json->kind, std::string(json->text)};
        }
    }
    return std::nullopt;
}

JsonConstant random_scalar(const Codec::Schema& schema, std::mt19937_64& random) {
    const std::string type = schema.types.empty() ? "string" : any_of(schema.types, random);
    if (type == "boolean") {
        return {JsonKind::Boolean, random() % 2 == 0 ? "true" : "false"};
    }
    if (type == "integer" || type == "number") {
        return {JsonKind::Number, random_number(random)};
    }
    switch (random() % 8) {
        case 0:
            return {JsonKind::String, random_number(random)};
        case 1: {
            std::string number = random_number(random);
            number.replace(std::min(number.find('.'), number.size() - 1), 1, ",");
            return {JsonKind::String, number};
        }
        case 2:
            return {JsonKind::String, "https://example.org/" + digits(3, random) + "?é=%20#x"};
        case 3:
            return {JsonKind::String, time_text(random_time(random))};
        default:
            return {JsonKind::String, random_text(random)};
    }
}

std::optional<std::string> lifted(const Codec& codec, const JsonConstant& json, CodecMemory& memory) {
    std::string room;
    const auto term = codec.lift(json.view(), memory, room);
    return term ? std::optional(std::string(term->text)) : std::nullopt;
}

/// What the codec writes of what it reads. Nothing: it does not take it; or reads it another way behind itself or
/// behind its other hour; or reads another form of what it writes (`.7` for 0.7, which is no JSON number).
std::optional<JsonConstant> canonical(const Codec& codec, const JsonConstant& json) {
    CodecMemory memory;
    const auto text = lifted(codec, json, memory);
    CodecMemory before = memory;
    if (before.milliseconds) {
        *before.milliseconds -= 60'000;
    }
    if (!text || lifted(codec, json, memory) != text || lifted(codec, json, before) != text) {
        return std::nullopt;
    }
    std::string room;
    CodecMemory none;
    const auto term = codec.lift(json.view(), none, room);
    std::string other_room;
    const auto lowered = codec.lower(*term, other_room);
    if (!lowered) {
        return std::nullopt;
    }
    const JsonConstant written{lowered->kind, std::string(lowered->text)};
    CodecMemory other;
    return lifted(codec, written, other) == text ? std::optional(written) : std::nullopt;
}

}  // namespace

RandomValue random_value(const Codec& codec, std::mt19937_64& random,
                         const std::function<bool(const std::string& text)>& is_fine) {
    const Codec::Schema schema = codec.schema();
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        std::optional<JsonConstant> json =
            schema.values.empty() ? lowered_time(codec, random) : std::optional(any_of(schema.values, random));
        if (!json) {
            json = random_scalar(schema, random);
        }
        const auto written = canonical(codec, *json);
        if (written && is_fine(json->text) && is_fine(written->text)) {
            return {*json, *written};
        }
    }
    throw std::runtime_error("no value was found for " + codec.describe());
}

}  // namespace gridlore::test
