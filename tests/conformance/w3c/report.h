/// Counts tests by suite, and knows which are expected to fail. Confined to one thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "knowledge-engine/base/result.h"

namespace gridlore::w3c {

/// Why a test failed; nothing if it passed.
using Failure = std::optional<std::string>;

class Report {
  public:
    /// Lines of `file`: the suite, a test's IRI and the reason, with tabs between them; `#` begins a comment.
    static Result<Report> with_expected_failures(const std::filesystem::path& file);

    void count(const std::string& suite, const std::string& test, const Failure& failure);
    /// A suite that could not be run at all.
    void lose(const std::string& suite, const std::string& reason);
    /// Prints each suite as `name: passed N / total M`, and then the closing line that scripts/test_counts.py reads.
    /// True if all is as expected: an expected failure that passes is none.
    bool finish();

  private:
    struct Suite {
        std::size_t passed = 0;
        std::size_t total = 0;
    };
    std::map<std::string, Suite> suites_;
    std::map<std::pair<std::string, std::string>, std::string> expected_;  ///< by suite and test
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    std::size_t passed_ = 0;
    std::size_t failed_ = 0;
    std::size_t excused_ = 0;
};

}  // namespace gridlore::w3c
