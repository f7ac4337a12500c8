#include "adapter/main/logging/log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>

#include "adapter/main/logging/gathering_sink.h"
#include "adapter/main/logging/log_line.h"

namespace gridlore::logging {
namespace {

spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
        case Level::Debug:
            return spdlog::level::debug;
        case Level::Info:
            return spdlog::level::info;
        case Level::Warning:
            return spdlog::level::warn;
        case Level::Error:
            return spdlog::level::err;
        case Level::Off:
            break;
    }
    return spdlog::level::off;
}

const char* pattern_of(Format format) {
    return format == Format::Json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})"
                                  : "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
}

}  // namespace

class Log::Implementation {
  public:
    Implementation(const Settings& settings, int file_descriptor)
        : format_(settings.format),
          sink_(std::make_shared<GatheringSink>(file_descriptor)),
          logger_("gridlore", sink_) {
        logger_.set_level(to_spdlog(settings.level));
        logger_.set_formatter(
            std::make_unique<spdlog::pattern_formatter>(pattern_of(format_), spdlog::pattern_time_type::utc));
    }

    bool writes(Level level) const { return logger_.should_log(to_spdlog(level)); }

    void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
        if (const std::size_t dropped = sink_->take_dropped(); dropped != 0) {
            put(Level::Warning, "log-lines-dropped", {{"lines", static_cast<std::int64_t>(dropped)}});
        }
        put(level, event, fields);
    }

  private:
    void put(Level level, std::string_view event, std::initializer_list<Field> fields) {
        logger_.log(to_spdlog(level), format_ == Format::Json ? json_members(event, fields) : text_line(event, fields));
    }

    Format format_;
    std::shared_ptr<GatheringSink> sink_;
    spdlog::logger logger_;
};

Log::Log(const Settings& settings, int file_descriptor)
    : implementation_(std::make_unique<Implementation>(settings, file_descriptor)) {}

Log::~Log() = default;

bool Log::writes(Level level) const {
    return implementation_->writes(level);
}

void Log::write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (writes(level)) {
        implementation_->write(level, event, fields);
    }
}

}  // namespace gridlore::logging
