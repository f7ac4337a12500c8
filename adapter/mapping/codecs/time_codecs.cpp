#include <date/date.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapter/mapping/codecs/codec_messages.h"
#include "adapter/mapping/codecs/codecs.h"
#include "adapter/mapping/codecs/moment.h"
#include "adapter/mapping/codecs/time_forms.h"
#include "adapter/mapping/codecs/zone_clock.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::mapping {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// The first three digits of a fraction.
milliseconds milliseconds_of(std::string_view fraction) {
    int number = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        number = number * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
    }
    return milliseconds(number);
}

/// `2021-03-28 01:00`
std::string minute_of(date::local_seconds time) {
    return date::format("%F %R", time);
}

std::string second_of(date::sys_seconds time) {
    std::string text;
    write_date_time(time, {}, text);
    return text;
}

/// What the codec writes of a term, as JSON; for schemas.
std::string example_of(const Codec& codec, std::string_view lexical, std::string_view datatype) {
    std::string room;
    std::string json;
    if (const auto value = codec.lower({rdf::TermKind::Literal, lexical, datatype, {}}, room)) {
        append_json(*value, json);
    }
    return json;
}

class DateTimeCodec final : public Codec {
  public:
    DateTimeCodec(TimeForms forms, ZoneClock clock, Repeated repeated, std::optional<seconds> end_of)
        : forms_(std::move(forms)), clock_(std::move(clock)), repeated_(repeated), end_of_(end_of) {}

    Result<rdf::TermView> lift(const JsonScalar& value, CodecMemory& memory, std::string& room) const override {
        const auto reading = forms_.read(value);
        if (!reading) {
            return reading.error();
        }
        const milliseconds fraction = milliseconds_of(reading->fraction);
        const auto time = reading->offset ? date::sys_seconds(reading->time.time_since_epoch() - *reading->offset)
                                          : time_of(reading->time, fraction, memory);
        if (!time) {
            return time.error();
        }
        memory = {(time->time_since_epoch() + fraction).count(), reading->is_iso};
        write_date_time(*time - interval(), reading->fraction, room);
        return from_local_text(room, room);
    }

    Result<JsonScalar> lower(const rdf::TermView& term, std::string& room) const override {
        if (term.kind != rdf::TermKind::Literal ||
            (term.datatype != rdf::xsd_date_time && term.datatype != xsd_date_time_stamp)) {
            return unexpected(term, "a literal of xsd:dateTime");
        }
        const auto moment = moment_of(term);
        if (!moment) {
            return unexpected(term, "a valid time, such as 2021-09-27T09:00:00Z");
        }
        return lower(*moment, room, [&] { return shown(term); });
    }

    Result<JsonScalar> lower_inline(rdf::TermId id, std::string& room) const override {
        const rdf::InlineInstant instant =
            rdf::inline_space(id) == rdf::InlineSpace::DateTime ? rdf::inline_instant(id) : rdf::InlineInstant{1, {}};
        if (instant.milliseconds % 1000 != 0) {
            return Codec::lower_inline(id, room);
        }
        const date::sys_seconds time(seconds(instant.milliseconds / 1000));
        return lower({instant.zone_minutes.has_value(), time, {}}, room, [&] {
            std::string text;
            return shown(rdf::inline_view(id, text));
        });
    }

    Result<rdf::TermView> from_local_text(std::string_view text, std::string&) const override {
        return rdf::TermView{rdf::TermKind::Literal, text, rdf::xsd_date_time, {}};
    }

    CodecPtr written_as_iso() const override {
        auto forms = forms_.iso_first();
        return forms ? std::make_shared<DateTimeCodec>(std::move(*forms), clock_, repeated_, end_of_) : nullptr;
    }

    std::string describe() const override {
        return "dateTime " + forms_.list() + " in " + clock_.zone() +
               (end_of_ ? ", the end of " + std::to_string(end_of_->count()) + " seconds" : "");
    }

    Schema schema() const override {
        const bool is_iso = forms_.is_only_one() && forms_.written().is_iso();
        return {.types = {"string"},
                .format = is_iso ? "date-time" : "",
                .pattern = is_iso ? "" : forms_.pattern(),
                .values = {},
                .example = example_of(*this, "2021-09-27T09:00:00Z", rdf::xsd_date_time)};
    }

  private:
    seconds interval() const { return end_of_.value_or(seconds(0)); }

    /// `shown`: the term, for people.
    template <typename Shown>
    Result<JsonScalar> lower(const Moment& moment, std::string& room, Shown shown) const {
        const auto begin = moment.is_zoned
                               ? moment.time
                               : time_of(date::local_seconds(moment.time.time_since_epoch()), milliseconds(0), {});
        if (!begin) {
            return begin.error();
        }
        const date::sys_seconds time = *begin + interval();
        const seconds offset = clock_.offset_at(time);
        ClockFields fields = fields_of(date::local_seconds(time.time_since_epoch() + offset));
        fields.fraction = moment.fraction;
        const TimeFormat& form = forms_.form_for(fields);
        if (auto fault = adapt(fields, time, offset, form)) {
            return std::move(*fault);
        }
        if (const char* const lack = form.lacks(fields)) {
            return invalid_input(shown() + " does not fit in the form \"" + form.text() + "\", which has no " + lack);
        }
        room.clear();
        form.write(fields, room);
        return JsonScalar{JsonKind::String, room};
    }

    /// When the zone's clock shows that.
    Result<date::sys_seconds> time_of(date::local_seconds time, milliseconds fraction,
                                      const CodecMemory& memory) const {
        const ZoneClock::Times times = clock_.times_of(time);
        if (times.count == 1) {
            return times.times[0];
        }
        if (times.count == 0) {
            const ZoneClock::Gap gap = clock_.gap_at(time);
            return invalid_input(minute_of(time) + " never comes in " + clock_.zone() + ", whose clock goes from " +
                                 minute_of(gap.from) + " to " + minute_of(gap.to) +
                                 " there; whoever writes the time must mend it, or write UTC");
        }
        switch (repeated_) {
            case Repeated::First:
                return times.times[0];
            case Repeated::Second:
                return times.times[1];
            case Repeated::InOrder:
                return next_of(times, fraction, memory);
            case Repeated::Refuse:
                break;
        }
        return comes_twice(times, "declare `repeated: first`, `second` or `in-order`, or a form with `%z`");
    }

    /// The earliest that is later than the last time in the list.
    Result<date::sys_seconds> next_of(const ZoneClock::Times& times, milliseconds fraction,
                                      const CodecMemory& memory) const {
        for (const date::sys_seconds time : times.times) {
            if (!memory.milliseconds || (time.time_since_epoch() + fraction).count() > *memory.milliseconds) {
                return time;
            }
        }
        return comes_twice(times, "`repeated: in-order` tells by the time before it in the list, and that is later");
    }

    Error comes_twice(const ZoneClock::Times& times, const std::string& how_to_mend) const {
        const date::local_seconds time(times.times[0].time_since_epoch() + clock_.offset_at(times.times[0]));
        return invalid_input(minute_of(time) + " comes twice in " + clock_.zone() + ", as " +
                             second_of(times.times[0]) + " and as " + second_of(times.times[1]) + "; " + how_to_mend);
    }

    /// Makes `fields`, what the clock shows at a time, what `form` says of it; an error if that would not be read back
    /// as this time.
    std::optional<Error> adapt(ClockFields& fields, date::sys_seconds time, seconds offset,
                               const TimeFormat& form) const {
        if (form.is_iso()) {
            const std::string_view fraction = fields.fraction;
            fields = fields_of(date::local_seconds(time.time_since_epoch()));
            fields.fraction = fraction;
            return std::nullopt;
        }
        if (!form.has_offset()) {
            return fault_of_reading_back(date::local_seconds(time.time_since_epoch() + offset), time);
        }
        fields.offset = std::chrono::duration_cast<minutes>(offset);
        if (*fields.offset != offset) {
            return invalid_input("at " + second_of(time) + " the clock of " + clock_.zone() +
                                 " was off UTC by seconds, which the form \"" + form.text() + "\" cannot say");
        }
        return std::nullopt;
    }

    std::optional<Error> fault_of_reading_back(date::local_seconds local, date::sys_seconds time) const {
        if (repeated_ == Repeated::InOrder) {
            return std::nullopt;
        }
        const ZoneClock::Times times = clock_.times_of(local);
        const std::size_t read = repeated_ == Repeated::Second ? times.count - 1 : 0;
        if (times.count < 2 || (repeated_ != Repeated::Refuse && times.times.at(read) == time)) {
            return std::nullopt;
        }
        return comes_twice(times,
                           "to write both declare `repeated: in-order`, or a form that says which it is: `iso`, "
                           "or one with `%z`");
    }

    TimeForms forms_;
    ZoneClock clock_;
    Repeated repeated_;
    std::optional<seconds> end_of_;
};

class DateCodec final : public Codec {
  public:
    explicit DateCodec(TimeForms forms) : forms_(std::move(forms)) {}

    Result<rdf::TermView> lift(const JsonScalar& value, CodecMemory& memory, std::string& room) const override {
        const auto reading = forms_.read(value);
        if (!reading) {
            return reading.error();
        }
        memory.is_iso = reading->is_iso;
        static const TimeFormat canonical = *TimeFormat::parse("iso", TimeFormat::Of::Date);
        room.clear();
        canonical.write(fields_of(reading->time), room);
        return from_local_text(room, room);
    }

    Result<JsonScalar> lower(const rdf::TermView& term, std::string& room) const override {
        if (term.kind != rdf::TermKind::Literal || term.datatype != xsd_date) {
            return unexpected(term, "a literal of xsd:date");
        }
        const auto moment = moment_of(term);
        if (!moment || moment->is_zoned) {
            return unexpected(term, "a valid day without a time zone, such as 2021-09-27");
        }
        const ClockFields fields = fields_of(date::local_seconds(moment->time.time_since_epoch()));
        const TimeFormat& form = forms_.form_for(fields);
        if (const char* const lack = form.lacks(fields)) {
            return invalid_input(shown(term) + " does not fit in the form \"" + form.text() + "\", which has no " +
                                 lack);
        }
        room.clear();
        form.write(fields, room);
        return JsonScalar{JsonKind::String, room};
    }

    Result<rdf::TermView> from_local_text(std::string_view text, std::string&) const override {
        return rdf::TermView{rdf::TermKind::Literal, text, xsd_date, {}};
    }

    CodecPtr written_as_iso() const override {
        auto forms = forms_.iso_first();
        return forms ? std::make_shared<DateCodec>(std::move(*forms)) : nullptr;
    }

    std::string describe() const override { return "date " + forms_.list(); }

    Schema schema() const override {
        const std::string& form = forms_.written().text();
        const bool is_full_date = forms_.is_only_one() && (form == "iso" || form == "%Y-%m-%d");
        return {.types = {"string"},
                .format = is_full_date ? "date" : "",
                .pattern = is_full_date ? "" : forms_.pattern(),
                .values = {},
                .example = example_of(*this, "2021-09-27", xsd_date)};
    }

  private:
    TimeForms forms_;
};

}  // namespace

Result<CodecPtr> date_time_codec(TimeForm form) {
    auto forms = TimeForms::parse(form.formats, TimeFormat::Of::DateTime);
    if (!forms) {
        return std::move(forms).error();
    }
    auto clock = ZoneClock::of(form.zone);
    if (!clock) {
        return std::move(clock).error();
    }
    if (form.end_of && *form.end_of <= seconds(0)) {
        return invalid_input("the interval that a time is the end of must be longer than nothing, such as 15min");
    }
    return CodecPtr(std::make_shared<DateTimeCodec>(std::move(*forms), std::move(*clock), form.repeated, form.end_of));
}

Result<CodecPtr> date_codec(const std::vector<std::string>& formats) {
    auto forms = TimeForms::parse(formats, TimeFormat::Of::Date);
    if (!forms) {
        return std::move(forms).error();
    }
    return CodecPtr(std::make_shared<DateCodec>(std::move(*forms)));
}

}  // namespace gridlore::mapping
