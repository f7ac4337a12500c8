#include "adapter/main/commands/progress_line.h"

#include <fmt/format.h>

#include <algorithm>

namespace gridlore::commands {
namespace {

constexpr std::chrono::milliseconds between_updates(200);
constexpr std::chrono::seconds between_lines(10);

bool is_read(const importer::Progress& progress) {
    return progress.total_bytes && progress.bytes >= *progress.total_bytes;
}

std::string clock_text(double seconds) {
    const auto whole = static_cast<std::uint64_t>(seconds + 0.5);
    return whole < 3600 ? fmt::format("{}:{:02}", whole / 60, whole % 60)
                        : fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3) {
        text.insert(at - 3, ",");
    }
    return text;
}

std::string progress_text(const importer::Progress& progress, std::chrono::duration<double> elapsed) {
    const double seconds = std::max(elapsed.count(), 0.001);
    const double rate = static_cast<double>(progress.bytes) / seconds;
    std::string text;
    if (progress.total_bytes && *progress.total_bytes > 0) {
        const double share =
            std::min(1.0, static_cast<double>(progress.bytes) / static_cast<double>(*progress.total_bytes));
        constexpr std::size_t width = 20;
        const auto full = static_cast<std::size_t>(share * width);
        text = fmt::format("[{}{}] {:3.0f}%  ", std::string(full, '#'), std::string(width - full, ' '), share * 100);
    }
    text += fmt::format("{:.1f} MB/s  {} quads", rate / 1e6, grouped(progress.quads));
    if (is_read(progress)) {
        text += "  read, being stored";  // which tells no progress, and may take as long again
    } else if (progress.total_bytes && rate > 0) {
        const auto left = *progress.total_bytes - std::min(progress.bytes, *progress.total_bytes);
        text += "  " + clock_text(static_cast<double>(left) / rate) + " left";
    }
    return text;
}

void ProgressLine::show(const importer::Progress& progress) {
    const auto now = Clock::now();
    const Clock::duration least = is_terminal_ ? Clock::duration(between_updates) : Clock::duration(between_lines);
    const bool is_news = is_read(progress) && !is_read_ && now - begun_ >= least;
    if (now - shown_ < least && !is_news) {
        return;
    }
    is_read_ = is_read(progress);
    shown_ = now;
    const std::string line = name_ + "  " + progress_text(progress, now - begun_);
    if (!is_terminal_) {
        out_ << line << std::endl;
        return;
    }
    out_ << '\r' << line << std::string(width_ - std::min(width_, line.size()), ' ') << std::flush;
    width_ = line.size();
}

ProgressLine::~ProgressLine() {
    if (width_ > 0) {
        out_ << '\r' << std::string(width_, ' ') << '\r' << std::flush;
    }
}

}  // namespace gridlore::commands
