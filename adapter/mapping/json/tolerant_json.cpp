#include "adapter/mapping/json/tolerant_json.h"

namespace gridlore::mapping {
namespace {

/// No word that means something is longer.
constexpr std::size_t longest_word = 5;

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_number(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

}  // namespace

Result<bool> TolerantJson::write(std::string_view piece) {
    piece_ = piece;
    from_ = 0;
    for (std::size_t at = 0; at < piece.size(); ++at) {
        if (Result<bool> done = character(at); !done || !*done) {
            return done;
        }
    }
    if (within_ == Within::Word || within_ == Within::Remark) {
        drop(piece.size());
        return true;
    }
    return hand_over(piece.size());
}

Result<bool> TolerantJson::finish() {
    if (within_ == Within::Remark) {
        return events_.insert("(");
    }
    if (within_ == Within::Word) {
        if (Result<bool> done = end_word(); !done || !*done) {
            return done;
        }
    }
    return events_.finish();
}

Result<bool> TolerantJson::character(std::size_t at) {
    const char c = piece_[at];
    switch (within_) {
        case Within::String:
            if (c == '"' && !is_escape_) {
                within_ = Within::Nothing;
                is_after_value_ = true;
            }
            is_escape_ = c == '\\' && !is_escape_;
            return true;
        case Within::Remark:
            return remark(at);
        case Within::Number:
            if (is_number(c)) {
                return true;
            }
            within_ = Within::Nothing;
            is_after_value_ = true;
            return structure(at);
        case Within::Word:
            if (is_word(c) && word_.size() <= longest_word) {
                word_ += c;
                return true;
            }
            drop(at);
            if (Result<bool> done = end_word(); !done || !*done) {
                return done;
            }
            return structure(at);
        case Within::Nothing:
            break;
    }
    return structure(at);
}

Result<bool> TolerantJson::structure(std::size_t at) {
    const char c = piece_[at];
    if (c == ',') {
        return comma(at);
    }
    if (c == '}' || c == ']') {
        return end_list_or_object(at);
    }
    if (c == '(' && is_after_value_) {
        within_ = Within::Remark;
        return hand_over(at);
    }
    if (is_word(c)) {
        return begin_word(at);
    }
    if (c == '"' || c == '{' || c == '[' || is_number(c)) {
        depth_ += c == '{' || c == '[' ? 1 : 0;
        within_ = c == '"' ? Within::String : is_number(c) ? Within::Number : Within::Nothing;
        return begin_value(at);
    }
    if (c == ':') {
        is_after_value_ = false;
    }
    return true;
}

Result<bool> TolerantJson::comma(std::size_t at) {
    const Result<bool> done = hand_over(at);
    drop(at + 1);
    if (is_after_value_ && !has_comma_) {
        has_comma_ = true;
    } else if (done && *done) {
        warn_("a comma too many is left out");
    }
    return done;
}

Result<bool> TolerantJson::end_list_or_object(std::size_t at) {
    Result<bool> done = true;
    if (has_comma_) {
        done = hand_over(at);
        warn_("a comma behind the last value is left out");
    }
    depth_ -= depth_ > 0 ? 1 : 0;
    has_comma_ = false;
    is_after_value_ = true;
    return done;
}

/// Another value, or member, is next: a comma belongs before it if one stands before.
Result<bool> TolerantJson::begin_value(std::size_t at) {
    const bool is_next = is_after_value_ && (has_comma_ || depth_ > 0);
    const bool is_missing = is_next && !has_comma_;
    is_after_value_ = false;
    has_comma_ = false;
    if (!is_next) {
        return true;
    }
    if (Result<bool> done = hand_over(at); !done || !*done) {
        return done;
    }
    if (is_missing) {
        warn_("a missing comma is put behind this value");
    }
    return events_.insert(",");
}

Result<bool> TolerantJson::begin_word(std::size_t at) {
    if (Result<bool> done = begin_value(at); !done || !*done) {
        return done;
    }
    within_ = Within::Word;
    word_.assign(1, piece_[at]);
    return hand_over(at);
}

Result<bool> TolerantJson::end_word() {
    within_ = Within::Nothing;
    is_after_value_ = true;
    if (word_ != "Yes" && word_ != "No") {
        return events_.insert(word_);
    }
    Result<bool> done = events_.insert("\"" + word_ + "\"");
    if (done && *done) {
        warn_("the word " + word_ + " without quotes is taken as a string");
    }
    return done;
}

Result<bool> TolerantJson::remark(std::size_t at) {
    const char c = piece_[at];
    if (c == ')') {
        within_ = Within::Nothing;
        drop(at + 1);
        warn_("a remark in parentheses is left out");
        return true;
    }
    // These belong to JSON: the parenthesis is none of a remark.
    const bool is_none = std::string_view("\"{}[]:\n").find(c) != std::string_view::npos;
    return is_none ? events_.insert("(") : Result<bool>(true);
}

Result<bool> TolerantJson::hand_over(std::size_t until) {
    const std::string_view text = piece_.substr(from_, until - from_);
    from_ = until;
    return events_.write(text);
}

void TolerantJson::drop(std::size_t until) {
    events_.skip(piece_.substr(from_, until - from_));
    from_ = until;
}

}  // namespace gridlore::mapping
