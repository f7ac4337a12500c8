/// JSON as people print it: what is missing or too much is put right on its way to the parser (coverage IC-6-Q3 and
/// IC-6-Q4; the examples of InterConnect D4.2, 3.2).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "adapter/mapping/json/json_events.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

/// Lets pass: commas that are missing between values or members, or stand where none is needed; remarks in parentheses
/// behind a value (`"180", (float)`); the words Yes and No without quotes, which are strings. Whatever else is no JSON
/// goes to the parser as it is, which refuses it. Confined.
class TolerantJson {
  public:
    /// Told what was put right, once it has been.
    using Warn = std::function<void(const std::string& message)>;

    /// `events` must outlive it.
    TolerantJson(JsonEvents& events, Warn warn) : events_(events), warn_(std::move(warn)) {}

    /// As those of JsonEvents.
    Result<bool> write(std::string_view piece);
    Result<bool> finish();

  private:
    enum class Within { Nothing, String, Number, Word, Remark };

    Result<bool> character(std::size_t at);
    Result<bool> structure(std::size_t at);
    Result<bool> comma(std::size_t at);
    Result<bool> begin_value(std::size_t at);
    Result<bool> begin_word(std::size_t at);
    Result<bool> end_word();
    Result<bool> remark(std::size_t at);
    Result<bool> end_list_or_object(std::size_t at);
    Result<bool> hand_over(std::size_t until);
    void drop(std::size_t until);

    JsonEvents& events_;
    Warn warn_;
    std::string_view piece_;
    std::size_t from_ = 0;  ///< what the parser has of the piece
    Within within_ = Within::Nothing;
    std::string word_;
    std::size_t depth_ = 0;
    bool is_escape_ = false;
    bool is_after_value_ = false;
    bool has_comma_ = false;  ///< behind that value; kept back until it is known whether another follows
};

}  // namespace gridlore::mapping
