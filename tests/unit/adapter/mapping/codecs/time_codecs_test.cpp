#include <date/tz.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/time_value.h"
#include "tests/unit/adapter/mapping/codecs/codec_calls.h"

namespace gridlore::mapping {
namespace {

using rdf::Term;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

constexpr const char* minute_form = "%Y/%m/%d %H:%M";
constexpr const char* second_form = "%Y-%m-%d %H.%M.%S";

Term time_term(std::string lexical) {
    return Term::literal(std::move(lexical), std::string(rdf::xsd_date_time));
}

Term day_term(std::string lexical) {
    return Term::literal(std::move(lexical), std::string(rdf::xsd_ns) + "date");
}

template <typename Duration>
Term time_term(date::sys_time<Duration> time) {
    return time_term(date::format("%FT%TZ", date::floor<seconds>(time)));
}

CodecPtr codec_of(std::vector<std::string> formats, std::string zone = "", Repeated repeated = Repeated::Refuse,
                  std::optional<seconds> end_of = std::nullopt) {
    return made(date_time_codec({std::move(formats), std::move(zone), repeated, end_of}));
}

CodecPtr lisbon(Repeated repeated = Repeated::Refuse) {
    return codec_of({minute_form, "iso"}, "Europe/Lisbon", repeated);
}

JsonConstant string_of(std::string text) {
    return {JsonKind::String, std::move(text)};
}

struct Change {
    const char* zone;
    date::local_days day;
};

/// The days on which clocks change in 2021.
std::vector<Change> changes() {
    using namespace date::literals;
    return {{"Europe/Lisbon", date::local_days(2021_y / 3 / 28)},
            {"Europe/Lisbon", date::local_days(2021_y / 10 / 31)},
            {"Europe/Berlin", date::local_days(2021_y / 3 / 28)},
            {"Europe/Berlin", date::local_days(2021_y / 10 / 31)},
            {"Australia/Lord_Howe", date::local_days(2021_y / 10 / 3)},
            {"Australia/Lord_Howe", date::local_days(2021_y / 4 / 4)}};
}

TEST(DateTimeCodec, ReadsTheZonesClockAndWritesUtc) {
    EXPECT_EQ(lifted(lisbon(), json_string("2021/09/27 10:00")), time_term("2021-09-27T09:00:00Z"));
    EXPECT_EQ(lifted(lisbon(), json_string("2021/01/01 00:15")), time_term("2021-01-01T00:15:00Z"));
    EXPECT_EQ(lowered(lisbon(), time_term("2021-09-27T09:00:00Z")), string_of("2021/09/27 10:00"));
    EXPECT_EQ(lowered(lisbon(), time_term("2021-09-27T11:00:00+02:00")), string_of("2021/09/27 10:00"));
    EXPECT_EQ(lowered(lisbon(), time_term("2021-09-27T09:07:00+00:07")), string_of("2021/09/27 10:00"));
    EXPECT_EQ(lowered(lisbon(), time_term("2021-09-27T10:00:00")), string_of("2021/09/27 10:00"));
    EXPECT_EQ(lowered(lisbon(), time_term("2021-09-26T24:00:00")), string_of("2021/09/27 00:00"));
    EXPECT_EQ(lowered(lisbon(), Term::literal("2021-09-27T09:00:00Z", std::string(rdf::xsd_ns) + "dateTimeStamp")),
              string_of("2021/09/27 10:00"));
}

TEST(DateTimeCodec, KnowsWhenEachMinuteOfADayOfChangeComes) {
    for (const auto& [zone, day] : changes()) {
        const date::time_zone* const known = date::locate_zone(zone);
        const CodecPtr first = codec_of({minute_form}, zone, Repeated::First);
        const CodecPtr second = codec_of({minute_form}, zone, Repeated::Second);
        const CodecPtr refusing = codec_of({minute_form}, zone);
        int odd = 0;
        for (auto shown = date::local_seconds(day); shown < day + date::days(1); shown += minutes(1)) {
            const std::string text = date::format("%Y/%m/%d %H:%M", shown);
            const date::local_info info = known->get_info(shown);
            if (info.result == date::local_info::nonexistent) {
                EXPECT_THAT(lift_error(first, json_string(text)), HasSubstr("never comes in " + std::string(zone)));
                EXPECT_THAT(lift_error(refusing, json_string(text)), HasSubstr("never comes"));
                ++odd;
                continue;
            }
            const Term earlier = time_term(known->to_sys(shown, date::choose::earliest));
            const Term later = time_term(known->to_sys(shown, date::choose::latest));
            EXPECT_EQ(lifted(first, json_string(text)), earlier);
            EXPECT_EQ(lifted(second, json_string(text)), later);
            EXPECT_EQ(lowered(first, earlier), string_of(text));
            EXPECT_EQ(lowered(second, later), string_of(text));
            if (info.result == date::local_info::ambiguous) {
                EXPECT_THAT(lift_error(refusing, json_string(text)), HasSubstr("comes twice in " + std::string(zone)));
                EXPECT_THAT(lower_error(refusing, earlier), HasSubstr("comes twice"));
                EXPECT_THAT(lower_error(refusing, later), HasSubstr("comes twice"));
                EXPECT_THAT(lower_error(first, later), HasSubstr("comes twice"));
                EXPECT_THAT(lower_error(second, earlier), HasSubstr("comes twice"));
                ++odd;
            } else {
                EXPECT_EQ(lifted(refusing, json_string(text)), earlier);
                EXPECT_EQ(lowered(refusing, earlier), string_of(text));
            }
        }
        EXPECT_EQ(odd, std::string(zone) == "Australia/Lord_Howe" ? 30 : 60) << zone;
    }
}

TEST(DateTimeCodec, InOrderWritesAndReadsEachMinuteOfADayOfChange) {
    for (const auto& [zone, day] : changes()) {
        const date::time_zone* const known = date::locate_zone(zone);
        const auto begin = known->to_sys(date::local_seconds(day));
        const auto end = known->to_sys(date::local_seconds(day + date::days(1)));
        for (const int step : {1, 5, 15}) {
            const CodecPtr codec = codec_of({minute_form}, zone, Repeated::InOrder);
            CodecMemory memory;
            for (auto time = begin; time < end; time += minutes(step)) {
                const auto text = lowered(codec, time_term(time));
                ASSERT_TRUE(text);
                EXPECT_EQ(text->text, date::format("%Y/%m/%d %H:%M", date::make_zoned(known, time)));
                EXPECT_EQ(lift_with(codec, text->view(), memory), time_term(time)) << zone;
                EXPECT_EQ(memory.milliseconds, std::chrono::milliseconds(time.time_since_epoch()).count());
            }
        }
    }
}

TEST(DateTimeCodec, InOrderTakesTheFirstWithoutAListAndRefusesOneThatDescends) {
    const CodecPtr codec = lisbon(Repeated::InOrder);
    EXPECT_EQ(lifted(codec, json_string("2021/10/31 01:30")), time_term("2021-10-31T00:30:00Z"));
    CodecMemory memory;
    EXPECT_EQ(lift_with(codec, json_string("2021/10/31 01:30"), memory), time_term("2021-10-31T00:30:00Z"));
    EXPECT_EQ(lift_with(codec, json_string("2021/10/31 01:15"), memory), time_term("2021-10-31T01:15:00Z"));
    std::string why;
    EXPECT_FALSE(lift_with(codec, json_string("2021/10/31 01:15"), memory, &why));
    EXPECT_EQ(why,
              "2021-10-31 01:15 comes twice in Europe/Lisbon, as 2021-10-31T00:15:00Z and as 2021-10-31T01:15:00Z; "
              "`repeated: in-order` tells by the time before it in the list, and that is later");
}

TEST(DateTimeCodec, AgreesWithTheLibraryAtAnyTime) {
    std::mt19937_64 random(5);
    const auto earliest = date::sys_days(date::year(1890) / 1 / 1).time_since_epoch();
    const auto latest = date::sys_days(date::year(2037) / 1 / 1).time_since_epoch();
    std::uniform_int_distribution<std::int64_t> times(seconds(earliest).count(), seconds(latest).count());
    for (const char* zone : {"Europe/Lisbon", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "Asia/Manila",
                             "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin", "UTC"}) {
        const date::time_zone* const known = date::locate_zone(zone);
        const CodecPtr codec = codec_of({second_form}, zone, Repeated::InOrder);
        for (int round = 0; round < 2000; ++round) {
            const date::sys_seconds time{seconds(times(random))};
            const auto text = lowered(codec, time_term(time));
            ASSERT_TRUE(text);
            EXPECT_EQ(text->text, date::format("%Y-%m-%d %H.%M.%S", date::make_zoned(known, time)));
            CodecMemory memory{std::chrono::milliseconds(time.time_since_epoch()).count() - 1};
            EXPECT_EQ(lift_with(codec, text->view(), memory), time_term(time)) << zone;
        }
    }
}

TEST(DateTimeCodec, KnowsTheClocksOfYearsThatTheDatabaseDoesNotList) {
    EXPECT_EQ(lifted(lisbon(), json_string("2050/07/01 12:00")), time_term("2050-07-01T11:00:00Z"));
    EXPECT_EQ(lifted(lisbon(), json_string("2050/01/01 12:00")), time_term("2050-01-01T12:00:00Z"));
    EXPECT_EQ(lowered(lisbon(), time_term("2099-07-01T11:00:00Z")), string_of("2099/07/01 12:00"));
    EXPECT_THAT(lift_error(lisbon(), json_string("2050/03/27 01:30")), HasSubstr("never comes"));
    EXPECT_THAT(lift_error(lisbon(), json_string("2050/10/30 01:30")), HasSubstr("comes twice"));
    const CodecPtr lord_howe = codec_of({minute_form}, "Australia/Lord_Howe");
    EXPECT_EQ(lifted(lord_howe, json_string("2050/01/01 12:00")), time_term("2050-01-01T01:00:00Z"));
    EXPECT_EQ(lifted(lord_howe, json_string("2050/07/01 12:00")), time_term("2050-07-01T01:30:00Z"));
    EXPECT_EQ(lifted(lisbon(), json_string("9999/12/31 23:59")), time_term("9999-12-31T23:59:00Z"));
}

TEST(DateTimeCodec, ReadsIsoWithOrWithoutZone) {
    const CodecPtr codec = codec_of({"iso"}, "Europe/Lisbon");
    const std::pair<const char*, const char*> cases[] = {
        {"2021-09-27T10:00", "2021-09-27T09:00:00Z"},
        {"2021-09-27 10:00:30", "2021-09-27T09:00:30Z"},
        {"2021-09-27T10:00:30Z", "2021-09-27T10:00:30Z"},
        {"2021-09-27T10:00Z", "2021-09-27T10:00:00Z"},
        {"2021-09-27T10:00:30+02:00", "2021-09-27T08:00:30Z"},
        {"2021-09-27T10:00:30-0530", "2021-09-27T15:30:30Z"},
        {"2021-09-27T10:00:30.000Z", "2021-09-27T10:00:30Z"},
        {"2021-09-27T10:00:30.1200Z", "2021-09-27T10:00:30.12Z"},
        {"2021-09-27T10:00:30,5Z", "2021-09-27T10:00:30.5Z"},
        {"2021-09-27T10:00:30.1234567890123456789Z", "2021-09-27T10:00:30.1234567890123456789Z"},
        {"2021-09-27T24:00:00Z", "2021-09-28T00:00:00Z"},
        {"2021-12-31T24:00", "2022-01-01T00:00:00Z"},
        {"0000-01-01T00:00:00+01:00", "-0001-12-31T23:00:00Z"},
        {"9999-12-31T23:00:00-01:00", "10000-01-01T00:00:00Z"},
    };
    for (const auto& [text, lexical] : cases) {
        EXPECT_EQ(lifted(codec, json_string(text)), time_term(lexical)) << text;
        const Term canonical = time_term(lexical);
        const auto value = rdf::date_time_value(canonical);
        ASSERT_TRUE(value);
        EXPECT_EQ(rdf::canonical_date_time(*value), canonical) << "what is lifted is canonical";
    }
}

TEST(DateTimeCodec, WritesIsoInUtc) {
    const CodecPtr codec = codec_of({"iso"}, "Europe/Lisbon");
    const std::pair<const char*, const char*> cases[] = {
        {"2021-09-27T09:00:00Z", "2021-09-27T09:00:00Z"},
        {"2021-09-27T10:00:00+01:00", "2021-09-27T09:00:00Z"},
        {"2021-09-27T10:00:00", "2021-09-27T09:00:00Z"},
        {"2021-10-31T00:30:00Z", "2021-10-31T00:30:00Z"},
        {"2021-09-27T09:00:00.120Z", "2021-09-27T09:00:00.12Z"},
        {"2021-09-27T09:00:00.001Z", "2021-09-27T09:00:00.001Z"},
        {"2021-09-27T09:00:00.123456789Z", "2021-09-27T09:00:00.123456789Z"},
        {"1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z"},
        {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"},
    };
    for (const auto& [lexical, text] : cases) {
        EXPECT_EQ(lowered(codec, time_term(lexical)), string_of(text)) << lexical;
    }
    EXPECT_EQ(lower_error(codec, time_term("10000-01-01T00:00:00Z")),
              "\"10000-01-01T00:00:00Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime> does not fit in the form "
              "\"iso\", which has no years before 0 and behind 9999");
}

TEST(DateTimeCodec, OfAnyInstantReadsIsoBack) {
    const CodecPtr codec = codec_of({"iso"}, "Europe/Berlin");
    std::mt19937_64 random(6);
    std::uniform_int_distribution<std::int64_t> times(-60'000'000'000, 250'000'000'000);
    for (int round = 0; round < 3000; ++round) {
        std::string lexical = time_term(date::sys_seconds(seconds(times(random)))).text;
        if (random() % 2 == 0) {
            lexical.insert(lexical.size() - 1, "." + std::to_string(random() % 1'000'000 * 10 + 1));
        }
        const auto text = lowered(codec, time_term(lexical));
        ASSERT_EQ(text, string_of(lexical));
        EXPECT_EQ(lifted(codec, text->view()), time_term(lexical));
    }
}

TEST(DateTimeCodec, WithAnOffsetTellsHoursThatComeTwiceApart) {
    const std::pair<const char*, const char*> forms[] = {{"%Y-%m-%dT%H:%M:%S%z", "2021-10-31T01:30:00+0100"},
                                                         {"%Y-%m-%dT%H:%M:%S%Ez", "2021-10-31T01:30:00+01:00"}};
    for (const auto& [form, text] : forms) {
        const CodecPtr codec = codec_of({form}, "Europe/Lisbon");
        EXPECT_EQ(lowered(codec, time_term("2021-10-31T00:30:00Z")), string_of(text));
        EXPECT_EQ(lifted(codec, json_string("2021-10-31T01:30:00+0100")), time_term("2021-10-31T00:30:00Z"));
        EXPECT_EQ(lifted(codec, json_string("2021-10-31T01:30:00+00:00")), time_term("2021-10-31T01:30:00Z"));
        EXPECT_EQ(lifted(codec, json_string("2021-10-31T01:30:00Z")), time_term("2021-10-31T01:30:00Z"));
        EXPECT_EQ(lifted(codec, json_string("2021-10-31T01:30:00-02:30")), time_term("2021-10-31T04:00:00Z"));
        EXPECT_THAT(lower_error(codec, time_term("1900-01-01T00:00:00Z")), HasSubstr("was off UTC by seconds"));
    }
    EXPECT_EQ(lowered(codec_of({"%Y-%m-%dT%H:%M%z"}, "America/St_Johns"), time_term("2021-01-01T12:00:00Z")),
              string_of("2021-01-01T08:30-0330"));
}

TEST(DateTimeCodec, OfAnIntervalsEndHasItsBeginningInRdf) {
    const CodecPtr codec = codec_of({minute_form}, "Europe/Lisbon", Repeated::InOrder, minutes(15));
    EXPECT_EQ(lifted(codec, json_string("2021/09/27 10:00")), time_term("2021-09-27T08:45:00Z"));
    EXPECT_EQ(lifted(codec, json_string("2021/09/27 24:00")), time_term("2021-09-27T22:45:00Z"));
    EXPECT_EQ(lifted(codec, json_string("2021/03/28 02:00")), time_term("2021-03-28T00:45:00Z"));
    EXPECT_EQ(lowered(codec, time_term("2021-09-27T08:45:00Z")), string_of("2021/09/27 10:00"));
    CodecMemory memory;
    const date::time_zone* const known = date::locate_zone("Europe/Lisbon");
    for (auto time = date::sys_seconds(date::sys_days(date::year(2021) / 10 / 30));
         time.time_since_epoch() < seconds(1'635'724'800); time += minutes(15)) {
        const auto text = lowered(codec, time_term(time));
        EXPECT_EQ(text, string_of(date::format("%Y/%m/%d %H:%M", date::make_zoned(known, time + minutes(15)))));
        EXPECT_EQ(lift_with(codec, text->view(), memory), time_term(time));
    }
}

TEST(DateTimeCodec, ReadsAllItsFormsAndWritesTheFirst) {
    const CodecPtr codec = codec_of({minute_form, "%d.%m.%Y", "%Y%m%d%H%M%S", "100%% %Y-%m-%d at %H"}, "Europe/Lisbon");
    EXPECT_EQ(lifted(codec, json_string("27.09.2021")), time_term("2021-09-26T23:00:00Z"));
    EXPECT_EQ(lifted(codec, json_string("20210927100001")), time_term("2021-09-27T09:00:01Z"));
    EXPECT_EQ(lifted(codec, json_string("100% 2021-09-27 at 10")), time_term("2021-09-27T09:00:00Z"));
    EXPECT_EQ(lowered(codec, time_term("2021-09-26T23:00:00Z")), string_of("2021/09/27 00:00"));
    EXPECT_EQ(lowered(codec_of({"%d.%m.%Y"}, "Europe/Lisbon"), time_term("2021-09-26T23:00:00Z")),
              string_of("27.09.2021"));
}

TEST(DateTimeCodec, WritesAnotherFormWhereTheFirstHasNoRoom) {
    EXPECT_EQ(lowered(lisbon(), time_term("2021-09-27T09:00:01Z")), string_of("2021-09-27T09:00:01Z"));
    EXPECT_EQ(lowered(lisbon(), time_term("2021-09-27T09:00:00Z")), string_of("2021/09/27 10:00"));
}

TEST(DateTimeCodec, WritesIsoInsteadIfItReadsThat) {
    const CodecPtr codec = lisbon()->written_as_iso();
    ASSERT_NE(codec, nullptr);
    EXPECT_EQ(lowered(codec, time_term("2021-09-27T09:00:00Z")), string_of("2021-09-27T09:00:00Z"));
    EXPECT_EQ(lifted(codec, json_string("2021/09/27 10:00")), time_term("2021-09-27T09:00:00Z"));
    EXPECT_EQ(codec->written_as_iso(), nullptr);
    EXPECT_EQ(codec_of({minute_form})->written_as_iso(), nullptr);
    EXPECT_EQ(codec_of({"iso"})->written_as_iso(), nullptr);
    EXPECT_EQ(made(literal_codec({"urn:x:type", "", {}, false}))->written_as_iso(), nullptr);
}

TEST(DateTimeCodec, RemembersWhetherATimeWasInIso) {
    CodecMemory memory;
    EXPECT_TRUE(lift_with(lisbon(), json_string("2021/09/27 10:00"), memory));
    EXPECT_FALSE(memory.is_iso);
    EXPECT_TRUE(lift_with(lisbon(), json_string("2021-09-27T09:00:00Z"), memory));
    EXPECT_TRUE(memory.is_iso);
}

TEST(DateTimeCodec, SaysWhatItDoesNotRead) {
    const std::pair<JsonScalar, const char*> cases[] = {
        {json_string("2021-09-27"), "the string \"2021-09-27\" is not of the form \"%Y/%m/%d %H:%M\" or \"iso\""},
        {json_string(""), "the string \"\" is not of the form"},
        {json_string("2021/09/27 10:00 "), "is not of the form"},
        {json_string(" 2021/09/27 10:00"), "is not of the form"},
        {json_string("2021/9/27 10:00"), "is not of the form"},
        {json_string("2021/09/27 10:0x"), "is not of the form"},
        {json_string("2021-09-27T10:00:00."), "is not of the form"},
        {json_string("2021-09-27T10:00:"), "is not of the form"},
        {json_string("2021-09-27T10:00:00z"), "is not of the form"},
        {json_string("2021-09-27T10:00+24:00"), "is not of the form"},
        {json_string("2021-09-27T10:00+01:60"), "is not of the form"},
        {json_string("2021-09-27T10:00+1"), "is not of the form"},
        {json_string("2021/02/29 10:00"), "the string \"2021/02/29 10:00\" is no time: there is no day 2021-02-29"},
        {json_string("2021/13/01 10:00"), "there is no day 2021-13-01"},
        {json_string("2021/00/00 10:00"), "there is no day 2021-00-00"},
        {json_string("2021/01/01 24:01"), "there is no time 24:01:00"},
        {json_string("2021/01/01 25:00"), "there is no time 25:00:00"},
        {json_string("2021/01/01 10:60"), "there is no time 10:60:00"},
        {json_string("2021-01-01T23:59:60Z"), "there is no time 23:59:60"},
        {json_string("2021-01-01T24:00:00.1Z"), "there is no time 24:00:00"},
        {json_number("20210927"), "the number 20210927 is not a string of the form \"%Y/%m/%d %H:%M\" or \"iso\""},
        {{JsonKind::Null, "null"}, "null is not a string of the form"},
        {json_string("2021/03/28 01:30"),
         "2021-03-28 01:30 never comes in Europe/Lisbon, whose clock goes from 2021-03-28 01:00 to 2021-03-28 02:00 "
         "there; whoever writes the time must mend it, or write UTC"},
        {json_string("2021/10/31 01:30"),
         "2021-10-31 01:30 comes twice in Europe/Lisbon, as 2021-10-31T00:30:00Z and as 2021-10-31T01:30:00Z; declare "
         "`repeated: first`, `second` or `in-order`, or a form with `%z`"},
    };
    for (const auto& [value, reason] : cases) {
        EXPECT_THAT(lift_error(lisbon(), value), HasSubstr(reason)) << describe(value);
    }
}

TEST(DateTimeCodec, SaysWhatItDoesNotWrite) {
    const std::pair<Term, const char*> cases[] = {
        {time_term("2021-09-27T09:00:01Z"), "does not fit in the form \"%Y/%m/%d %H:%M\", which has no seconds"},
        {time_term("2021-09-27T09:00:00.5Z"), "which has no fractions of seconds"},
        {time_term("10000-01-01T00:00:00Z"), "which has no years before 0 and behind 9999"},
        {time_term("-0001-01-01T00:00:00Z"), "which has no years before 0 and behind 9999"},
        {time_term("2021-09-27"), "is not a valid time, such as 2021-09-27T09:00:00Z"},
        {time_term("2021-02-29T09:00:00Z"), "is not a valid time"},
        {Term::string("2021-09-27T09:00:00Z"), "is not a literal of xsd:dateTime"},
        {Term::iri("urn:x"), "<urn:x> is not a literal of xsd:dateTime"},
        {time_term("2021-03-28T01:30:00"), "2021-03-28 01:30 never comes in Europe/Lisbon"},
        {time_term("2021-10-31T01:30:00"), "2021-10-31 01:30 comes twice in Europe/Lisbon"},
        {time_term("2021-10-31T00:30:00Z"),
         "2021-10-31 01:30 comes twice in Europe/Lisbon, as 2021-10-31T00:30:00Z and as 2021-10-31T01:30:00Z; to write "
         "both declare `repeated: in-order`, or a form that says which it is: `iso`, or one with `%z`"},
    };
    const CodecPtr minutes_alone = codec_of({minute_form}, "Europe/Lisbon");
    for (const auto& [term, reason] : cases) {
        EXPECT_THAT(lower_error(minutes_alone, term), HasSubstr(reason)) << term.text;
    }
    EXPECT_THAT(lower_error(codec_of({"%Y/%m/%d %H"}), time_term("2021-09-27T09:01:00Z")), HasSubstr("has no minutes"));
    EXPECT_THAT(lower_error(codec_of({"%Y/%m/%d"}), time_term("2021-09-27T09:00:00Z")), HasSubstr("has no hours"));
}

TEST(DateTimeCodec, IsNotMadeOfAWrongDeclaration) {
    const std::pair<TimeForm, const char*> cases[] = {
        {{{}, "", Repeated::Refuse, {}}, "needs a form"},
        {{{"iso"}, "Europe/Lisbn", Repeated::Refuse, {}},
         "there is no time zone `Europe/Lisbn`; did you mean `Europe/Lisbon`?"},
        {{{"iso"}, "../../etc/passwd", Repeated::Refuse, {}}, "there is no time zone"},
        {{{"%Y/%m"}, "", Repeated::Refuse, {}}, "names no day; it needs %Y, %m and %d, or be `iso`"},
        {{{"%Y/%m/%d %M"}, "", Repeated::Refuse, {}}, "has a smaller unit of time without the larger one"},
        {{{"%Y/%m/%d %H:%S"}, "", Repeated::Refuse, {}}, "has a smaller unit of time without the larger one"},
        {{{"%Y/%m/%d %d"}, "", Repeated::Refuse, {}}, "has a field twice"},
        {{{"%Y/%m/%d %z%Ez"}, "", Repeated::Refuse, {}}, "has a field twice"},
        {{{"%y/%m/%d"}, "", Repeated::Refuse, {}}, "has `%y`; what is known is %Y %m %d %H %M %S %z %Ez"},
        {{{"%Y/%m/%d%"}, "", Repeated::Refuse, {}}, "has `%`; what is known"},
        {{{"iso"}, "", Repeated::Refuse, seconds(0)}, "must be longer than nothing"},
    };
    for (const auto& [form, reason] : cases) {
        EXPECT_THAT(making_error(date_time_codec(form)), HasSubstr(reason));
    }
}

TEST(DateTimeCodec, DescribesItself) {
    EXPECT_EQ(lisbon()->describe(), "dateTime \"%Y/%m/%d %H:%M\" or \"iso\" in Europe/Lisbon");
    EXPECT_EQ(codec_of({"iso"}, "", Repeated::Refuse, minutes(15))->describe(),
              "dateTime \"iso\" in UTC, the end of 900 seconds");
    const Codec::Schema schema = codec_of({minute_form}, "Europe/Lisbon")->schema();
    EXPECT_EQ(schema.format, "");
    EXPECT_EQ(schema.pattern, "^([0-9]{4}/(0[1-9]|1[0-2])/(0[1-9]|[12][0-9]|3[01]) ([01][0-9]|2[0-4]):[0-5][0-9])$");
    EXPECT_EQ(schema.example, "\"2021/09/27 10:00\"");
    EXPECT_EQ(codec_of({"iso"})->schema().format, "date-time");
    EXPECT_EQ(codec_of({"iso"})->schema().pattern, "");
    EXPECT_EQ(lisbon()->schema().format, "");
    EXPECT_THAT(codec_of({"%Y.%m.%d"})->schema().pattern, HasSubstr("[0-9]{4}\\.("));
}

TEST(DateCodec, ReadsAndWritesDays) {
    const CodecPtr codec = made(date_codec({"%d/%m/%Y", "iso"}));
    EXPECT_EQ(lifted(codec, json_string("27/09/2021")), day_term("2021-09-27"));
    EXPECT_EQ(lifted(codec, json_string("2021-09-27")), day_term("2021-09-27"));
    EXPECT_EQ(lowered(codec, day_term("2021-09-27")), string_of("27/09/2021"));
    for (auto day = date::sys_days(date::year(1899) / 12 / 25); day < date::sys_days(date::year(2101) / 1 / 9);
         day += date::days(1)) {
        const std::string text = date::format("%d/%m/%Y", day);
        EXPECT_EQ(lifted(codec, json_string(text)), day_term(date::format("%F", day)));
        EXPECT_EQ(lowered(codec, day_term(date::format("%F", day))), string_of(text));
    }
}

TEST(DateCodec, WritesIsoInsteadIfItReadsThat) {
    const CodecPtr codec = made(date_codec({"%d/%m/%Y", "iso"}))->written_as_iso();
    ASSERT_NE(codec, nullptr);
    EXPECT_EQ(lowered(codec, day_term("2021-09-27")), string_of("2021-09-27"));
    EXPECT_EQ(lifted(codec, json_string("27/09/2021")), day_term("2021-09-27"));
    EXPECT_EQ(made(date_codec({"%d/%m/%Y"}))->written_as_iso(), nullptr);
    CodecMemory memory;
    EXPECT_TRUE(lift_with(codec, json_string("27/09/2021"), memory));
    EXPECT_FALSE(memory.is_iso);
}

TEST(DateCodec, SaysWhatItDoesNotTake) {
    const CodecPtr codec = made(date_codec({"%d/%m/%Y"}));
    EXPECT_EQ(lift_error(codec, json_string("2021-09-27")),
              "the string \"2021-09-27\" is not of the form \"%d/%m/%Y\"");
    EXPECT_THAT(lift_error(codec, json_string("31/09/2021")), HasSubstr("there is no day 2021-09-31"));
    EXPECT_THAT(lift_error(codec, json_number("1")), HasSubstr("is not a string of the form"));
    EXPECT_THAT(lower_error(codec, time_term("2021-09-27T00:00:00Z")), HasSubstr("is not a literal of xsd:date"));
    EXPECT_THAT(lower_error(codec, day_term("2021-09-31")), HasSubstr("is not a valid day without a time zone"));
    EXPECT_THAT(lower_error(codec, day_term("2021-09-27Z")), HasSubstr("is not a valid day without a time zone"));
    EXPECT_THAT(lower_error(codec, day_term("12021-09-27")), HasSubstr("has no years before 0 and behind 9999"));
    EXPECT_THAT(making_error(date_codec({})), HasSubstr("needs a form"));
    EXPECT_THAT(making_error(date_codec({"%Y-%m"})), HasSubstr("names no day; it needs %Y, %m and %d"));
    EXPECT_THAT(making_error(date_codec({"%Y-%m-%d %H"})), HasSubstr("a time is a `dateTime`"));
}

TEST(DateCodec, DescribesItself) {
    EXPECT_EQ(made(date_codec({"%d/%m/%Y"}))->describe(), "date \"%d/%m/%Y\"");
    EXPECT_EQ(made(date_codec({"%d/%m/%Y"}))->schema().example, "\"27/09/2021\"");
    EXPECT_EQ(made(date_codec({"iso"}))->schema().format, "date");
    EXPECT_EQ(made(date_codec({"%d/%m/%Y"}))->schema().pattern,
              "^((0[1-9]|[12][0-9]|3[01])/(0[1-9]|1[0-2])/[0-9]{4})$");
}

}  // namespace
}  // namespace gridlore::mapping
