/// JSON events kept for later: of members that come before what they are read with.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "adapter/mapping/json/json_events.h"

namespace gridlore::mapping {

/// Keeps what it is told, in about as much memory as the text has. Confined.
class JsonTape {
  public:
    void begin_object() { mark(Mark::BeginObject); }
    void key(std::string_view name);
    void end_object() { mark(Mark::EndObject); }
    void begin_list() { mark(Mark::BeginList); }
    void end_list() { mark(Mark::EndList); }
    void scalar(const JsonScalar& value);

    /// False inside of an object or list.
    bool is_whole() const { return depth_ == 0; }
    /// How many values stand in the list that the tape has.
    std::size_t length() const { return length_; }

    class Reader;

  private:
    enum class Mark : char { BeginObject, Key, EndObject, BeginList, EndList, Scalar };

    void mark(Mark mark);
    void text(std::string_view text);
    void count_value();

    std::string bytes_;
    std::size_t depth_ = 0;
    std::size_t length_ = 0;
};

/// Tells what a tape has, from its beginning. Confined; the tape must outlive it, and not grow meanwhile.
class JsonTape::Reader {
  public:
    explicit Reader(const JsonTape& tape) : bytes_(tape.bytes_) {}

    /// The next whole value; false if `sink` had enough. Precondition: there is one.
    bool value(JsonSink& sink);
    /// Goes into the list that is next, to its first value. Precondition: it is a list.
    void enter_list() { at_ += 1; }

  private:
    std::string_view text();

    std::string_view bytes_;
    std::size_t at_ = 0;
};

}  // namespace gridlore::mapping
