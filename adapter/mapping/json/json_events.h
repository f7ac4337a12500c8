/// JSON text becomes events: the text comes in pieces, cut anywhere, and values go out whole.
/// Source: RFC 8259. Numbers keep their text, and members that come twice are both told.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "adapter/mapping/json/json_scalar.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

/// Whom the events are told, in the order of the text. Views end with the call. False: enough, no more is told.
class JsonSink {
  public:
    JsonSink() = default;
    JsonSink(const JsonSink&) = delete;
    JsonSink& operator=(const JsonSink&) = delete;
    virtual ~JsonSink() = default;

    virtual bool begin_object() = 0;
    virtual bool key(std::string_view name) = 0;  ///< the member's value is what follows
    virtual bool end_object() = 0;
    virtual bool begin_list() = 0;
    virtual bool end_list() = 0;
    virtual bool scalar(const JsonScalar& value) = 0;
};

struct JsonLimits {
    std::size_t depth = 64;                          ///< objects and lists in each other
    std::size_t value_bytes = std::size_t{1} << 20;  ///< of one string, number or member's name
};

/// Reads one JSON value. Confined; after an error or a false it must not be written to again. Memory: the value that a
/// piece's end cuts, and a word for each object and list that is open.
class JsonEvents {
  public:
    /// `sink` must outlive it.
    JsonEvents(JsonSink& sink, const JsonLimits& limits);
    ~JsonEvents();
    JsonEvents(const JsonEvents&) = delete;
    JsonEvents& operator=(const JsonEvents&) = delete;

    /// False: the sink had enough. InvalidInput: it is no JSON, or not UTF-8; the message begins with line and column
    /// in the whole text. LimitExceeded: the message has no place, for that is where the sink is.
    Result<bool> write(std::string_view piece);
    /// The same for what does not stand in the text itself: it counts for no place.
    Result<bool> insert(std::string_view text);
    /// For what stands in the text but is not read.
    void skip(std::string_view text);
    /// The end of the text.
    Result<bool> finish();

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace gridlore::mapping
