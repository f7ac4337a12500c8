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

std::string line(Format format, std::string_view event, std::initializer_list<Field> fields) {
    return format == Format::Json ? json_members(event, fields) : text_line(event, fields);
}

}  // namespace

class Log::Implementation {
  public:
    Implementation(const Settings& settings, int file_descriptor)
        : format_(settings.format),
          logger_("gridlore", std::make_shared<GatheringSink>(file_descriptor, [format = settings.format](auto count) {
                      return line(format, "log-lines-dropped", {{"lines", static_cast<std::int64_t>(count)}});
                  })) {
        logger_.set_level(to_spdlog(settings.level));
        logger_.set_formatter(
            std::make_unique<spdlog::pattern_formatter>(pattern_of(format_), spdlog::pattern_time_type::utc));
    }

    void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
        if (logger_.should_log(to_spdlog(level))) {
            logger_.log(to_spdlog(level), line(format_, event, fields));
        }
    }

  private:
    Format format_;
    spdlog::logger logger_;
};

Log::Log(const Settings& settings, int file_descriptor)
    : implementation_(std::make_unique<Implementation>(settings, file_descriptor)) {}

Log::~Log() = default;

void Log::write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    implementation_->write(level, event, fields);
}

}  // namespace gridlore::logging
