#include "adapter/mapping/codecs/time_forms.h"

#include <algorithm>
#include <utility>

#include "adapter/mapping/codecs/codec_messages.h"

namespace gridlore::mapping {
namespace {

/// Of times and of days.
bool is_called_iso(const TimeFormat& format) {
    return format.text() == "iso";
}

}  // namespace

Result<TimeForms> TimeForms::parse(const std::vector<std::string>& texts, TimeFormat::Of kind) {
    if (texts.empty()) {
        return invalid_input("a term of times or days needs a form, such as `%Y/%m/%d`");
    }
    TimeForms made;
    for (const std::string& text : texts) {
        auto format = TimeFormat::parse(text, kind);
        if (!format) {
            return std::move(format).error();
        }
        made.formats_.push_back(std::move(*format));
    }
    return made;
}

std::optional<TimeForms> TimeForms::iso_first() const {
    TimeForms forms = *this;
    const auto iso = std::ranges::find_if(forms.formats_, is_called_iso);
    if (iso == forms.formats_.end() || iso == forms.formats_.begin()) {
        return std::nullopt;
    }
    std::rotate(forms.formats_.begin(), iso, iso + 1);
    return forms;
}

Result<TimeReading> TimeForms::read(const JsonScalar& value) const {
    if (value.kind != JsonKind::String) {
        return unexpected(value, "a string of the form " + list());
    }
    std::optional<Error> fault;
    for (const TimeFormat& format : formats_) {
        const auto fields = format.read(value.text);
        if (!fields) {
            continue;
        }
        auto time = local_time_of(*fields);
        if (time) {
            return TimeReading{*time, fields->fraction, fields->offset, is_called_iso(format)};
        }
        fault = invalid_input(describe(value) + " is no time: " + time.error().message);
    }
    return fault ? std::move(*fault) : unexpected(value, "of the form " + list());
}

const TimeFormat& TimeForms::form_for(const ClockFields& fields) const {
    const auto form =
        std::ranges::find_if(formats_, [&](const TimeFormat& format) { return format.lacks(fields) == nullptr; });
    return form == formats_.end() ? written() : *form;
}

std::string TimeForms::list() const {
    std::string text;
    for (const TimeFormat& format : formats_) {
        text.append(text.empty() ? "\"" : " or \"").append(format.text()).append("\"");
    }
    return text;
}

std::string TimeForms::pattern() const {
    std::string text;
    for (const TimeFormat& format : formats_) {
        text.append(text.empty() ? "" : "|").append(format.pattern());
    }
    return "^(" + text + ")$";
}

}  // namespace gridlore::mapping
