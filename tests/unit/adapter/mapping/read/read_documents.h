/// Documents read as tests need it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "adapter/mapping/read/read_document.h"

namespace gridlore::mapping {

inline std::vector<std::string> problems_of(const ReadDocument& read) {
    std::vector<std::string> problems;
    for (const Problem& problem : read.problems) {
        problems.push_back(to_string(problem, "d"));
    }
    return problems;
}

inline std::string lines(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) {
        all.append(text).append("\n");
    }
    return all;
}

/// A document without any problem.
inline std::shared_ptr<const Document> good_document(const std::string& text) {
    const ReadDocument read = read_document(text, "d");
    EXPECT_TRUE(read.document != nullptr && read.problems.empty()) << lines(problems_of(read)) << text;
    return read.document;
}

/// Two lines, so that what follows begins in the third.
inline const std::string heading = "id: test\nprefixes: { ex: \"http://example.org/\" }\n";

}  // namespace gridlore::mapping
