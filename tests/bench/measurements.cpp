#include "tests/bench/measurements.h"

#include <array>
#include <cstdio>
#include <fstream>

namespace gridlore::bench {
namespace {

constexpr std::uint64_t seconds_per_day = 86'400;
constexpr std::uint64_t first_second = 1'704'067'200;  // 2024-01-01
constexpr std::string_view rdf_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
constexpr std::string_view saref = "https://saref.etsi.org/core/";
constexpr std::string_view volt = "<http://www.ontology-of-units-of-measure.org/resource/om-2/volt>";

/// Year, month and day of a number of days since 1970 (proleptic Gregorian calendar).
std::array<unsigned, 3> civil_day(std::uint64_t days) {
    const std::uint64_t shifted = days + 719'468;
    const std::uint64_t era = shifted / 146'097;
    const std::uint64_t day_of_era = shifted % 146'097;
    const std::uint64_t year = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::uint64_t day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    const std::uint64_t month = (5 * day_of_year + 2) / 153;
    const auto day = static_cast<unsigned>(day_of_year - (153 * month + 2) / 5 + 1);
    const auto civil_month = static_cast<unsigned>(month < 10 ? month + 3 : month - 9);
    return {static_cast<unsigned>(year + era * 400 + (civil_month <= 2 ? 1 : 0)), civil_month, day};
}

void append(std::string& triples, std::string_view subject, std::string_view predicate, std::string_view object) {
    triples.append(subject).append(" ").append(predicate).append(" ").append(object).append(" .\n");
}

std::string saref_term(std::string_view name) {
    return "<" + std::string(saref) + std::string(name) + ">";
}

}  // namespace

std::string meter_iri(std::uint64_t meter) {
    return "https://dso.example/meter/" + std::to_string(100'000 + meter);
}

std::string quarter_hour(std::uint64_t number) {
    const std::uint64_t second = first_second + number * 900;
    const auto [year, month, day] = civil_day(second / seconds_per_day);
    const std::uint64_t of_day = second % seconds_per_day;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04u-%02u-%02uT%02u:%02u:00Z", year, month, day,
                  static_cast<unsigned>(of_day / 3600), static_cast<unsigned>(of_day / 60 % 60));
    return text.data();
}

void Measurements::append_reading(std::string& triples) {
    static const std::string made_execution = saref_term("madeExecution");
    static const std::string observation_class = saref_term("Observation");
    static const std::string made_by = saref_term("madeBy");
    static const std::string observes = saref_term("observes");
    static const std::string has_timestamp = saref_term("hasTimestamp");
    static const std::string has_result = saref_term("hasResult");
    static const std::string value_class = saref_term("PropertyValue");
    static const std::string has_value = saref_term("hasValue");
    static const std::string measured_in = saref_term("isMeasuredIn");
    static const std::string value_of = saref_term("isValueOfProperty");

    const std::uint64_t meter_number = number_ % meters;
    const std::uint64_t time = number_ / meters;
    ++number_;
    const std::string meter = "<" + meter_iri(meter_number) + ">";
    const std::string property = "<" + meter_iri(meter_number) + "/U1>";
    const std::string observation = "<" + meter_iri(meter_number) + "/observation/" + std::to_string(time) + ">";
    const std::string result = "<" + meter_iri(meter_number) + "/observation/" + std::to_string(time) + "/result>";
    const std::uint64_t hundredths = 22'000 + random_() % 2'000;
    std::string volts = std::to_string(hundredths / 100) + "." + std::to_string(hundredths % 100 / 10);
    volts += hundredths % 10 == 0 ? "" : std::to_string(hundredths % 10);

    append(triples, meter, made_execution, observation);
    append(triples, observation, rdf_type, observation_class);
    append(triples, observation, made_by, meter);
    append(triples, observation, observes, property);
    append(triples, observation, has_timestamp,
           "\"" + quarter_hour(time) + "\"^^<http://www.w3.org/2001/XMLSchema#dateTime>");
    append(triples, observation, has_result, result);
    append(triples, result, rdf_type, value_class);
    append(triples, result, has_value, "\"" + volts + "\"^^<http://www.w3.org/2001/XMLSchema#decimal>");
    append(triples, result, measured_in, volt);
    append(triples, result, value_of, property);
}

void write_measurements(const std::filesystem::path& file, std::uint64_t triples, std::uint64_t seed) {
    constexpr std::size_t piece = std::size_t{1} << 20;
    std::ofstream out(file, std::ios::binary);
    Measurements measurements(seed);
    std::string text;
    for (std::uint64_t written = 0; written < triples; written += triples_per_reading) {
        measurements.append_reading(text);
        if (text.size() >= piece) {
            out << text;
            text.clear();
        }
    }
    out << text;
}

}  // namespace gridlore::bench
