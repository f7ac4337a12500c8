#include "adapter/service/circuit.h"

#include <gtest/gtest.h>

namespace gridlore::service {
namespace {

using namespace std::chrono_literals;
using Change = Circuit::Change;

const TimePoint start{std::chrono::hours(1000)};

TEST(Circuit, OpensAfterSeveralFailuresInARow) {
    Circuit circuit(3, 30s);
    EXPECT_EQ(circuit.failed(start), Change::None);
    EXPECT_EQ(circuit.failed(start), Change::None);
    EXPECT_EQ(circuit.succeeded(), Change::None);
    EXPECT_EQ(circuit.failed(start), Change::None);
    EXPECT_EQ(circuit.failed(start), Change::None);
    EXPECT_TRUE(circuit.let_pass(start));
    EXPECT_EQ(circuit.failed(start), Change::Opened);
    EXPECT_FALSE(circuit.let_pass(start));
    EXPECT_FALSE(circuit.let_pass(start + 29s));
}

TEST(Circuit, LetsOneTryOnceItsTimeIsOver) {
    Circuit circuit(1, 30s);
    EXPECT_EQ(circuit.failed(start), Change::Opened);
    EXPECT_TRUE(circuit.let_pass(start + 30s));
    EXPECT_FALSE(circuit.let_pass(start + 30s)) << "one is on its way";
    EXPECT_EQ(circuit.succeeded(), Change::Closed);
    EXPECT_TRUE(circuit.let_pass(start + 30s));
    EXPECT_TRUE(circuit.let_pass(start + 30s));
}

TEST(Circuit, StaysOpenWhereTheTrialFails) {
    Circuit circuit(2, 30s);
    EXPECT_EQ(circuit.failed(start), Change::None);
    EXPECT_EQ(circuit.failed(start), Change::Opened);
    EXPECT_TRUE(circuit.let_pass(start + 30s));
    EXPECT_EQ(circuit.failed(start + 31s), Change::None) << "it was open already";
    EXPECT_FALSE(circuit.let_pass(start + 60s));
    EXPECT_TRUE(circuit.let_pass(start + 61s));
}

TEST(Circuit, ATrialThatWasGivenUpIsFollowedByAnother) {
    Circuit circuit(1, 30s);
    EXPECT_EQ(circuit.failed(start), Change::Opened);
    EXPECT_TRUE(circuit.let_pass(start + 30s));
    circuit.given_up();
    EXPECT_TRUE(circuit.let_pass(start + 30s));
}

TEST(Circuit, AFailureOfBeforeItOpenedDoesNotProlongIt) {
    Circuit circuit(1, 30s);
    EXPECT_TRUE(circuit.let_pass(start));
    EXPECT_TRUE(circuit.let_pass(start));
    EXPECT_EQ(circuit.failed(start), Change::Opened);
    EXPECT_EQ(circuit.failed(start + 10s), Change::None);
    EXPECT_TRUE(circuit.let_pass(start + 30s));
}

}  // namespace
}  // namespace gridlore::service
