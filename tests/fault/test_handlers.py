"""Handlers that answer twice, late, for others, or with the wrong variables."""

import threading

import pytest

from harness.waiting import Background, stretched


def pending(world):
    asker, ask = world.asker("?a p ?b")
    responder = world.kb("responder")
    responder.answer_ki(world.pattern("?x p ?y"))
    exchange = Background(asker.try_ask, ask)
    return responder, responder.take(), exchange


def result_of(exchange):
    return exchange.result().expect(200).json()


def entry_of(exchange):
    entry, = result_of(exchange)["exchangeInfo"]
    return entry


def test_an_answer_that_comes_many_times_counts_once(world):
    """Ten at the same moment, each with rows of its own: one is taken, and its rows are the result."""
    for _ in range(10):
        responder, call, exchange = pending(world)
        line = threading.Barrier(10)

        def reply(number):
            line.wait()
            return responder.try_reply(call, world.rows(f"x=s{number} y=o")).status
        replies = [Background(reply, number) for number in range(10)]
        statuses = [one.result() for one in replies]
        assert sorted(statuses) == [200] + [404] * 9
        assert result_of(exchange)["bindingSet"] == world.rows(f"a=s{statuses.index(200)} b=o")
        for knowledge_base in world.knowledge_bases:
            knowledge_base.leave()


def test_an_answer_and_an_error_at_once(world):
    for _ in range(10):
        responder, call, exchange = pending(world)
        line = threading.Barrier(2)

        def reply(bindings, **fields):
            line.wait()
            return responder.try_reply(call, bindings, **fields).status
        replies = [Background(reply, world.rows("x=s y=o")), Background(reply, [], errorMessage="no")]
        statuses = [one.result() for one in replies]
        assert sorted(statuses) == [200, 404]
        assert entry_of(exchange)["status"] == ("SUCCEEDED" if statuses[0] == 200 else "FAILED")
        for knowledge_base in world.knowledge_bases:
            knowledge_base.leave()


@pytest.mark.parametrize("who", ["responder", "asker"])
def test_an_answer_races_with_a_departure(world, who):
    for _ in range(20):
        responder, call, exchange = pending(world)
        leaving = {"responder": responder, "asker": world.knowledge_bases[-2]}[who]
        departure = Background(leaving.leave)
        responder.try_reply(call, world.rows("x=s y=o")).expect(200, 404)
        departure.result().expect(200)
        if who == "responder":
            assert entry_of(exchange)["status"] in ("SUCCEEDED", "FAILED")
        else:
            exchange.result().expect(200, 410)
        for knowledge_base in world.knowledge_bases:
            knowledge_base.leave()


def test_a_late_answer_harms_nobody(new_world):
    world = new_world(kb_wait=stretched(0.5))
    responder, call, exchange = pending(world)
    assert entry_of(exchange)["status"] == "FAILED"
    responder.try_reply(call, world.rows("x=s y=o")).expect(200)
    responder.try_reply(call, world.rows("x=s y=o")).expect(200, 404)


@pytest.mark.parametrize("rows", [
    [{"x": "5"}], [{"x": "5", "y": "5", "z": "5"}], [{"a": "5", "b": "5"}], [{"X": "5", "Y": "5"}], [{"": "5"}], [{}],
    [{"x": "5", "y": "5"}] * 1000 + [{"x": "5"}]], ids=lambda rows: str(rows)[:30])
def test_wrong_variables(world, rows):
    responder, call, exchange = pending(world)
    responder.try_reply(call, rows).expect_error(400)
    assert entry_of(exchange)["status"] == "FAILED"


def test_answers_to_everything_that_was_never_asked(world):
    responder, call, exchange = pending(world)
    for handle_id in [*range(2, 50), 2 ** 31 - 1, -1]:
        responder.rest.post("/sc/handle", kb=responder.id, ki=call.interaction,
                            json={"handleRequestId": handle_id, "bindingSet": []}).expect_error(404)
    for handle_id in (2 ** 31, 2 ** 63 - 1, -2 ** 63, 2 ** 64, 10 ** 30, "x", 1e300):
        responder.rest.post("/sc/handle", kb=responder.id, ki=call.interaction,
                            json={"handleRequestId": handle_id, "bindingSet": []}).expect_error(400, 404)
    responder.reply(call, world.rows("x=s y=o"))
    assert result_of(exchange)["bindingSet"] == world.rows("a=s b=o")
