#include "adapter/service/service_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace gridlore::service {
namespace {

using testing::HasSubstr;

/// The only problem, with its place.
std::string problem_of(const std::string& text) {
    const ReadServices read = read_services(text);
    EXPECT_EQ(read.problems.size(), 1U);
    EXPECT_TRUE(read.services.empty());
    EXPECT_TRUE(read.authorities.empty());
    return read.problems.empty() ? "" : mapping::to_string(read.problems.front(), "f");
}

TEST(ServiceFile, NamesTheAuthoritiesOfAService) {
    const ReadServices read =
        read_services("a: { address: HTTPS://a.example, certificate-authorities: a.pem }\nb: { address: http://b }\n");
    EXPECT_TRUE(read.problems.empty());
    EXPECT_EQ(read.services.size(), 2U);
    ASSERT_EQ(read.authorities.size(), 1U);
    EXPECT_EQ(read.authorities.front().service, "a");
    EXPECT_EQ(read.authorities.front().path, "a.pem");
    EXPECT_EQ(read.authorities.front().position, (TextPosition{1, 59}));
}

TEST(ServiceFile, AuthoritiesAreForHttps) {
    for (const char* address : {"http://a.example", "sqlite3:/x", "https", "\"https://a b\""}) {
        EXPECT_THAT(problem_of("a: { certificate-authorities: a.pem, address: " + std::string(address) + " }"),
                    HasSubstr("f:1:31: `certificate-authorities` is for an address of the form `https://…`."))
            << address;
    }
}

TEST(ServiceFile, AuthoritiesAreAFile) {
    for (const char* value : {"[ a.pem ]", "{}", "\"\""}) {
        EXPECT_THAT(problem_of("a: { address: https://a, certificate-authorities: " + std::string(value) + " }"),
                    HasSubstr("f:1:51: `certificate-authorities` is the name of a file; found "))
            << value;
    }
}

TEST(ServiceFile, AServiceThatIsNotCalledNeedsNoAuthorities) {
    const ReadServices read = read_services("a: { address: none, certificate-authorities: a.pem }");
    EXPECT_TRUE(read.problems.empty());
    EXPECT_TRUE(read.authorities.empty());
}

}  // namespace
}  // namespace gridlore::service
