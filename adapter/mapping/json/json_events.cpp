#include "adapter/mapping/json/json_events.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <limits>
#include <string>

#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::mapping {
namespace {

namespace json = boost::json;

/// What the parser is given at once. Up to Boost 1.82 it writes up to three bytes behind its buffer if an escape or a
/// character is cut and the next piece is as long as that buffer (issue 876 of Boost.JSON).
constexpr std::size_t slice_bytes = BOOST_JSON_STACK_BUFFER_SIZE - 4;

/// Gathers the parts in which the parser tells of a value.
class Handler {
  public:
    static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_array_size = max_object_size;
    static constexpr std::size_t max_key_size = max_object_size;
    static constexpr std::size_t max_string_size = max_object_size;

    Handler(JsonSink& sink, std::size_t value_bytes) : sink_(sink), value_bytes_(value_bytes) {}

    bool is_too_long() const { return is_too_long_; }
    bool has_enough() const { return has_enough_; }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code& error) { return told(sink_.begin_object(), error); }
    bool on_object_end(std::size_t, json::error_code& error) { return told(sink_.end_object(), error); }
    bool on_array_begin(json::error_code& error) { return told(sink_.begin_list(), error); }
    bool on_array_end(std::size_t, json::error_code& error) { return told(sink_.end_list(), error); }
    bool on_key_part(json::string_view part, std::size_t, json::error_code& error) { return gather(part, error); }
    bool on_key(json::string_view rest, std::size_t, json::error_code& error) {
        return whole(rest, error, [this](std::string_view text) { return sink_.key(text); });
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code& error) { return gather(part, error); }
    bool on_string(json::string_view rest, std::size_t, json::error_code& error) {
        return scalar(JsonKind::String, rest, error);
    }
    bool on_number_part(json::string_view part, json::error_code& error) { return gather(part, error); }
    bool on_int64(std::int64_t, json::string_view rest, json::error_code& error) {
        return scalar(JsonKind::Number, rest, error);
    }
    bool on_uint64(std::uint64_t, json::string_view rest, json::error_code& error) {
        return scalar(JsonKind::Number, rest, error);
    }
    bool on_double(double, json::string_view rest, json::error_code& error) {
        return scalar(JsonKind::Number, rest, error);
    }
    bool on_bool(bool value, json::error_code& error) {
        return told(sink_.scalar({JsonKind::Boolean, value ? "true" : "false"}), error);
    }
    bool on_null(json::error_code& error) { return told(sink_.scalar({JsonKind::Null, "null"}), error); }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

  private:
    bool told(bool goes_on, json::error_code& error) {
        if (!goes_on) {
            has_enough_ = true;
            error = json::error::exception;
        }
        return goes_on;
    }

    bool fits(std::size_t more, json::error_code& error) {
        if (more > value_bytes_ - gathered_.size()) {
            is_too_long_ = true;
            error = json::error::string_too_large;
        }
        return !is_too_long_;
    }

    bool gather(json::string_view part, json::error_code& error) {
        if (!fits(part.size(), error)) {
            return false;
        }
        gathered_.append(part.data(), part.size());
        return true;
    }

    template <typename Tell>
    bool whole(json::string_view rest, json::error_code& error, const Tell& tell) {
        if (gathered_.empty()) {
            return fits(rest.size(), error) && told(tell({rest.data(), rest.size()}), error);
        }
        const bool goes_on = gather(rest, error) && told(tell(gathered_), error);
        gathered_.clear();
        return goes_on;
    }

    bool scalar(JsonKind kind, json::string_view rest, json::error_code& error) {
        return whole(rest, error, [this, kind](std::string_view text) { return sink_.scalar({kind, text}); });
    }

    JsonSink& sink_;
    const std::size_t value_bytes_;
    std::string gathered_;
    bool is_too_long_ = false;
    bool has_enough_ = false;
};

/// Empty: no character of UTF-8 begins there.
std::string_view first_character(std::string_view text) {
    for (std::size_t size = 1; size <= std::min<std::size_t>(text.size(), 4); ++size) {
        if (rdf::first_invalid_utf8(text.substr(0, size)) == size) {
            return text.substr(0, size);
        }
    }
    return {};
}

/// The character or byte that `text` begins with.
std::string describe_first(std::string_view text) {
    const std::string_view character = first_character(text);
    const auto byte = static_cast<unsigned char>(text.front());
    if (!character.empty() && byte >= 0x20 && byte != 0x7F) {
        return "'" + std::string(character) + "'";
    }
    const std::string_view digits = "0123456789ABCDEF";
    return std::string("the byte 0x") + digits[byte >> 4] + digits[byte & 15];
}

/// What is wrong with the text, of which the parser did not take `rest`.
std::string describe(const json::error_code& error, std::string_view rest) {
    if (error == json::error::incomplete) {
        return "the text ends before its JSON does: something is missing behind it";
    }
    if (error == json::error::exponent_overflow) {
        return "a number whose exponent is too large: it must be less than 2147483648";
    }
    if (error == json::error::expected_hex_digit || error == json::error::illegal_leading_surrogate ||
        error == json::error::illegal_trailing_surrogate) {
        return "an escape that is no character: \\u needs four hexadecimal digits, and a surrogate its other half";
    }
    if (rest.empty()) {
        return "this is no JSON: " + error.message();
    }
    if (first_character(rest).empty()) {
        return "the text must be UTF-8, found " + describe_first(rest);
    }
    return "this is no JSON: found " + describe_first(rest) + ", which cannot stand here";
}

}  // namespace

class JsonEvents::Implementation {
  public:
    Implementation(JsonSink& sink, const JsonLimits& limits)
        : limits_(limits), parser_(options(limits), sink, limits.value_bytes) {}

    Result<bool> write(std::string_view piece) {
        while (!piece.empty()) {
            const std::string_view slice = piece.substr(0, slice_bytes);
            if (Result<bool> done = parse(true, slice); !done || !*done) {
                return done;
            }
            skip(slice);
            piece.remove_prefix(slice.size());
        }
        return true;
    }

    Result<bool> insert(std::string_view text) { return parse(true, text); }

    void skip(std::string_view text) {
        const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
        if (lines > 0) {
            place_.line += lines;
            place_.column = 1;
            text.remove_prefix(text.rfind('\n') + 1);
        }
        place_.column += text.size();
    }

    Result<bool> finish() {
        if (!has_begun_) {
            return invalid_input("line 1, column 1: there is no JSON, the text is empty");
        }
        return parse(false, "");
    }

  private:
    static json::parse_options options(const JsonLimits& limits) {
        json::parse_options options;
        options.max_depth = limits.depth;
        return options;
    }

    Result<bool> parse(bool is_more_to_come, std::string_view slice) {
        has_begun_ = has_begun_ || slice.find_first_not_of(" \t\r\n") != std::string_view::npos;
        json::error_code error;
        const std::size_t taken = parser_.write_some(is_more_to_come, slice.data(), slice.size(), error);
        if (!error && taken == slice.size()) {
            return true;
        }
        if (parser_.handler().has_enough()) {
            return false;
        }
        if (parser_.handler().is_too_long()) {
            return Error{ErrorKind::LimitExceeded,
                         "a string, number or name of more than " + std::to_string(limits_.value_bytes) + " bytes"};
        }
        if (error == json::error::too_deep) {
            return Error{ErrorKind::LimitExceeded,
                         "more than " + std::to_string(limits_.depth) + " objects and lists in each other"};
        }
        return broken(error, slice, taken);
    }

    Error broken(const json::error_code& error, std::string_view slice, std::size_t taken) {
        skip(slice.substr(0, taken));
        const std::string_view rest = slice.substr(taken);
        const std::string what =
            error ? describe(error, rest)
                  : "found " + describe_first(rest) + " behind the end of the JSON: nothing but one value is allowed";
        return invalid_input("line " + std::to_string(place_.line) + ", column " + std::to_string(place_.column) +
                             ": " + what);
    }

    const JsonLimits limits_;
    json::basic_parser<Handler> parser_;
    TextPosition place_{1, 1};  ///< of what comes next
    bool has_begun_ = false;
};

JsonEvents::JsonEvents(JsonSink& sink, const JsonLimits& limits)
    : implementation_(std::make_unique<Implementation>(sink, limits)) {}
JsonEvents::~JsonEvents() = default;

Result<bool> JsonEvents::write(std::string_view piece) {
    return implementation_->write(piece);
}

Result<bool> JsonEvents::insert(std::string_view text) {
    return implementation_->insert(text);
}

void JsonEvents::skip(std::string_view text) {
    implementation_->skip(text);
}

Result<bool> JsonEvents::finish() {
    return implementation_->finish();
}

}  // namespace gridlore::mapping
