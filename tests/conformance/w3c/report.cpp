#include "tests/conformance/w3c/report.h"

#include <chrono>
#include <fstream>
#include <iostream>
#include <utility>

namespace gridlore::w3c {

Result<Report> Report::with_expected_failures(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) {
        return not_found("cannot read " + file.string());
    }
    Report report;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#') {
            continue;
        }
        const std::size_t first = line.find('\t');
        const std::size_t second = first == std::string::npos ? first : line.find('\t', first + 1);
        if (second == std::string::npos) {
            return invalid_input(file.string() + ": expected suite, test and reason with tabs between, found " + line);
        }
        report.expected_.emplace(std::pair(line.substr(0, first), line.substr(first + 1, second - first - 1)),
                                 line.substr(second + 1));
    }
    return report;
}

void Report::count(const std::string& suite, const std::string& test, const Failure& failure) {
    Suite& counted = suites_[suite];
    ++counted.total;
    counted.passed += failure ? 0 : 1;
    const auto expected = expected_.find({suite, test});
    if (expected == expected_.end()) {
        ++(failure ? failed_ : passed_);
        if (failure) {
            std::cout << suite << ": failed: " << test << "\n    " << *failure << "\n";
        }
    } else if (failure) {
        ++excused_;
        std::cout << suite << ": fails as expected: " << test << "\n    " << expected->second << "\n";
        expected_.erase(expected);
    } else {
        ++failed_;
        std::cout << suite << ": passed, but is expected to fail: " << test << "\n";
        expected_.erase(expected);
    }
}

void Report::lose(const std::string& suite, const std::string& reason) {
    suites_[suite];
    ++failed_;
    std::cout << suite << ": cannot be run: " << reason << "\n";
}

bool Report::finish() {
    for (const auto& [test, reason] : expected_) {
        std::cout << test.first << ": there is no such test, though it is expected to fail: " << test.second << "\n";
        ++failed_;
    }
    for (const auto& [name, suite] : suites_) {
        std::cout << name << ": passed " << suite.passed << " / total " << suite.total << "\n";
    }
    std::cout << passed_ << " passed, " << failed_ << " failed, " << excused_ << " excused in "
              << std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count() << "s\n";
    return failed_ == 0 && passed_ != 0;
}

}  // namespace gridlore::w3c
