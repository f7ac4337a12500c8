#include "adapter/main/logging/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "adapter/main/logging/log_line.h"

namespace gridlore::logging {
namespace {

/// What `use` writes to a log.
template <typename Use>
std::string written(const Settings& settings, Use use) {
    std::FILE* file = std::tmpfile();
    {
        Log log(settings, ::fileno(file));
        use(log);
    }
    std::rewind(file);
    std::string text(1 << 16, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file));
    std::fclose(file);
    return text;
}

TEST(LogLine, QuotesOnlyWhatNeedsIt) {
    EXPECT_EQ(text_line("request", {{"path", "/rest/sc"}, {"status", 200}, {"id", "a b"}, {"empty", ""}}),
              R"(request path=/rest/sc status=200 id="a b" empty="")");
}

TEST(LogLine, LetsNoClientForgeALine) {
    EXPECT_EQ(text_line("request", {{"path", "/x\nfake level=error \x1b[2J"}}),
              R"(request path="/x\nfake level=error \u001b[2J")");
    EXPECT_EQ(json_members("request", {{"path", "\xff\"}"}}), R"("event":"request","path":"\ufffd\"}")");
}

TEST(Log, WritesOneLineForEachEvent) {
    const auto text = written({}, [](Log& log) {
        log.write(Level::Info, "ready", {{"port", 8280}});
        log.write(Level::Warning, "late");
    });
    EXPECT_EQ(text.find(" info ready port=8280\n"), std::string("2026-01-01T00:00:00.000Z").size()) << text;
    EXPECT_TRUE(text.ends_with("Z warning late\n")) << text;
}

TEST(Log, WritesJsonObjects) {
    const auto text = written({Level::Info, Format::Json}, [](Log& log) {
        log.write(Level::Info, "request", {{"method", "GET"}, {"status", 200}});
    });
    const auto object = nlohmann::json::parse(text);
    EXPECT_EQ(object["event"], "request");
    EXPECT_EQ(object["method"], "GET");
    EXPECT_EQ(object["status"], 200);
    EXPECT_EQ(object["level"], "info");
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
    EXPECT_EQ(written({Level::Warning, Format::Text}, [](Log& log) { log.write(Level::Info, "request"); }), "");
    EXPECT_EQ(written({Level::Off, Format::Text}, [](Log& log) { log.write(Level::Error, "broken"); }), "");
}

}  // namespace
}  // namespace gridlore::logging
