"""Section 10: which purposes let two interactions match."""

import pytest

KE = "https://w3id.org/knowledge-engine/"
INFORM = ["Inform"]
KNOWN = {"Purpose": "Purpose", "Retrieve": "RetrieveKnowledgePurpose"}


def purposes(words):
    return [word if ":" in word else KE + KNOWN.get(word, f"{word}Purpose") for word in words]


def act(required, satisfied):
    return {"communicativeAct": {"requiredPurposes": purposes(required), "satisfiedPurposes": purposes(satisfied)}}


X, Y = "https://x.example/P", "https://x.example/Q"

# What the proactive side requires, what the reactive side satisfies, and whether they match in this direction.
TABLE = [
    (["Inform"], ["Inform"], True), (["Inform"], ["Retrieve"], True), (["Retrieve"], ["Inform"], False),
    (["Purpose"], ["Actuation"], True), (["Actuation"], ["Inform"], False), ([X], [X], True),
]
FURTHER = [
    (["Inform"], ["NewKnowledge"], True), (["Inform"], ["ChangedKnowledge"], True),
    (["Inform"], ["RemovedKnowledge"], True), (["NewKnowledge"], ["Inform"], False),
    (["NewKnowledge"], ["ChangedKnowledge"], False), (["Retrieve"], ["Retrieve"], True),
    (["Purpose"], ["Inform"], True), (["Purpose"], ["NewKnowledge"], True), (["Inform"], ["Purpose"], False),
    (["Purpose"], [X], False), ([X], ["Inform"], False), ([X], [Y], False), ([X], ["Inform", X], True),
    (["Inform", X], [X], False), (["Inform", X], ["Retrieve", X], True), (["Inform", "Actuation"], ["Inform"], False),
    (["Inform", "Actuation"], ["Actuation", "NewKnowledge"], True), (["Actuation"], ["Actuation"], True),
    (["Conversion"], ["Conversion"], True), (["Periodic"], ["WhenChanged"], False), (["Purpose"], ["Periodic"], True),
    (["Purpose"], ["WhenChanged"], True), (["Purpose"], ["Conversion"], True), (["Purpose"], ["Purpose"], True),
]
IDS = [f"{one} / {other}" for one, other, _ in TABLE + FURTHER]


def is_asked(world, asker_act, answerer_act):
    asker, ask = world.asker("?a p ?b", ki_fields=asker_act)
    answerer = world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"), **answerer_act)
    found = asker.ask(ask)["bindingSet"] == world.rows("a=s b=o")
    assert bool(answerer.calls) == found
    return found


def is_posted(world, poster_act, reactor_act):
    poster = world.kb("poster")
    post = poster.post_ki(world.pattern("?a p ?b"), **poster_act)
    reactor = world.reactor("?x p ?y", None, lambda _: [], **reactor_act)
    found = len(poster.post(post, world.rows("a=s b=o"))["exchangeInfo"]) == 1
    assert bool(reactor.calls) == found
    return found


@pytest.mark.parametrize("meets", [is_asked, is_posted], ids=["ask", "post"])
@pytest.mark.parametrize("required, satisfied, matches", TABLE + FURTHER, ids=IDS)
def test_10_what_the_proactive_side_requires(world, meets, required, satisfied, matches):
    assert meets(world, act(required, INFORM), act(INFORM, satisfied)) == matches


@pytest.mark.parametrize("meets", [is_asked, is_posted], ids=["ask", "post"])
@pytest.mark.parametrize("required, satisfied, matches", TABLE + FURTHER, ids=IDS)
def test_10_what_the_reactive_side_requires(world, meets, required, satisfied, matches):
    assert meets(world, act(INFORM, satisfied), act(required, INFORM)) == matches


@pytest.mark.parametrize("meets", [is_asked, is_posted], ids=["ask", "post"])
def test_10_both_directions_must_hold(world, meets):
    assert not meets(world, act(INFORM, ["Actuation"]), act(INFORM, INFORM))


def test_10_the_default_is_inform(world):
    assert is_asked(world, {}, act(INFORM, INFORM))


@pytest.mark.parametrize("satisfied, found", [(["Inform"], False), (["Conversion"], True)], ids=str)
def test_10_holds_in_the_middle_of_a_chain_too(world, satisfied, found):
    """The asker's act decides for the REACT of a chain as for its source."""
    asker, ask = world.asker("?a q ?b", ki_fields=act(["Conversion"], ["Inform"]))
    world.answerer("?s p ?t", lambda _: world.rows("s=s t=o"), "source", **act(INFORM, ["Inform", "Conversion"]))
    world.reactor("?x p ?y", "?x q ?y", lambda rows: rows, "convert", **act(INFORM, satisfied))
    assert (asker.ask(ask)["bindingSet"] != []) == found
