#include "knowledge-engine/exchange/network.h"

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

KnowledgeInteraction declared(const std::string& name, InteractionType type, const std::string& pattern,
                              const std::string& result = {}) {
    KnowledgeInteraction interaction{.id = "urn:kb:" + name, .knowledge_base = "urn:kb:" + name, .spec = {}};
    interaction.spec.type = type;
    interaction.spec.pattern = test_support::pattern_of(pattern);
    if (!result.empty()) {
        interaction.spec.result_pattern = test_support::pattern_of(result);
    }
    return interaction;
}

/// The ids of all members of the candidates for a triple of `asker`, an ask's or a post's.
std::set<std::string> found(const Network& network, const Interaction& asker, bool gives = true) {
    std::set<std::string> ids;
    for (const CompiledTriple& triple : asker.triples) {
        for (const ClassRef& one : network.candidates(triple, gives)) {
            for (const auto& member : one->members) {
                ids.insert(member->declared.id.substr(7));
            }
        }
    }
    return ids;
}

using Names = std::set<std::string>;

TEST(Network, ACopyThatChangesLeavesTheOriginalAsItWas) {
    Network first;
    const auto ask = first.add(declared("ask", InteractionType::Ask, "?a e:p ?b"));
    Network second = first;
    const auto answer = second.add(declared("answer", InteractionType::Answer, "?x e:p ?y"));
    auto state = std::make_shared<KnowledgeBaseState>();
    state->description.id = "urn:kb:answer";
    second.put(state);
    Network third = second;
    third.remove(*answer);
    third.erase("urn:kb:answer");

    EXPECT_EQ(found(first, *ask), Names{});
    EXPECT_EQ(found(second, *ask), Names{"answer"});
    EXPECT_EQ(found(third, *ask), Names{});
    EXPECT_EQ(first.interaction_count(), 1U);
    EXPECT_EQ(second.interaction_count(), 2U);
    EXPECT_FALSE(first.find("urn:kb:answer"));
    EXPECT_TRUE(second.find("urn:kb:answer"));
    EXPECT_FALSE(third.find("urn:kb:answer"));
    EXPECT_LT(first.version(), second.version());
    EXPECT_LT(second.version(), third.version());
}

TEST(Network, PutsWhatDiffersInNamesOnlyInOneClass) {
    Network network;
    const auto ask = network.add(declared("ask", InteractionType::Ask, "?a e:p ?b . ?a e:q 1"));
    network.add(declared("one", InteractionType::Answer, "?x e:p ?y . ?x e:q 1"));
    network.add(declared("two", InteractionType::Answer, "?v e:p ?w . ?v e:q 1"));
    ASSERT_EQ(network.candidates(ask->triples[0], true).size(), 1U);
    const InteractionClass& both = *network.candidates(ask->triples[0], true).front();
    EXPECT_EQ(both.members.size(), 2U);

    network.add(declared("repeated", InteractionType::Answer, "?v e:p ?v . ?v e:q 1"));
    network.add(declared("other-constant", InteractionType::Answer, "?v e:p ?w . ?v e:q 2"));
    network.add(declared("other-form", InteractionType::Answer, "?v e:p ?w . ?v e:q 01"));
    network.add(declared("react", InteractionType::React, "?v e:p ?w . ?v e:q 1", "?v e:p ?w"));
    auto other_act = declared("other-act", InteractionType::Answer, "?v e:p ?w . ?v e:q 1");
    other_act.spec.act.satisfied = {"urn:x:act"};
    network.add(other_act);
    auto ranges = declared("ranges", InteractionType::Answer, "?v e:p ?w . ?v e:q 1");
    ranges.spec.accepts_ranges = true;
    network.add(ranges);
    EXPECT_EQ(network.candidates(ask->triples[0], true).size(), 7U);
}

TEST(Network, AClassEndsWithItsLastMember) {
    Network network;
    const auto ask = network.add(declared("ask", InteractionType::Ask, "?a e:p ?b"));
    const auto one = network.add(declared("one", InteractionType::Answer, "?x e:p ?y"));
    const auto two = network.add(declared("two", InteractionType::Answer, "?x e:p ?z"));
    network.remove(*one);
    EXPECT_EQ(found(network, *ask), Names{"two"});
    network.remove(*two);
    EXPECT_EQ(found(network, *ask), Names{});
    network.add(declared("three", InteractionType::Answer, "?x e:p ?z"));
    EXPECT_EQ(found(network, *ask), Names{"three"});
}

TEST(Network, FindsByPredicateAndObject) {
    Network network;
    network.add(declared("any", InteractionType::Answer, "?x a ?c"));
    network.add(declared("lamp", InteractionType::Answer, "?x a e:Lamp"));
    network.add(declared("room", InteractionType::Answer, "?x a e:Room"));
    network.add(declared("size", InteractionType::Answer, "?x e:size 1.0"));
    network.add(declared("all", InteractionType::Answer, "?x ?p ?y"));
    const auto find = [&](const std::string& pattern) {
        Network with_ask = network;
        return found(with_ask, *with_ask.add(declared("ask", InteractionType::Ask, pattern)));
    };
    EXPECT_EQ(find("?a a e:Lamp"), (Names{"any", "lamp", "all"}));
    EXPECT_EQ(find("?a a ?b"), (Names{"any", "lamp", "room", "all"}));
    EXPECT_EQ(find("?a a e:Unheard"), (Names{"any", "all"}));
    EXPECT_EQ(find("?a e:size 1"), (Names{"size", "all"})) << "by value";
    EXPECT_EQ(find("?a e:size 2"), (Names{"all"}));
    EXPECT_EQ(find("?a e:unheard ?b"), (Names{"all"}));
    EXPECT_EQ(find("?a ?b ?c"), (Names{"any", "lamp", "room", "size", "all"}));
}

TEST(Network, TellsWhatAReactNeedsFromWhatItGives) {
    Network network;
    const auto of_p = network.add(declared("p", InteractionType::Ask, "?a e:p ?b"));
    const auto of_q = network.add(declared("q", InteractionType::Ask, "?a e:q ?b"));
    network.add(declared("react", InteractionType::React, "?x e:p ?y", "?x e:q ?y"));
    network.add(declared("answer", InteractionType::Answer, "?x e:p ?y"));
    EXPECT_EQ(found(network, *of_p, true), Names{"answer"});
    EXPECT_EQ(found(network, *of_q, true), Names{"react"});
    EXPECT_EQ(found(network, *of_p, false), Names{"react"});
    EXPECT_EQ(found(network, *of_q, false), Names{});
}

TEST(Network, KnowsWhichChangesConcernATriple) {
    Network network;
    const auto ask = network.add(declared("ask", InteractionType::Ask, "?a e:p ?b . ?a ?any ?b"));
    const CompiledTriple& p = ask->triples[0];
    const CompiledTriple& any = ask->triples[1];
    std::uint64_t before = network.version();
    network.add(declared("ask2", InteractionType::Ask, "?a e:p ?b"));
    network.add(declared("post", InteractionType::Post, "?a e:p ?b"));
    EXPECT_TRUE(network.unchanged_since(before, p)) << "an ask or post concerns nobody";
    EXPECT_TRUE(network.unchanged_since(before, any));

    before = network.version();
    const auto other = network.add(declared("other", InteractionType::Answer, "?a e:q ?b"));
    EXPECT_TRUE(network.unchanged_since(before, p));
    EXPECT_FALSE(network.unchanged_since(before, any)) << "a variable predicate meets them all";

    before = network.version();
    network.remove(*other);
    EXPECT_TRUE(network.unchanged_since(before, p));
    EXPECT_FALSE(network.unchanged_since(before, any));

    for (const auto& change :
         {declared("a", InteractionType::Answer, "?x e:p 7"), declared("r", InteractionType::React, "?x e:p 7"),
          declared("s", InteractionType::React, "?x e:z 7", "?x e:p ?y"),
          declared("v", InteractionType::Answer, "?x ?v ?y")}) {
        SCOPED_TRACE(change.id);
        before = network.version();
        const auto added = network.add(change);
        EXPECT_FALSE(network.unchanged_since(before, p));
        before = network.version();
        network.remove(*added);
        EXPECT_FALSE(network.unchanged_since(before, p));
    }
}

TEST(Network, ForgetsTermsWithTheLastWhoNamesThem) {
    Network network;
    const std::size_t before = network.terms().size();
    const auto one = network.add(declared("one", InteractionType::Answer, "?x e:p e:o"));
    const auto two = network.add(declared("two", InteractionType::React, "?x e:p e:o", "?x e:r 1.0"));
    auto rules = parse_rules(
        "@prefix e: <urn:e:> . -> (e:s e:p 01) . -> (e:s e:p e:t) (e:t e:p e:s) . "
        "(?x e:p ?y) (?y e:q ?z) -> (?x e:q ?z) . "
        "-> (e:s e:n 7) (e:s e:n 07) . -> (e:s e:n 8) (e:s e:n 08) (e:s e:n 9) .");
    ASSERT_TRUE(rules) << rules.error().message;
    const auto compiled = network.compile(*rules);
    EXPECT_GT(network.terms().size(), before);
    network.remove(*one);
    EXPECT_TRUE(network.terms().find(test_support::term_of("e:o")));
    network.remove(*two);
    EXPECT_FALSE(network.terms().find(test_support::term_of("e:o")));
    EXPECT_TRUE(network.terms().find(test_support::term_of("e:p"))) << "the rules name it";
    network.forget(*compiled);
    EXPECT_EQ(network.terms().size(), before);
}

TEST(Network, RemovesAPatternWithTriplesOfTheSameValue) {
    Network network;
    const auto ask = network.add(declared("ask", InteractionType::Ask, "?a e:p ?b"));
    const auto twice = network.add(declared("twice", InteractionType::Answer, "?x e:q 1 . ?x e:q 01 . ?x e:p ?z"));
    const std::uint64_t before = network.version();
    network.remove(*twice);
    EXPECT_FALSE(network.unchanged_since(before, ask->triples.front()));
    EXPECT_EQ(found(network, *ask), Names{});
    EXPECT_FALSE(network.terms().find(test_support::term_of("e:q")));
}

/// What the registry must be able to say, kept in the plainest way.
class Model {
  public:
    void add(const std::string& id, const std::string& predicate) { predicate_of_[id] = predicate; }
    void remove(const std::string& id) { predicate_of_.erase(id); }
    Names giving(const std::string& predicate) const {
        Names names;
        for (const auto& [id, own] : predicate_of_) {
            if (own == predicate) {
                names.insert(id);
            }
        }
        return names;
    }

  private:
    std::map<std::string, std::string> predicate_of_;
};

TEST(Network, AgreesWithAPlainListOverThousandsOfChanges) {
    Network network;
    std::vector<std::shared_ptr<const Interaction>> asks;
    for (int p = 0; p < 8; ++p) {
        asks.push_back(network.add(
            declared("ask" + std::to_string(p), InteractionType::Ask, "?a e:p" + std::to_string(p) + " ?b")));
    }
    std::mt19937 random(20261121);
    Model model;
    std::map<std::string, std::shared_ptr<const Interaction>> there;
    for (int i = 0; i < 4000; ++i) {
        const std::string id = "k" + std::to_string(random() % 100);
        if (const auto it = there.find(id); it != there.end()) {
            network.remove(*it->second);
            model.remove(id);
            there.erase(it);
        } else {
            const std::string predicate = "e:p" + std::to_string(random() % 8);
            there[id] = network.add(declared(id, InteractionType::Answer, "?x " + predicate + " ?y"));
            model.add(id, predicate);
        }
        const std::size_t p = random() % 8;
        ASSERT_EQ(found(network, *asks[p]), model.giving("e:p" + std::to_string(p))) << i;
    }
}

TEST(Network, ReadersSeeWholeVersionsWhileThousandsComeAndGo) {
    std::mutex mutex;
    auto current = std::make_shared<const Network>();
    const auto snapshot = [&] {
        const std::lock_guard lock(mutex);
        return current;
    };
    const auto publish = [&](Network next) {
        auto shared = std::make_shared<const Network>(std::move(next));
        const std::lock_guard lock(mutex);
        current = std::move(shared);
    };
    Network network;
    const auto ask = network.add(declared("ask", InteractionType::Ask, "?a e:p ?b"));
    publish(network);
    std::atomic<bool> finished = false;
    std::atomic<int> broken = 0;
    std::vector<std::thread> readers;
    for (int r = 0; r < 3; ++r) {
        readers.emplace_back([&] {
            while (!finished) {
                const auto version = snapshot();
                // Every published version has one answer, or the pair of both, registered and indexed alike.
                const Names names = found(*version, *ask);
                broken += names.size() + 1 == version->interaction_count() ? 0 : 1;
                for (const std::string& name : names) {
                    broken += version->find_interaction("urn:kb:" + name) ? 0 : 1;
                }
            }
        });
    }
    for (int i = 0; i < 10'000; ++i) {
        const auto one = network.add(declared("one", InteractionType::Answer, "?x e:p " + std::to_string(i)));
        publish(network);
        const auto two = network.add(declared("two", InteractionType::Answer, "?x e:p ?y"));
        publish(network);
        network.remove(*one);
        network.remove(*two);
        publish(network);
    }
    finished = true;
    for (std::thread& reader : readers) {
        reader.join();
    }
    EXPECT_EQ(broken, 0);
    EXPECT_EQ(network.interaction_count(), 1U);
}

}  // namespace
}  // namespace gridlore::exchange
