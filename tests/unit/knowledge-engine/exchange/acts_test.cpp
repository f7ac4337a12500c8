#include <gtest/gtest.h>

#include "knowledge-engine/exchange/compiled.h"
#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

std::vector<std::string> purposes(const std::string& names) {
    std::vector<std::string> iris;
    std::istringstream words(names);
    for (std::string word; words >> word;) {
        iris.push_back(word.find(':') == std::string::npos ? std::string(rdf::ke_ns) + word + "Purpose" : word);
    }
    return iris;
}

struct Case {
    const char* proactive_required;
    const char* proactive_satisfied;
    const char* reactive_required;
    const char* reactive_satisfied;
    bool match;
};

TEST(CommunicativeActs, MatchByTheClosureOfTheirPurposes) {
    const Case cases[] = {
        {"Inform", "Inform", "Inform", "Inform", true},
        {"Inform", "Inform", "Inform", "RetrieveKnowledge", true},
        {"RetrieveKnowledge", "Inform", "Inform", "Inform", false},
        {"", "Inform", "Inform", "Actuation", true},
        {"Actuation", "Inform", "Inform", "Inform", false},
        {"Actuation", "Inform", "Inform", "Inform Actuation", true},
        {"urn:x:p", "Inform", "Inform", "urn:x:p", true},
        {"urn:x:p", "Inform", "Inform", "urn:x:q", false},
        {"Inform", "NewKnowledge", "Inform", "Inform", true},
        {"Inform", "Inform", "NewKnowledge", "Inform", false},
        {"Inform", "NewKnowledge", "NewKnowledge", "Inform", true},
        {"Inform", "NewKnowledge", "ChangedKnowledge", "Inform", false},
        {"Inform Periodic", "Inform", "Inform", "Inform", false},
        {"Inform", "Inform", "Inform Conversion", "Inform", false},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(std::string(one.proactive_required) + " | " + one.proactive_satisfied + " | " +
                     one.reactive_required + " | " + one.reactive_satisfied);
        const auto or_purpose = [](const char* names) { return *names == '\0' ? " " : names; };
        const ClosedAct proactive =
            close({purposes(or_purpose(one.proactive_required)), purposes(one.proactive_satisfied)});
        const ClosedAct reactive = close({purposes(one.reactive_required), purposes(one.reactive_satisfied)});
        EXPECT_EQ(acts_match(proactive, reactive), one.match);
    }
}

TEST(CommunicativeActs, PurposeItselfIsSatisfiedByAny) {
    const ClosedAct any = close({{std::string(rdf::ke_ns) + "Purpose"}, purposes("Inform")});
    EXPECT_TRUE(acts_match(any, close({purposes("Inform"), purposes("Actuation")})));
    EXPECT_FALSE(acts_match(any, close({purposes("Inform"), purposes("urn:x:unknown")})))
        << "an unknown purpose has no superclass";
}

TEST(CommunicativeActs, DecideWhoIsAsked) {
    test_support::ExchangeWorld world;
    auto& app = world.add("app");
    auto& actuator = world.add("actuator");
    InteractionSpec spec;
    spec.act.satisfied = purposes("Actuation");
    actuator.answers("?x e:p ?y", "x=e:s y=1", spec);
    InteractionSpec wants;
    wants.act.required = purposes("Actuation");
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"))->rows(), "");
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b", wants))->rows(), "a=e:s b=1");
    EXPECT_EQ(actuator.calls().size(), 1U);
}

TEST(CommunicativeActs, WithoutPurposesOrWithNoIriAreRefused) {
    test_support::ExchangeWorld world;
    auto& app = world.add("app");
    for (const std::vector<std::string>& bad : {std::vector<std::string>{}, {"Inform"}, {"urn:x:p", "no iri"}}) {
        InteractionSpec spec;
        spec.pattern = test_support::pattern_of("?a e:p ?b");
        spec.act.required = bad;
        EXPECT_EQ(world->add_interaction(app.id, spec).error().kind, ErrorKind::InvalidInput);
        std::swap(spec.act.required, spec.act.satisfied);
        EXPECT_EQ(world->add_interaction(app.id, spec).error().kind, ErrorKind::InvalidInput);
    }
    EXPECT_TRUE(world->interactions(app.id)->empty());
}

}  // namespace
}  // namespace gridlore::exchange
