/// One regular expression of REGEX or REPLACE, matched by ICU. Confined to the thread that runs the query.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::query {

class RegularExpression {
  public:
    /// Asked now and then during a long match; true ends it.
    using Interrupted = std::function<bool()>;

    /// Nothing: the pattern or the flags are not well-formed.
    /// Errors: LimitExceeded, the pattern is too long.
    static Result<std::optional<RegularExpression>> compile(std::string_view pattern, std::string_view flags);

    RegularExpression(RegularExpression&&) noexcept;
    RegularExpression& operator=(RegularExpression&&) noexcept;
    ~RegularExpression();

    /// Whether any part of `text` matches.
    /// Errors: LimitExceeded, when it was interrupted or took too much time or memory; so `replace`, too.
    Result<bool> is_found_in(std::string_view text, const Interrupted& interrupted);
    /// `text` with every match replaced. Nothing: the replacement is not well-formed, or the pattern matches the empty
    /// string. LimitExceeded, too: the result has more than `limit` bytes.
    Result<std::optional<std::string>> replace(std::string_view text, std::string_view replacement, std::size_t limit,
                                               const Interrupted& interrupted);

  private:
    struct State;
    explicit RegularExpression(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace gridlore::query
