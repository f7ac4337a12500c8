"""Section 8: who waits for whom, and for how long."""

import threading

import pytest

from harness.knowledge_base import SILENT
from harness.waiting import Background, Stopwatch, stretched
from harness.world import assert_same_rows


def by_kb(result):
    return {entry["knowledgeBaseId"]: entry for entry in result["exchangeInfo"]}


def gated(gate, rows):
    """A handler that answers when the gate is opened."""
    def handler(_):
        assert gate.wait(stretched(20))
        return rows
    return handler


def test_8_1_the_answers_of_a_join_are_contacted_in_parallel(world):
    asker, ask = world.asker("?a p ?b . ?a q ?c")
    both_called = threading.Barrier(2)

    def together(rows):
        def handler(_):
            both_called.wait(stretched(8))
            return world.rows(rows)
        return handler
    one = world.answerer("?x p ?y", together("x=s y=o"), "one")
    other = world.answerer("?x q ?y", together("x=s y=u"), "other")
    assert asker.ask(ask)["bindingSet"] == world.rows("a=s b=o c=u")
    assert len(one.calls) == len(other.calls) == 1


def test_8_1_each_with_the_askers_own_bindings(world):
    asker, ask = world.asker("?a p ?b . ?a q ?c")
    one = world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"), "one")
    other = world.answerer("?v q ?w", lambda _: world.rows("v=s w=u"), "other")
    asker.ask(ask, world.rows("a=s c=u"))
    assert one.calls[0].bindings == world.rows("x=s")
    assert other.calls[0].bindings == world.rows("v=s w=u")


def test_8_2_one_handle_request_for_each_interaction(world):
    asker, ask = world.asker("?a p ?b")
    answerer = world.answerer("?x p ?y", lambda rows: [dict(row, y=world.iri("o")) for row in rows])
    asker.ask(ask, world.rows("a=s | a=t | a=u"))
    assert len(answerer.calls) == 1
    assert_same_rows(answerer.calls[0].bindings, world.rows("x=s | x=t | x=u"))


def test_8_3_the_slowest_decides(world):
    gate = threading.Event()
    asker, ask = world.asker("?a p ?b")
    quick = world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"), "quick")
    slow = world.answerer("?x p ?y", gated(gate, world.rows("x=t y=o")), "slow")
    result = Background(asker.ask, ask)
    quick.first_reply().expect(200)
    slow.wait_for_call()
    assert not result.is_done()
    gate.set()
    assert_same_rows(result.result()["bindingSet"], world.rows("a=s b=o | a=t b=o"))


def test_8_4_who_does_not_reply_in_time_has_failed(brisk_world):
    world = brisk_world
    asker, ask = world.asker("?a p ?b")
    good = world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"), "good")
    silent = world.answerer("?x p ?y", lambda _: SILENT, "silent")
    kb_wait = world.server.settings["kb_wait"]
    since = Stopwatch()
    result = asker.ask(ask)
    assert kb_wait - 0.1 <= since.seconds < kb_wait + stretched(2)
    entries = by_kb(result)
    assert result["bindingSet"] == world.rows("a=s b=o")
    assert entries[good.id]["status"] == "SUCCEEDED"
    assert entries[silent.id]["status"] == "FAILED" and entries[silent.id]["bindingSet"] == []
    assert "TimeoutException" in entries[silent.id]["failedMessage"]


def test_8_4_a_react_that_does_not_reply_in_time_has_failed(brisk_world):
    world = brisk_world
    poster, post = world.poster("?a p ?b", "?a q ?c")
    world.reactor("?x p ?y", "?x q ?z", lambda _: SILENT)
    result = poster.post(post, world.rows("a=s b=o"))
    entry, = result["exchangeInfo"]
    assert entry["status"] == "FAILED" and "TimeoutException" in entry["failedMessage"]
    assert entry["argumentBindingSet"] == world.rows("x=s y=o") and entry["resultBindingSet"] == []
    assert result["resultBindingSet"] == []


def test_8_4_one_that_nobody_polls_for_behaves_just_so(brisk_world):
    world = brisk_world
    asker, ask = world.asker("?a p ?b")
    world.kb("unpolled").answer_ki(world.pattern("?x p ?y"))
    entry, = asker.ask(ask)["exchangeInfo"]
    assert entry["status"] == "FAILED" and "TimeoutException" in entry["failedMessage"]


def test_8_3_each_step_of_a_chain_has_its_own_time(new_world):
    """Source and react each take longer than half of the time that each of them has."""
    world = new_world(kb_wait=1.5 * stretched(1))

    def slowly(rows):
        threading.Event().wait(stretched(0.9))
        return rows
    asker, ask = world.asker("?a q ?b")
    world.answerer("?s p ?t", lambda _: slowly(world.rows("s=s t=o")), "source")
    world.reactor("?x p ?y", "?x q ?y", slowly, "convert")
    since = Stopwatch()
    assert asker.ask(ask)["bindingSet"] == world.rows("a=s b=o")
    assert since.seconds >= stretched(1.7)


def test_8_3_no_time_limit_waits_for_ever(new_world):
    gate = threading.Event()
    world = new_world(kb_wait=0)
    asker, ask = world.asker("?a p ?b")
    slow = world.answerer("?x p ?y", gated(gate, world.rows("x=s y=o")))
    result = Background(asker.ask, ask)
    slow.wait_for_call()
    for _ in range(20):
        world.rest.get("/version").expect(200)
    assert not result.is_done()
    gate.set()
    assert result.result()["bindingSet"] == world.rows("a=s b=o")


@pytest.mark.parametrize("kind", ["Answer", "React"])
def test_8_5_a_knowledge_base_that_leaves_owing_an_answer_fails_at_once(world, kind):
    owing = world.kb("owing")
    if kind == "Answer":
        asker, ki = world.asker("?a p ?b")
        owing.answer_ki(world.pattern("?x p ?y"))
        result = Background(asker.ask, ki)
    else:
        asker, ki = world.poster("?a p ?b")
        owing.react_ki(world.pattern("?x p ?y"))
        result = Background(asker.post, ki, world.rows("a=s b=o"))
    owing.take()
    owing.leave()
    entry, = result.result()["exchangeInfo"]
    assert entry["status"] == "FAILED" and "TimeoutException" not in entry["failedMessage"]


def test_8_5_the_asker_leaves(world):
    asker, ask = world.asker("?a p ?b")
    answerer = world.kb("answerer")
    answerer.answer_ki(world.pattern("?x p ?y"))
    result = Background(asker.try_ask, ask)
    call = answerer.take()
    asker.leave().expect(200)
    assert b"TimeoutException" not in result.result().expect(200, 410).body
    answerer.try_reply(call, world.rows("x=s y=o")).expect(200, 404)
    world.rest.get("/sc", kb=answerer.id).expect(200)


def test_8_6_a_late_answer_is_ignored(brisk_world):
    world = brisk_world
    asker, ask = world.asker("?a p ?b")
    answerer = world.kb("answerer")
    answerer.answer_ki(world.pattern("?x p ?y"))
    result = Background(asker.ask, ask)
    call = answerer.take()
    assert result.result() | {"exchangeInfo": []} == {"bindingSet": [], "exchangeInfo": []}
    answerer.try_reply(call, world.rows("x=s y=o")).expect(200)


def test_8_6_a_late_error_is_ignored(brisk_world):
    world = brisk_world
    asker, ask = world.asker("?a p ?b")
    answerer = world.kb("answerer")
    ki = answerer.answer_ki(world.pattern("?x p ?y"))
    result = Background(asker.ask, ask)
    call = answerer.take()
    result.result()
    world.rest.post("/sc/handle", kb=answerer.id, ki=ki,
                    json={"handleRequestId": call.handle_id, "errorMessage": "too late"}).expect(200)


def test_8_asks_of_one_knowledge_base_run_concurrently(world):
    gate = threading.Event()
    asker, slow_ask = world.asker("?a slow ?b")
    quick_ask = asker.ask_ki(world.pattern("?a quick ?b"))
    slow = world.answerer("?x slow ?y", gated(gate, world.rows("x=s y=o")), "slow")
    world.answerer("?x quick ?y", lambda _: world.rows("x=t y=o"), "quick")
    held_up = Background(asker.ask, slow_ask)
    slow.wait_for_call()
    assert asker.ask(quick_ask)["bindingSet"] == world.rows("a=t b=o")
    assert not held_up.is_done()
    gate.set()
    assert held_up.result()["bindingSet"] == world.rows("a=s b=o")
