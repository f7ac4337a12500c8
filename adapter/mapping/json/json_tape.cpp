#include "adapter/mapping/json/json_tape.h"

#include <cstring>

namespace gridlore::mapping {

void JsonTape::scalar(const JsonScalar& value) {
    count_value();
    bytes_ += static_cast<char>(Mark::Scalar);
    bytes_ += static_cast<char>(value.kind);
    text(value.text);
}

void JsonTape::key(std::string_view name) {
    bytes_ += static_cast<char>(Mark::Key);
    text(name);
}

void JsonTape::count_value() {
    length_ += depth_ == 1 ? 1 : 0;
}

void JsonTape::mark(Mark mark) {
    if (mark == Mark::BeginObject || mark == Mark::BeginList) {
        count_value();
        ++depth_;
    } else {
        --depth_;
    }
    bytes_ += static_cast<char>(mark);
}

void JsonTape::text(std::string_view text) {
    const std::size_t size = text.size();
    bytes_.append(reinterpret_cast<const char*>(&size), sizeof size);
    bytes_.append(text);
}

std::string_view JsonTape::Reader::text() {
    std::size_t size = 0;
    std::memcpy(&size, bytes_.data() + at_, sizeof size);
    const std::string_view text = bytes_.substr(at_ + sizeof size, size);
    at_ += sizeof size + size;
    return text;
}

bool JsonTape::Reader::value(JsonSink& sink) {
    std::size_t depth = 0;
    bool goes_on = true;
    do {
        switch (static_cast<Mark>(bytes_[at_++])) {
            case Mark::BeginObject:
                ++depth;
                goes_on = sink.begin_object();
                break;
            case Mark::BeginList:
                ++depth;
                goes_on = sink.begin_list();
                break;
            case Mark::EndObject:
                --depth;
                goes_on = sink.end_object();
                break;
            case Mark::EndList:
                --depth;
                goes_on = sink.end_list();
                break;
            case Mark::Key:
                goes_on = sink.key(text());
                continue;  // its value is still to come
            case Mark::Scalar: {
                const auto kind = static_cast<JsonKind>(bytes_[at_++]);
                goes_on = sink.scalar({kind, text()});
                break;
            }
        }
    } while (goes_on && depth > 0);
    return goes_on;
}

}  // namespace gridlore::mapping
