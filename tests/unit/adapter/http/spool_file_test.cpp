#include "adapter/http/spool_file.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>

#include "adapter/http/mapped_file.h"

namespace gridlore::http {
namespace {

TEST(SpoolFile, GivesBackWhatWasWritten) {
    auto file = SpoolFile::make(std::make_shared<SpoolFolder>());
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->write(3, "later"));
    ASSERT_TRUE(file->write(0, "now"));
    std::array<char, 8> bytes{};
    ASSERT_TRUE(file->read(0, bytes));
    EXPECT_EQ(std::string_view(bytes.data(), bytes.size()), "nowlater");
}

TEST(SpoolFolder, BoundsAllItsFilesTogether) {
    const auto folder = std::make_shared<SpoolFolder>(10);
    auto first = SpoolFile::make(folder);
    ASSERT_TRUE(first);
    {
        auto second = SpoolFile::make(folder);
        ASSERT_TRUE(second);
        ASSERT_TRUE(first->write(0, "123456"));
        ASSERT_TRUE(second->write(0, "1234"));
        EXPECT_EQ(folder->used(), 10U);
        ASSERT_TRUE(first->write(2, "3456")) << "that much it has already";
        const auto refused = first->write(2, "34567");
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::Unavailable);
    }
    EXPECT_EQ(folder->used(), 6U);
    ASSERT_TRUE(first->write(2, "34567")) << "the other has gone";
}

TEST(SpoolFolder, CountsAFileAsLongAsItIsMapped) {
    const auto folder = std::make_shared<SpoolFolder>(10);
    auto file = SpoolFile::make(folder);
    ASSERT_TRUE(file && file->write(0, "123456"));
    auto mapped = MappedFile::map(*std::move(file), 6);
    ASSERT_TRUE(mapped);
    EXPECT_EQ((*mapped)->bytes(), "123456");
    EXPECT_EQ(folder->used(), 6U);
    mapped->reset();
    EXPECT_EQ(folder->used(), 0U);
}

TEST(SpoolFolder, SaysWhenNothingCanBeWrittenThere) {
    const auto file = SpoolFile::make(std::make_shared<SpoolFolder>(10, "/nowhere/at/all"));
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().kind, ErrorKind::Unavailable);
}

}  // namespace
}  // namespace gridlore::http
