"""Section 13: asking about the network, and subscribing to its changes. A lease that ends is in test_16_timers.py."""

import re

import pytest

from harness.meta import (CHANGED, INFORM, NEW, PATTERN, PREFIXES, REMOVED, TRIPLES, VARIABLES, described_rows,
                          with_meta_pattern)
from harness.server import Server
from harness.waiting import Stopwatch, eventually, stretched
from harness.world import KE, World, assert_same_rows


def meta_asker(world, pattern=PATTERN, word="curious", **fields):
    asker = world.kb(word, **fields)
    return asker, asker.ask_ki(pattern, prefixes=PREFIXES, includeMetaKIs=True)


def rich(world, word="rich"):
    """A knowledge base with an interaction of each type, acts with several purposes, and both kinds of patterns."""
    knowledge_base = world.kb(word, name="Meters", description="Smart meter readings")
    p, q = world.pattern("?a p ?b"), world.pattern("?a q 7")
    knowledge_base.ask_ki(p, knowledgeInteractionName="asks")
    knowledge_base.answer_ki(f"{p} . {q}")
    knowledge_base.post_ki(p, q, knowledgeInteractionName="posts")
    knowledge_base.react_ki(p, communicativeAct={"requiredPurposes": [INFORM, KE + "Purpose"],
                                                 "satisfiedPurposes": [INFORM, KE + "ActuationPurpose"]})
    return knowledge_base


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_13_2_a_knowledge_base_without_interactions_has_8_rows(world, level):
    plain = world.kb("plain", name="Plain")
    asker, ask = meta_asker(world, reasonerLevel=level)
    rows = asker.ask(ask, [{"kb": f"<{plain.id}>"}])["bindingSet"]
    assert len(rows) == 8
    assert_same_rows(with_meta_pattern(rows), described_rows(plain))


def test_13_2_the_rows_of_every_kind_of_interaction(world):
    described = rich(world)
    asker, ask = meta_asker(world)
    rows = asker.ask(ask, [{"kb": f"<{described.id}>"}])["bindingSet"]
    assert len(rows) == 8 + 1 + 1 + 2 + 4
    assert_same_rows(with_meta_pattern(rows), described_rows(described))


def test_13_2_names_are_plain_strings(world):
    odd = world.kb("odd", name='He said "warm"\n', description="größer\\kleiner")
    asker, ask = meta_asker(world, "?kb a ke:KnowledgeBase . ?kb ke:hasName ?n . ?kb ke:hasDescription ?d")
    assert asker.ask(ask, [{"kb": f"<{odd.id}>"}])["bindingSet"] == [
        {"kb": f"<{odd.id}>", "n": r'"He said \"warm\"\n"', "d": r'"größer\\kleiner"'}]


def test_13_3_describes_all_others_and_never_the_asker(new_world):
    world = new_world()
    others = [rich(world, word) for word in ("one", "other")] + [world.kb("plain")]
    asker, ask = meta_asker(world)
    result = asker.ask(ask)
    assert_same_rows(with_meta_pattern(result["bindingSet"]),
                     [row for other in others for row in described_rows(other)])
    contacted = {entry["knowledgeInteractionId"] for entry in result["exchangeInfo"]}
    assert contacted == {f"{other.id}/meta/knowledgeinteractions/answer" for other in others}
    assert all(entry["status"] == "SUCCEEDED" for entry in result["exchangeInfo"])


def test_13_3_nobody_else_is_there(new_world):
    asker, ask = meta_asker(new_world())
    assert asker.ask(ask) == {"bindingSet": [], "exchangeInfo": []}


@pytest.fixture(scope="module")
def quiet_network():
    """A server with one knowledge base, for all asks about the network that change nothing."""
    server = Server()
    world = World(server)
    yield world, world.kb("plain", name="Plain")
    world.close()
    server.stop()


PARTS = [("?kb a ke:KnowledgeBase . ?kb ke:hasName ?n", lambda kb: [{"kb": f"<{kb.id}>", "n": '"Plain"'}]),
         ("?kb ke:hasDescription ?d", lambda kb: [{"kb": f"<{kb.id}>", "d": '""'}]),
         ("?kb a ke:KnowledgeBase", lambda kb: [{"kb": f"<{kb.id}>"}])]


@pytest.mark.parametrize("pattern, expected", PARTS, ids=[case[0] for case in PARTS])
@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_13_3_any_connected_part_will_do(quiet_network, pattern, expected, level):
    world, plain = quiet_network
    asker, ask = meta_asker(world, pattern, f"curious{level}", reasonerLevel=level)
    result = asker.ask(ask)["bindingSet"]
    asker.close()
    world.knowledge_bases.remove(asker)
    assert_same_rows(result, expected(plain))


def test_13_3_bindings_and_selector_restrict(world):
    one, other = world.kb("one", name="One"), world.kb("other", name="Other")
    asker, ask = meta_asker(world, "?kb a ke:KnowledgeBase . ?kb ke:hasName ?n")
    row = {"kb": f"<{one.id}>", "n": '"One"'}
    assert asker.ask(ask, [{"n": '"One"', "kb": f"<{one.id}>"}])["bindingSet"] == [row]
    chosen = asker.ask(ask, {"recipientSelector": {"knowledgeBases": [one.id]}, "bindingSet": [{}]})
    assert chosen["bindingSet"] == [row]
    assert other.id not in str(chosen)


@pytest.mark.parametrize("flag", [{}, {"includeMetaKIs": False}, {"includeMetaKIs": None}], ids=str)
@pytest.mark.parametrize("level", [1, 2, 5])
def test_13_3_invisible_without_the_flag(world, flag, level):
    world.kb("other")
    asker = world.kb("asker", reasonerLevel=level)
    ask = asker.ask_ki("?kb a ke:KnowledgeBase . ?kb ke:hasName ?n", prefixes=PREFIXES, **flag)
    assert asker.ask(ask) == {"bindingSet": [], "exchangeInfo": []}


def test_13_3_the_description_is_current(world):
    asker, ask = meta_asker(world)
    changing = world.kb("changing")
    wanted = [{"kb": f"<{changing.id}>"}]
    assert len(asker.ask(ask, wanted)["bindingSet"]) == 8
    ki = changing.ask_ki(world.pattern("?a p ?b"))
    assert len(asker.ask(ask, wanted)["bindingSet"]) == 9
    world.rest.delete("/sc/ki", kb=changing.id, ki=ki).expect(200)
    assert len(asker.ask(ask, wanted)["bindingSet"]) == 8
    changing.leave().expect(200)
    assert asker.ask(ask, wanted)["bindingSet"] == []


# Subscriptions: own names for the variables, another order of the triples.
OWN_NAMES = {variable: f"my{variable.capitalize()}" for variable in VARIABLES}


def own_pattern():
    return re.sub(r"\?(\w+)", lambda variable: "?" + OWN_NAMES[variable[1]], " . ".join(reversed(TRIPLES)))


def subscriber(world, purpose=None, word="subscriber"):
    knowledge_base = world.kb(word)
    act = {} if purpose is None else {"communicativeAct": {"requiredPurposes": [purpose],
                                                           "satisfiedPurposes": [INFORM]}}
    knowledge_base.react_ki(own_pattern(), None, lambda _: [], prefixes=PREFIXES, **act)
    return knowledge_base


def heard(subscribed, about):
    return [call for call in subscribed.calls if call.requester == about.id]


def life_of(world, word="changing"):
    """Comes, gets an interaction, loses it, leaves: what is known of it after each step, and the last time before."""
    knowledge_base = world.kb(word, name="Changing")
    stages = [described_rows(knowledge_base)]
    ki = knowledge_base.answer_ki(world.pattern("?a p ?b"))
    stages.append(described_rows(knowledge_base))
    world.rest.delete("/sc/ki", kb=knowledge_base.id, ki=ki).expect(200)
    stages.append(described_rows(knowledge_base))
    knowledge_base.leave().expect(200)
    stages.append(stages[-1])
    return knowledge_base, stages


def in_own_names(rows):
    return [{OWN_NAMES[variable]: value for variable, value in row.items()} for row in rows]


@pytest.mark.parametrize("purpose, steps", [
    (None, [0, 1, 2, 3]), (NEW, [0]), (CHANGED, [1, 2]), (REMOVED, [3])], ids=["all", "new", "changed", "removed"])
def test_13_3_subscriptions(world, purpose, steps):
    subscribed = subscriber(world, purpose)
    everything = subscriber(world, word="everything")
    changing, stages = life_of(world)
    eventually(lambda: len(heard(everything, changing)) == 4, "all four changes are heard of")
    calls = eventually(lambda: len(heard(subscribed, changing)) >= len(steps) and heard(subscribed, changing),
                       f"{len(steps)} changes are heard of")
    assert len(calls) == len(steps)
    for call, step in zip(calls, steps):
        assert_same_rows(with_meta_pattern(call.bindings, pattern=OWN_NAMES["pattern"], isMeta=OWN_NAMES["isMeta"]),
                         in_own_names(stages[step]))


def test_13_3_changes_come_in_order(world):
    subscribed = subscriber(world)
    changing = world.kb("changing")
    for _ in range(20):
        changing.ask_ki(world.pattern("?a p ?b"))
    changing.leave().expect(200)
    eventually(lambda: len(heard(subscribed, changing)) == 22, "all changes are heard of")
    assert [len(call.bindings) for call in heard(subscribed, changing)] == [*range(8, 29), 28]


def test_13_3_a_subscriber_does_not_hear_of_itself(world):
    subscribed = subscriber(world)
    subscribed.ask_ki(world.pattern("?a p ?b"))
    other = world.kb("other")
    eventually(lambda: heard(subscribed, other), "the other is heard of")
    assert not heard(subscribed, subscribed)


def test_13_3_a_part_of_the_pattern_is_never_triggered(world):
    part = world.kb("part")
    part.react_ki(" . ".join(TRIPLES[:3]), None, lambda _: [], prefixes=PREFIXES)
    whole = subscriber(world)
    changing, _ = life_of(world)
    eventually(lambda: len(heard(whole, changing)) == 4, "the whole pattern is triggered")
    assert not part.calls


def test_13_3_a_subscriber_that_does_not_answer_delays_nobody(world):
    """REF: everybody's POST /sc and POST /sc/ki take 10 s longer."""
    mute = world.kb("mute")
    mute.react_ki(PATTERN, prefixes=PREFIXES)
    since = Stopwatch()
    life_of(world)
    assert since.seconds < stretched(3)


def test_13_3_a_subscriber_gets_what_waited_for_its_poll_in_order(world):
    slow = world.kb("slow")
    slow.react_ki(PATTERN, prefixes=PREFIXES)
    changing, stages = life_of(world)
    for rows in stages:
        call = slow.take()
        assert call.requester == changing.id
        assert_same_rows(with_meta_pattern(call.bindings), rows)
        slow.reply(call, [])


def test_13_3_an_answer_of_a_client_in_these_terms_needs_no_flag(world):
    asker = world.kb("asker")
    ask = asker.ask_ki("?kb ke:hasName ?n", prefixes=PREFIXES)
    own = world.kb("own")
    own.answer_ki("?kb ke:hasName ?n", lambda _: [{"kb": world.iri("elsewhere"), "n": '"Elsewhere"'}],
                  prefixes=PREFIXES)
    assert asker.ask(ask)["bindingSet"] == [{"kb": world.iri("elsewhere"), "n": '"Elsewhere"'}]
