#include "adapter/main/commands/progress_line.h"

#include <gmock/gmock.h>

#include <sstream>

namespace gridlore::commands {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::chrono::duration<double> ten_seconds(10);

TEST(ProgressText, TellsTheShareTheRateAndWhatIsLeft) {
    EXPECT_EQ(progress_text({25'000'000, 100'000'000, 1'234'567}, ten_seconds),
              "[#####               ]  25%  2.5 MB/s  1,234,567 quads  0:30 left");
}

TEST(ProgressText, TellsThatWhatIsReadIsBeingStored) {
    EXPECT_EQ(progress_text({100'000'000, 100'000'000, 5}, ten_seconds),
              "[####################] 100%  10.0 MB/s  5 quads  read, being stored");
}

TEST(ProgressText, HasHoursForWhatTakesLong) {
    EXPECT_THAT(progress_text({1'000'000, 3'700'000'000, 0}, ten_seconds), HasSubstr("10:16:30 left"));
}

TEST(ProgressText, OfAnUnknownLengthTellsTheRateOnly) {
    EXPECT_EQ(progress_text({5'000'000, {}, 7}, ten_seconds), "0.5 MB/s  7 quads");
}

TEST(ProgressText, IsNeverBeyondTheEnd) {
    EXPECT_THAT(progress_text({200, 100, 1}, ten_seconds), HasSubstr("100%"));
    EXPECT_THAT(progress_text({0, 0, 0}, std::chrono::duration<double>(0)), Not(HasSubstr("nan")));
}

TEST(ProgressLine, WritesNothingForWhatIsDoneAtOnce) {
    for (const bool is_terminal : {false, true}) {
        std::ostringstream out;
        {
            ProgressLine line(out, is_terminal, "a.ttl");
            line.show({1, 2, 3});
        }
        EXPECT_EQ(out.str(), "");
    }
}

TEST(Grouped, SetsThousandsApart) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1000), "1,000");
    EXPECT_EQ(grouped(12'345'678), "12,345,678");
}

}  // namespace
}  // namespace gridlore::commands
