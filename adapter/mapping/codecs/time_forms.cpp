#include "adapter/mapping/codecs/time_forms.h"

#include <utility>

#include "adapter/mapping/codecs/codec_messages.h"

namespace gridlore::mapping {

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
            return TimeReading{*time, fields->fraction, fields->offset};
        }
        fault = invalid_input(describe(value) + " is no time: " + time.error().message);
    }
    return fault ? std::move(*fault) : unexpected(value, "of the form " + list());
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
