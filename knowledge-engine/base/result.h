/// `Result<T>`: the outcome of whatever can fail because of input, data or the outside world.
///
/// Has the names of `std::expected`, which this compiler lacks in C++20 mode, so that a later switch is a rename.
/// Value types; as safe to share between threads as the `T` inside.
#pragma once

#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace gridlore {

/// What went wrong, as far as a caller may want to react to it. The ways in turn it into their own codes.
enum class ErrorKind : std::uint8_t {
    InvalidInput,   ///< the request or document is at fault; the message says how to mend it
    NotFound,       ///< what was named does not exist
    Conflict,       ///< what was named exists already, or is in a state that excludes the request
    LimitExceeded,  ///< a configured bound was reached; the message names it
    Unavailable,    ///< something outside (or a part that is stopping) does not answer
    Internal,       ///< a defect of ours
};

/// Where in a text an input is at fault. Lines and columns count from 1; columns count bytes, and 0 is one not known.
struct TextPosition {
    std::size_t line = 0;
    std::size_t column = 0;
    friend bool operator==(const TextPosition&, const TextPosition&) = default;
};

struct Error {
    ErrorKind kind = ErrorKind::Internal;
    std::string message;                        ///< for a person: what was expected, what was found, how to mend it
    std::optional<TextPosition> position = {};  ///< set where a text was read
};

/// The message with the place before it: `line 2, column 4: …`.
inline std::string placed_message(const Error& error) {
    if (!error.position) {
        return error.message;
    }
    const auto [line, column] = *error.position;
    return "line " + std::to_string(line) + (column == 0 ? "" : ", column " + std::to_string(column)) + ": " +
           error.message;
}

inline Error invalid_input(std::string message) {
    return {ErrorKind::InvalidInput, std::move(message)};
}

inline Error not_found(std::string message) {
    return {ErrorKind::NotFound, std::move(message)};
}

/// Either a `T` or an `Error`.
template <typename T>
class [[nodiscard]] Result {
  public:
    using value_type = T;

    template <typename U = T>
    requires(std::is_convertible_v<U&&, T> && !std::is_same_v<std::remove_cvref_t<U>, Error> &&
             !std::is_same_v<std::remove_cvref_t<U>, Result>)
        Result(U&& value)  // NOLINT(bugprone-forwarding-reference-overload): the constraint keeps copies and moves out
        : state_(std::in_place_index<0>, std::forward<U>(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    /// Precondition of these four: `has_value()`.
    T& value() & { return assert(has_value()), std::get<0>(state_); }
    const T& value() const& { return assert(has_value()), std::get<0>(state_); }
    T&& value() && { return assert(has_value()), std::move(std::get<0>(state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    /// Precondition: `!has_value()`.
    Error& error() & { return assert(!has_value()), std::get<1>(state_); }
    const Error& error() const& { return assert(!has_value()), std::get<1>(state_); }
    Error&& error() && { return assert(!has_value()), std::move(std::get<1>(state_)); }

    /// `f(value)`, which returns a `Result`, or this error.
    template <typename F>
    auto and_then(F&& f) && -> std::invoke_result_t<F, T&&> {
        if (!has_value()) {
            return std::move(*this).error();
        }
        return std::forward<F>(f)(std::move(*this).value());
    }

  private:
    std::variant<T, Error> state_;
};

/// Success without a value, or an `Error`.
template <>
class [[nodiscard]] Result<void> {
  public:
    using value_type = void;

    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    bool has_value() const { return !error_.has_value(); }
    explicit operator bool() const { return has_value(); }
    const Error& error() const& { return assert(!has_value()), *error_; }
    Error&& error() && { return assert(!has_value()), std::move(*error_); }

  private:
    std::optional<Error> error_;
};

}  // namespace gridlore
