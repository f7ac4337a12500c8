/// The program's log: one structured line for each event, on standard error. What a line may carry is up to its writer:
/// never a body, a token or a personal datum.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>
#include <variant>

namespace gridlore::logging {

enum class Level : std::uint8_t { Debug, Info, Warning, Error, Off };
/// Text: `time level event key=value …`. Json: an object a line with the same members.
enum class Format : std::uint8_t { Text, Json };

struct Settings {
    Level level = Level::Info;  ///< the least that is written; requests are written at `Info`
    Format format = Format::Text;
};

using Field = std::pair<std::string_view, std::variant<std::string_view, std::int64_t>>;

/// Internally synchronized. Lines are gathered and written by a thread of its own, so that a slow reader of the log
/// delays nobody; at the bound lines are dropped, and a line at whatever level says how many.
class Log {
  public:
    /// Writes to `file_descriptor`, which must stay open.
    explicit Log(const Settings& settings, int file_descriptor = 2);
    /// Writes what is still there.
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    /// `event` is one word; keys are words. Values may be anything: they are quoted and escaped as needed.
    void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace gridlore::logging
