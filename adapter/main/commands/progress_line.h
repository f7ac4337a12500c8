/// How far an import is: on a terminal one line that is written anew, with the rate and the time that is left;
/// elsewhere a line every ten seconds. Confined.
#pragma once

#include <chrono>
#include <ostream>
#include <string>

#include "adapter/import/import.h"

namespace gridlore::commands {

class ProgressLine {
  public:
    using Clock = std::chrono::steady_clock;

    ProgressLine(std::ostream& out, bool is_terminal, std::string name)
        : out_(out), is_terminal_(is_terminal), name_(std::move(name)), begun_(Clock::now()), shown_(begun_) {}
    /// Takes the line away again, so that what is written next has it to itself.
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const importer::Progress& progress);

  private:
    std::ostream& out_;
    bool is_terminal_;
    std::string name_;
    Clock::time_point begun_;
    Clock::time_point shown_;
    bool is_read_ = false;  ///< and that was shown
    std::size_t width_ = 0;
};

/// `[#####     ]  52%  41.3 MB/s  250,000 quads  0:12 left`, after `elapsed`: what is left of reading. Once all is read
/// it says so, and that the store is at work.
std::string progress_text(const importer::Progress& progress, std::chrono::duration<double> elapsed);

/// `1,234,567`
std::string grouped(std::uint64_t number);

}  // namespace gridlore::commands
