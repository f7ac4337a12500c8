#include "adapter/main/logging/log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>

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

/// How many lines there are of an event, or that one of dropped lines tells of.
struct Lines {
    explicit Lines(const std::string& text) {
        constexpr std::string_view notice = " warning log-lines-dropped lines=";
        std::istringstream stream(text);
        for (std::string line; std::getline(stream, line);) {
            const auto at = line.find(notice);
            written += at == std::string::npos ? 1 : 0;
            dropped += at == std::string::npos ? 0 : std::stoi(line.substr(at + notice.size()));
        }
    }
    int written = 0;
    int dropped = 0;
};

/// A pipe, and what arrives at its end.
class Reader {
  public:
    explicit Reader(int flags = 0) { EXPECT_EQ(::pipe2(ends_.data(), flags), 0); }
    ~Reader() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    int end_to_write() const { return ends_[1]; }
    /// All until the other end is closed.
    std::string read() const {
        std::string text;
        std::array<char, 65536> bytes{};
        ssize_t size = 0;
        while ((size = ::read(ends_[0], bytes.data(), bytes.size())) > 0) {
            text.append(bytes.data(), static_cast<std::size_t>(size));
        }
        return text;
    }
    void close_end_to_write() { ::close(std::exchange(ends_[1], -1)); }

  private:
    std::array<int, 2> ends_{};
};

constexpr int many_lines = 12'000;  // more than two buffers, one of them being written, and a pipe hold

void write_many(Log& log) {
    const std::string long_text(1000, 'x');
    for (int i = 0; i < many_lines; ++i) {
        log.write(Level::Error, "broken", {{"what", long_text}});
    }
}

TEST(Log, TellsHowManyLinesASlowReaderCost) {
    Reader reader;
    std::string text;
    std::thread reading;
    {
        Log log({Level::Error, Format::Text}, reader.end_to_write());
        write_many(log);  // nobody reads yet
        reading = std::thread([&] { text = reader.read(); });
    }
    reader.close_end_to_write();
    reading.join();
    const Lines lines(text);
    EXPECT_GT(lines.dropped, 0);
    EXPECT_EQ(lines.written + lines.dropped, many_lines);
}

TEST(Log, WaitsForAReaderThatWouldBlock) {
    Reader reader(0);
    ASSERT_EQ(::fcntl(reader.end_to_write(), F_SETFL, O_NONBLOCK), 0);
    const int few_lines = 1000;
    std::string text;
    std::thread reading([&] { text = reader.read(); });
    {
        Log log({}, reader.end_to_write());
        for (int i = 0; i < few_lines; ++i) {
            log.write(Level::Info, "request", {{"path", std::string(1000, 'x')}});
        }
    }
    reader.close_end_to_write();
    reading.join();
    EXPECT_EQ(Lines(text).written, few_lines);
    EXPECT_EQ(Lines(text).dropped, 0);
}

TEST(Log, CountsWhatCannotBeWritten) {
    Reader reader;
    const int file = ::open("/dev/full", O_WRONLY);
    ASSERT_GE(file, 0);
    {
        Log log({Level::Error, Format::Text}, file);
        log.write(Level::Error, "first");
        log.write(Level::Error, "second");
        std::this_thread::sleep_for(std::chrono::milliseconds(200));  // far longer than lines are gathered
        ASSERT_EQ(::dup2(reader.end_to_write(), file), file);
        log.write(Level::Error, "third");
    }
    ::close(file);
    reader.close_end_to_write();
    const Lines lines(reader.read());
    EXPECT_EQ(lines.written + lines.dropped, 3);
    EXPECT_GE(lines.written, 1);
}

}  // namespace
}  // namespace gridlore::logging
