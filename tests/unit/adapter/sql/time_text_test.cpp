#include "adapter/sql/time_text.h"

#include <gtest/gtest.h>

namespace gridlore::sql {
namespace {

struct Case {
    const char* written;
    const char* text;
    bool is_whole;  ///< known as a number
};

class UtcCell : public testing::TestWithParam<Case> {};

TEST_P(UtcCell, IsTheTimeThatIsWritten) {
    std::string room = "what was there before";
    const Cell cell = utc_cell(GetParam().written, room);
    EXPECT_EQ(cell.kind, Kind::Time);
    EXPECT_EQ(cell.text, GetParam().text);
    EXPECT_EQ(cell.time.has_value(), GetParam().is_whole);
    if (cell.time) {
        EXPECT_EQ(utc_text(*cell.time), cell.text);
    }
}

INSTANTIATE_TEST_SUITE_P(All, UtcCell,
                         testing::Values(Case{"2021-09-27T10:00:00Z", "2021-09-27T10:00:00Z", true},
                                         Case{"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", true},
                                         Case{"2021-09-27 10:00:00", "2021-09-27T10:00:00Z", false},
                                         Case{"2021-09-27 10:00", "2021-09-27T10:00:00Z", false},
                                         Case{"2021-09-27T10:00:00+01", "2021-09-27T09:00:00Z", false},
                                         Case{"2021-09-27T10:00:00-01:30", "2021-09-27T11:30:00Z", false},
                                         Case{"2021-09-27T10:00:00.250Z", "2021-09-27T10:00:00.25Z", false},
                                         Case{"2021-09-27T24:00:00Z", "2021-09-28T00:00:00Z", false}));

TEST(UtcCell, IsTextWhereThereIsNoSuchTime) {
    for (const char* const text : {"soon", "", "2021-09-27", "2021-02-30T10:00:00Z", "2021-09-27T10:00:00ZZ",
                                   "2021-09-27T25:00:00Z", "2021-09-27T10:00:00Zulu"}) {
        std::string room;
        const Cell cell = utc_cell(text, room);
        EXPECT_EQ(cell.kind, Kind::Text) << text;
        EXPECT_EQ(cell.text, text);
        EXPECT_FALSE(cell.time);
    }
}

}  // namespace
}  // namespace gridlore::sql
