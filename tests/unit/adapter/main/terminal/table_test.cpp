#include "adapter/main/terminal/table.h"

#include <gtest/gtest.h>

namespace gridlore::terminal {
namespace {

TEST(TerminalTable, AlignsColumnsByCharacters) {
    const Table table{{"?name", "?v"}, {{"Évora", "1"}, {"Lisboa Norte", "20"}}};
    EXPECT_EQ(to_string(table, Style(false)),
              "?name         ?v\n"
              "Évora         1\n"
              "Lisboa Norte  20\n");
}

TEST(TerminalTable, UsesColoursOnlyWhereAsked) {
    EXPECT_EQ(Style(true).strong("x"), "\x1b[1mx\x1b[0m");
    EXPECT_EQ(Style(false).strong("x"), "x");
}

}  // namespace
}  // namespace gridlore::terminal
