"""Sections 3.9 and 3.10: asking and posting. What matches whom is in test_09_*.py."""

import pytest

from harness.knowledge_base import HandlerFailure
from harness.world import assert_same_rows, typed


def by_kb(result):
    return {entry["knowledgeBaseId"]: entry for entry in result["exchangeInfo"]}


def test_3_9_answer_and_exchange_info(world):
    asker, ask = world.asker("?room temp ?t")
    rows = [{"r": world.iri("room3"), "v": typed("21.5", "decimal")}]
    answerer = world.answerer("?r temp ?v", lambda _: rows, "readings")
    result = asker.ask(ask, [{"room": world.iri("room3")}])
    assert set(result) == {"bindingSet", "exchangeInfo"}
    assert result["bindingSet"] == [{"room": world.iri("room3"), "t": typed("21.5", "decimal")}]
    entry, = result["exchangeInfo"]
    assert set(entry) == {"initiator", "knowledgeBaseId", "knowledgeInteractionId", "exchangeStart", "exchangeEnd",
                          "status", "bindingSet"}
    assert entry["initiator"] == "knowledgeBase" and entry["status"] == "SUCCEEDED"
    assert entry["knowledgeBaseId"] == answerer.id
    assert entry["knowledgeInteractionId"] == answerer.id + "/interaction/readings"
    assert entry["bindingSet"] == rows
    assert answerer.calls[0].bindings == [{"r": world.iri("room3")}]


def test_3_9_nobody_answers(world):
    asker, ask = world.asker("?a p ?b")
    assert asker.ask(ask) == {"bindingSet": [], "exchangeInfo": []}


def test_3_9_no_row_comes_twice(world):
    asker, ask = world.asker("?a p ?b")
    for word in ("one", "other"):
        world.answerer("?a p ?b", lambda _: world.rows("a=s b=o | a=s b=o"), word)
    assert_same_rows(asker.ask(ask)["bindingSet"], world.rows("a=s b=o"))


def test_3_9_a_failure_is_told_and_fails_nobody(world):
    def fail(_):
        raise HandlerFailure("sensor is offline")
    asker, ask = world.asker("?a p ?b")
    good = world.answerer("?a p ?b", lambda _: world.rows("a=s b=o"), "good")
    bad = world.answerer("?a p ?b", fail, "bad")
    result = asker.ask(ask)
    assert result["bindingSet"] == world.rows("a=s b=o")
    entries = by_kb(result)
    assert entries[good.id]["status"] == "SUCCEEDED" and "failedMessage" not in entries[good.id]
    assert entries[bad.id]["status"] == "FAILED" and entries[bad.id]["bindingSet"] == []
    assert "sensor is offline" in entries[bad.id]["failedMessage"]


# Recipient selectors: what is sent, and who of the answerers a and b is contacted.
SELECTORS = [
    ("one", {"knowledgeBases": ["a"]}, {"a"}),
    ("several", {"knowledgeBases": ["a", "b"]}, {"a", "b"}),
    ("none named is everybody", {"knowledgeBases": []}, {"a", "b"}),
    ("unknown", {"knowledgeBases": ["nobody"]}, set()),
    ("unknown beside known", {"knowledgeBases": ["nobody", "b"]}, {"b"}),
    ("deprecated form", {"singleKnowledgeBase": "b"}, {"b"}),
    ("the single one counts", {"singleKnowledgeBase": "b", "knowledgeBases": ["a"]}, {"b"}),
]


def selector(world, chosen):
    return {key: [world.kb_id(word) for word in words] if isinstance(words, list) else world.kb_id(words)
            for key, words in chosen.items()}


@pytest.mark.parametrize("chosen, contacted", [case[1:] for case in SELECTORS], ids=[case[0] for case in SELECTORS])
def test_3_9_recipient_selector(world, chosen, contacted):
    asker, ask = world.asker("?a p ?b")
    for word in ("a", "b"):
        world.answerer("?a p ?b", lambda _, word=word: world.rows(f"a={word} b=o"), word)
    result = asker.ask(ask, {"recipientSelector": selector(world, chosen), "bindingSet": [{}]})
    assert set(by_kb(result)) == {world.kb_id(word) for word in contacted}
    assert_same_rows(result["bindingSet"], [world.row(f"a={word} b=o") for word in contacted])


@pytest.mark.parametrize("chosen, contacted", [case[1:] for case in SELECTORS], ids=[case[0] for case in SELECTORS])
def test_3_10_recipient_selector(world, chosen, contacted):
    poster, post = world.poster("?a p ?b")
    for word in ("a", "b"):
        world.reactor("?a p ?b", None, lambda _: [], word)
    result = poster.post(post, {"recipientSelector": selector(world, chosen), "bindingSet": world.rows("a=s b=o")})
    assert set(by_kb(result)) == {world.kb_id(word) for word in contacted}


@pytest.mark.parametrize("chosen, found", [(["source"], False), (["convert"], False), (["source", "convert"], True)],
                         ids=str)
def test_3_9_selector_limits_the_middle_of_a_chain_too(world, chosen, found):
    asker, ask = world.asker("?a q ?b")
    source = world.answerer("?s p ?t", lambda _: world.rows("s=s t=o"), "source")
    convert = world.reactor("?x p ?y", "?x q ?y", lambda rows: rows, "convert")
    result = asker.ask(ask, {"recipientSelector": selector(world, {"knowledgeBases": chosen}), "bindingSet": [{}]})
    assert result["bindingSet"] == (world.rows("a=s b=o") if found else [])
    if not found:
        assert not convert.calls
        assert not source.calls or "source" in chosen


BAD_REQUESTS = [  # in the words of section 3.9
    ("neither array nor object", "text"), ("a number", 5),
    ("object without both keys", {}), ("object without bindings", {"recipientSelector": {"knowledgeBases": []}}),
    ("selector is a text", {"recipientSelector": "x", "bindingSet": []}),
    ("selector is empty", {"recipientSelector": {}, "bindingSet": []}),
    ("selector with a number", {"recipientSelector": {"knowledgeBases": 5}, "bindingSet": []}),
    ("selector with a null inside", {"recipientSelector": {"knowledgeBases": [None]}, "bindingSet": []}),
    ("bindings are an object", {"recipientSelector": {"knowledgeBases": []}, "bindingSet": {}}),
    ("null for a binding", [None]), ("a text for a binding", ["a"]), ("an array for a binding", [[]]),
    ("null for a value", [{"a": None}]), ("an object for a value", [{"a": {}}]), ("an array for a value", [{"a": []}]),
    ("a key with a question mark", [{"?a": "<https://e.example/x>"}]),
    ("a variable for a value", [{"a": "?x"}]),
    ("an unreadable term", [{"a": "no term"}]),
]


@pytest.mark.parametrize("body", [case[1] for case in BAD_REQUESTS], ids=[case[0] for case in BAD_REQUESTS])
def test_3_9_bad_body_is_400(world, body):
    asker, ask = world.asker("?a p ?b")
    answerer = world.answerer("?a p ?b", lambda _: [])
    asker.try_ask(ask, body).expect_error(400)
    assert not answerer.calls


@pytest.mark.parametrize("body", [case[1] for case in BAD_REQUESTS], ids=[case[0] for case in BAD_REQUESTS])
def test_3_10_bad_body_is_400(world, body):
    poster, post = world.poster("?a p ?b")
    reactor = world.reactor("?a p ?b", None, lambda _: [])
    poster.try_post(post, body).expect_error(400)
    assert not reactor.calls


@pytest.mark.parametrize("section, path", [("3.9", "/sc/ask"), ("3.10", "/sc/post")])
@pytest.mark.parametrize("kb, ki, status", [
    (None, "own", 400), ("own", None, 400), (None, None, 400), ("own", "no iri", 400), ("own", "other type", 400),
    ("unknown", "own", 404), ("own", "unknown", 404), ("own", "of another", 404), ("no iri", "own", (400, 404))])
def test_3_9_and_3_10_headers(world, section, path, kb, ki, status):
    knowledge_base, other = world.kb("own"), world.kb("other")
    pattern = world.pattern("?a p ?b")
    ask, post = knowledge_base.ask_ki(pattern), knowledge_base.post_ki(pattern)
    own, wrong = (ask, post) if path == "/sc/ask" else (post, ask)
    kbs = {None: None, "own": knowledge_base.id, "unknown": world.kb_id("unknown"), "no iri": "no iri"}
    kis = {None: None, "own": own, "other type": wrong, "no iri": "no iri",
           "unknown": knowledge_base.id + "/interaction/unknown",
           "of another": other.ask_ki(pattern) if path == "/sc/ask" else other.post_ki(pattern)}
    response = world.rest.post(path, kb=kbs[kb], ki=kis[ki], json=[])
    response.expect_error(*(status if isinstance(status, tuple) else (status,)))


@pytest.mark.parametrize("kind", ["Answer", "React"])
@pytest.mark.parametrize("path", ["/sc/ask", "/sc/post"])
def test_3_9_and_3_10_reactive_interactions_cannot_be_called(world, kind, path):
    knowledge_base = world.kb()
    field = "graphPattern" if kind == "Answer" else "argumentGraphPattern"
    ki = knowledge_base.register(kind, **{field: world.pattern("?a p ?b")})
    world.rest.post(path, kb=knowledge_base.id, ki=ki, json=[{}]).expect_error(400)


def test_3_9_a_react_in_a_chain_is_not_listed(world):
    asker, ask = world.asker("?a q ?b")
    source = world.answerer("?s p ?t", lambda _: world.rows("s=s t=o"), "source")
    convert = world.reactor("?x p ?y", "?x q ?y", lambda rows: rows, "convert")
    result = asker.ask(ask)
    assert result["bindingSet"] == world.rows("a=s b=o") and len(convert.calls) == 1
    assert set(by_kb(result)) == {source.id}


def test_3_10_result_and_exchange_info(world):
    poster, post = world.poster("?cmd target ?dev", "?cmd state ?state")
    reactor = world.reactor("?c target ?d", "?c state ?s",
                            lambda rows: [{"c": row["c"], "s": '"accepted"'} for row in rows], "do")
    result = poster.post(post, world.rows("cmd=c7 dev=boiler"))
    assert set(result) == {"resultBindingSet", "exchangeInfo"}
    assert result["resultBindingSet"] == world.rows('cmd=c7 state="accepted"')
    entry, = result["exchangeInfo"]
    assert set(entry) == {"initiator", "knowledgeBaseId", "knowledgeInteractionId", "exchangeStart", "exchangeEnd",
                          "status", "argumentBindingSet", "resultBindingSet"}
    assert entry["initiator"] == "knowledgeBase" and entry["status"] == "SUCCEEDED"
    assert entry["knowledgeBaseId"] == reactor.id
    assert entry["knowledgeInteractionId"] == reactor.id + "/interaction/do"
    assert entry["argumentBindingSet"] == world.rows("c=c7 d=boiler")
    assert entry["resultBindingSet"] == world.rows('c=c7 s="accepted"')


def test_3_10_without_result_pattern_the_result_is_empty(world):
    poster, post = world.poster("?a p ?b")
    world.reactor("?a p ?b", None, lambda _: [])
    result = poster.post(post, world.rows("a=s b=o"))
    assert result["resultBindingSet"] == [] and len(result["exchangeInfo"]) == 1


def test_3_10_nobody_reacts(world):
    poster, post = world.poster("?a p ?b", "?a q ?c")
    assert poster.post(post, world.rows("a=s b=o")) == {"resultBindingSet": [], "exchangeInfo": []}


def test_3_10_a_failure_is_told_and_fails_nobody(world):
    def fail(_):
        raise HandlerFailure("valve is stuck")
    poster, post = world.poster("?a p ?b", "?a q ?c")
    good = world.reactor("?x p ?y", "?x q ?z", lambda rows: [{"x": row["x"], "z": row["y"]} for row in rows], "good")
    bad = world.reactor("?x p ?y", "?x q ?z", fail, "bad")
    result = poster.post(post, world.rows("a=s b=o"))
    assert result["resultBindingSet"] == world.rows("a=s c=o")
    entries = by_kb(result)
    assert entries[good.id]["status"] == "SUCCEEDED"
    assert entries[bad.id]["status"] == "FAILED" and "valve is stuck" in entries[bad.id]["failedMessage"]
    assert entries[bad.id]["argumentBindingSet"] == world.rows("x=s y=o")
    assert entries[bad.id]["resultBindingSet"] == []


@pytest.mark.parametrize("sent, delivered", [
    ("a=s b=o | a=t", "x=s y=o"), ("a=s", ""), ("*", ""), ("", ""), ("b=o | a=s b=o | *", "x=s y=o")])
def test_3_10_incomplete_rows_are_silently_not_delivered(world, sent, delivered):
    poster, post = world.poster("?a p ?b")
    reactor = world.reactor("?x p ?y", None, lambda _: [])
    result = poster.post(post, world.rows(sent))
    assert [call.bindings for call in reactor.calls] == ([world.rows(delivered)] if delivered else [])
    assert len(result["exchangeInfo"]) == len(reactor.calls)
