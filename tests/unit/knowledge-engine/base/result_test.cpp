#include "knowledge-engine/base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace gridlore {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) {
        return invalid_input("odd");
    }
    return number / 2;
}

TEST(Result, HoldsAValueOrAnError) {
    const Result<int> good = half(4);
    ASSERT_TRUE(good);
    EXPECT_EQ(*good, 2);
    const Result<int> bad = half(3);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(bad.error().message, "odd");
}

TEST(Result, ChainsUntilTheFirstError) {
    EXPECT_EQ(half(8).and_then(half).and_then(half).value(), 1);
    EXPECT_EQ(half(6).and_then(half).and_then(half).error().message, "odd");
}

TEST(Result, MovesOutWhatCannotBeCopied) {
    Result<std::unique_ptr<int>> owner(std::make_unique<int>(7));
    const std::unique_ptr<int> taken = *std::move(owner);
    EXPECT_EQ(*taken, 7);
    Result<std::string> text(std::string("warm"));
    EXPECT_EQ(text->size(), 4U);
}

TEST(Result, OfNothingIsSuccessUnlessThereIsAnError) {
    EXPECT_TRUE(Result<void>());
    EXPECT_EQ(Result<void>(invalid_input("no")).error().message, "no");
}

TEST(Error, ShowsItsPlaceWhereItHasOne) {
    Error error = invalid_input("expected `.`");
    EXPECT_EQ(placed_message(error), "expected `.`");
    error.position = TextPosition{2, 4};
    EXPECT_EQ(placed_message(error), "line 2, column 4: expected `.`");
    error.position = TextPosition{2, 0};
    EXPECT_EQ(placed_message(error), "line 2: expected `.`");
}

}  // namespace
}  // namespace gridlore
