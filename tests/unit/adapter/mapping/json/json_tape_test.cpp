#include "adapter/mapping/json/json_tape.h"

#include <gtest/gtest.h>

#include "tests/unit/adapter/mapping/json/told_json.h"

namespace gridlore::mapping {
namespace {

JsonTape tape_of_a_list() {
    JsonTape tape;
    tape.begin_list();
    tape.begin_object();
    tape.key("a");
    tape.begin_list();
    tape.scalar({JsonKind::Number, "1"});
    tape.scalar({JsonKind::Null, "null"});
    tape.end_list();
    tape.key("");
    tape.scalar({JsonKind::Boolean, "true"});
    tape.end_object();
    tape.scalar({JsonKind::String, "text"});
    tape.end_list();
    return tape;
}

TEST(JsonTape, TellsWhatItWasTold) {
    const JsonTape tape = tape_of_a_list();
    ToldJson sink;
    EXPECT_TRUE(JsonTape::Reader(tape).value(sink));
    EXPECT_EQ(sink.text(), "[ { 'a' [ 1 null ] '' true } \"text\" ] ");
}

TEST(JsonTape, TellsTheElementsOfItsListOneByOne) {
    const JsonTape tape = tape_of_a_list();
    EXPECT_EQ(tape.length(), 2);
    JsonTape::Reader reader(tape);
    reader.enter_list();
    ToldJson first;
    EXPECT_TRUE(reader.value(first));
    EXPECT_EQ(first.text(), "{ 'a' [ 1 null ] '' true } ");
    ToldJson second;
    EXPECT_TRUE(reader.value(second));
    EXPECT_EQ(second.text(), "\"text\" ");
}

TEST(JsonTape, IsWholeOutsideOfObjectsAndLists) {
    JsonTape tape;
    tape.begin_list();
    EXPECT_FALSE(tape.is_whole());
    tape.begin_object();
    tape.end_object();
    EXPECT_FALSE(tape.is_whole());
    tape.end_list();
    EXPECT_TRUE(tape.is_whole());
}

TEST(JsonTape, StopsWhenTheSinkHasEnough) {
    const JsonTape tape = tape_of_a_list();
    ToldJson sink(2);
    EXPECT_FALSE(JsonTape::Reader(tape).value(sink));
    EXPECT_EQ(sink.text(), "[ { ");
}

}  // namespace
}  // namespace gridlore::mapping
