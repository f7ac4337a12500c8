"""Section 3.11: the long poll."""

import threading

import pytest

from harness.rest import OpenPoll, open_polls
from harness.waiting import Background, Stopwatch, eventually, stretched


def silent_answerer(world, word="answerer"):
    """An ANSWER that is served by hand."""
    knowledge_base = world.kb(word)
    knowledge_base.answer_ki(world.pattern("?x p ?y"), knowledgeInteractionName="p")
    return knowledge_base


def test_3_11_work(world):
    asker, ask = world.asker("?a p ?b")
    answerer = silent_answerer(world)
    result = Background(asker.ask, ask, world.rows("a=room3"))
    body = answerer.poll().expect(200).json()
    assert body == {"knowledgeInteractionId": answerer.id + "/interaction/p", "handleRequestId": 1,
                    "bindingSet": world.rows("x=room3"), "requestingKnowledgeBaseId": asker.id}
    world.rest.post("/sc/handle", kb=answerer.id, ki=body["knowledgeInteractionId"],
                    json={"handleRequestId": 1, "bindingSet": world.rows("x=room3 y=21")}).expect(200)
    assert result.result()["bindingSet"] == world.rows("a=room3 b=21")


def test_3_11_work_wakes_an_open_poll_at_once(world):
    asker, ask = world.asker("?a p ?b")
    answerer = silent_answerer(world)
    poll = OpenPoll(world.rest, answerer.id)
    assert poll.is_waiting()
    since = Stopwatch()
    result = Background(asker.ask, ask)
    body = poll.response().expect(200).json()
    assert since.seconds < stretched(2)
    world.rest.post("/sc/handle", kb=answerer.id, ki=body["knowledgeInteractionId"],
                    json={"handleRequestId": body["handleRequestId"], "bindingSet": []}).expect(200)
    result.result()


def test_3_11_handle_ids_count_from_1_for_each_knowledge_base(world):
    asker, ask = world.asker("?a p ?b")
    answerers = [silent_answerer(world, word) for word in ("one", "other")]
    for expected in (1, 2, 3):
        result = Background(asker.ask, ask)
        for answerer in answerers:
            call = answerer.take()
            assert call.handle_id == expected
            answerer.reply(call, [])
        result.result()


def test_3_11_unrestricted_is_one_empty_binding(world):
    asker, ask = world.asker("?a p ?b")
    answerer = world.answerer("?x p ?y", lambda _: [])
    asker.ask(ask, [])
    asker.ask(ask, [{}])
    assert [call.bindings for call in answerer.calls] == [[{}], [{}]]


def test_3_11_a_react_gets_complete_bindings(world):
    poster, post = world.poster("?a p ?b")
    reactor = world.reactor("?x p ?y", None, lambda _: [])
    poster.post(post, world.rows("a=s b=o"))
    call, = reactor.calls
    assert call.bindings == world.rows("x=s y=o") and call.requester == poster.id


@pytest.mark.parametrize("kind", ["Answer", "React"])
def test_3_11_202_is_empty_where_work_may_come(brisk_world, kind):
    knowledge_base = brisk_world.kb()
    field = "graphPattern" if kind == "Answer" else "argumentGraphPattern"
    knowledge_base.register(kind, **{field: brisk_world.pattern("?a p ?b")})
    assert knowledge_base.poll().expect(202).body == b""


@pytest.mark.parametrize("kind", ["none", "Ask", "Post"])
def test_3_11_202_tells_a_knowledge_base_to_which_none_can_come(brisk_world, kind):
    knowledge_base = brisk_world.kb()
    if kind != "none":
        field = "graphPattern" if kind == "Ask" else "argumentGraphPattern"
        knowledge_base.register(kind, **{field: brisk_world.pattern("?a p ?b")})
    body = knowledge_base.poll().expect(202).json()
    assert body["messageType"] == "info" and body["message"]


def test_3_11_202_comes_after_the_configured_time(brisk_world):
    knowledge_base = silent_answerer(brisk_world)
    long_poll = brisk_world.server.settings["long_poll"]
    since = Stopwatch()
    knowledge_base.poll().expect(202)
    assert long_poll - 0.05 <= since.seconds < long_poll + stretched(1.5)


@pytest.mark.parametrize("headers, status", [({}, 400), ({"kb": "no iri"}, 400)], ids=["missing", "no IRI"])
def test_3_11_bad_header_is_400(rest, headers, status):
    rest.get("/sc/handle", **headers).expect_error(status)


def test_3_11_unknown_knowledge_base_is_404(world):
    world.rest.get("/sc/handle", kb=world.kb_id("unknown")).expect_error(404)


def test_3_11_second_poll_is_409_and_the_older_stays_open(world):
    asker, ask = world.asker("?a p ?b")
    answerer = silent_answerer(world)
    older = OpenPoll(world.rest, answerer.id)
    for _ in range(3):
        answerer.poll(timeout=5).expect_error(409)
    assert older.is_waiting()
    result = Background(asker.ask, ask)
    body = older.response().expect(200).json()
    world.rest.post("/sc/handle", kb=answerer.id, ki=body["knowledgeInteractionId"],
                    json={"handleRequestId": body["handleRequestId"], "bindingSet": []}).expect(200)
    result.result()


def test_3_11_no_spurious_409_after_a_200(world):
    """REF: a client that polls again at once sometimes gets one."""
    asker, ask = world.asker("?a p ?b")
    answerer = world.answerer("?x p ?y", lambda _: [])
    for _ in range(200):
        asker.ask(ask)
    assert not answerer.problems and len(answerer.calls) == 200


def test_3_11_no_spurious_409_after_a_202(new_world):
    world = new_world(long_poll=0.02)
    knowledge_base = silent_answerer(world)
    connection = world.rest.kept_alive()
    for _ in range(50):
        connection.get("/sc/handle", kb=knowledge_base.id).expect(202)
    connection.close()


def test_3_11_open_poll_gets_410_when_the_knowledge_base_leaves(world):
    knowledge_base = world.kb()
    poll = OpenPoll(world.rest, knowledge_base.id)
    knowledge_base.leave().expect(200)
    body = poll.response(5).expect(410).json()
    assert body["messageType"] == "message" and body["message"]
    knowledge_base.poll().expect_error(404)


def test_3_11_open_poll_gets_410_when_the_server_stops(new_world):
    world = new_world()
    poll = OpenPoll(world.rest, world.kb().id)
    world.server.terminate()
    body = poll.response(10).expect(410).json()
    assert body["messageType"] == "message" and body["message"]
    assert world.server.wait() == 0
    world.knowledge_bases.clear()


def test_3_11_work_waits_first_in_first_out(world):
    answerer, results = world.queue_of_asks(5)
    calls = [answerer.take() for _ in results]
    assert [call.handle_id for call in calls] == [1, 2, 3, 4, 5]
    assert [call.bindings for call in calls] == [world.rows(f"x=s{count}") for count in range(1, 6)]
    for call in calls:
        answerer.reply(call, [])
    for result in results:
        result.result()


def test_3_11_many_pieces_before_an_answer_and_answers_in_any_order(world):
    asker, ask = world.asker("?a p ?b")
    answerer = silent_answerer(world)
    results = {f"s{count}": Background(asker.ask, ask, world.rows(f"a=s{count}")) for count in range(5)}
    calls = [answerer.take() for _ in results]
    for call in reversed(calls):
        answerer.reply(call, [dict(call.bindings[0], y=call.bindings[0]["x"])])
    for word, result in results.items():
        assert result.result()["bindingSet"] == world.rows(f"a={word} b={word}")


def test_3_11_a_delivered_piece_is_never_delivered_twice(brisk_world):
    world = brisk_world
    asker, ask = world.asker("?a p ?b")
    answerer = silent_answerer(world)
    result = Background(asker.ask, ask)
    call = answerer.take()
    answerer.poll().expect(202)
    answerer.try_reply(call, [])
    result.result()
    answerer.poll().expect(202)


def test_3_11_a_burst_of_200_asks_to_a_slow_one_loses_nothing(world):
    """REF: all but the last 50 are cancelled."""
    asker, ask = world.asker("?a p ?b")
    answerer = silent_answerer(world)
    lock = threading.Lock()
    good = []

    def ask_often(first):
        rest = world.rest.kept_alive()
        for count in range(first, first + 10):
            rows = rest.post("/sc/ask", kb=asker.id, ki=ask, json=world.rows(f"a=s{count}")).expect(200).json()
            with lock:
                good.append(rows["bindingSet"] == world.rows(f"a=s{count} b=o"))
        rest.close()
    askers = [Background(ask_often, 10 * part) for part in range(20)]
    for _ in range(10):
        calls = [answerer.take() for _ in range(20)]
        for call in calls:
            answerer.reply(call, [dict(call.bindings[0], y=world.iri("o"))])
    for one in askers:
        one.result()
    assert good == [True] * 200


def test_3_11_200_waiting_pieces_are_kept(world):
    asker, ask = world.asker("?a p ?b")
    answerer = silent_answerer(world)
    results = [Background(asker.ask, ask, world.rows(f"a=s{count}")) for count in range(200)]
    calls = [answerer.take() for _ in results]
    for call in calls:
        answerer.reply(call, [])
    statuses = [entry["status"] for result in results for entry in result.result()["exchangeInfo"]]
    assert statuses == ["SUCCEEDED"] * 200


def test_3_11_work_of_an_asker_that_timed_out(brisk_world):
    """What was delivered can still be answered, without effect; what was queued may be dropped."""
    world = brisk_world
    asker, ask = world.asker("?a p ?b")
    answerer = silent_answerer(world)
    result = Background(asker.ask, ask)
    call = answerer.take()
    assert result.result()["exchangeInfo"][0]["status"] == "FAILED"
    answerer.try_reply(call, world.rows("x=s y=o")).expect(200)


def test_3_11_a_knowledge_base_that_nobody_polls_for_lives_on(brisk_world):
    world = brisk_world
    asker, ask = world.asker("?a p ?b")
    answerer = silent_answerer(world)
    asker.ask(ask)  # times out
    world.rest.get("/sc", kb=answerer.id).expect(200)
    result = Background(asker.ask, ask, world.rows("a=second"))
    call = answerer.take()
    while call.bindings != world.rows("x=second"):  # the first piece may still be there
        call = answerer.take()
    answerer.try_reply(call, []).expect(200)
    result.result()


def test_3_11_a_broken_poll_is_noticed(world):
    """REF: the next poll is 409 until the 29 s of the first are over."""
    asker, ask = world.asker("?a p ?b")
    answerer = silent_answerer(world)
    others = open_polls(world.rest)
    OpenPoll(world.rest, answerer.id).break_off()
    eventually(lambda: open_polls(world.rest) == others, "the break is noticed", within=2)
    poll = OpenPoll(world.rest, answerer.id)
    assert poll.is_waiting()
    result = Background(asker.ask, ask)
    body = poll.response().expect(200).json()
    world.rest.post("/sc/handle", kb=answerer.id, ki=body["knowledgeInteractionId"],
                    json={"handleRequestId": body["handleRequestId"], "bindingSet": []}).expect(200)
    assert result.result()["exchangeInfo"][0]["status"] == "SUCCEEDED"


@pytest.mark.parametrize("attempt", range(20))
def test_3_11_work_is_not_lost_with_a_broken_poll(world, attempt):
    """The ask and the server's noticing of the break race; whoever polls next gets the work."""
    asker, ask = world.asker("?a p ?b")
    answerer = silent_answerer(world)
    OpenPoll(world.rest, answerer.id).break_off()
    result = Background(asker.ask, ask)

    def work():
        response = answerer.poll(timeout=5)
        return response if response.status == 200 else response.expect_error(409) and None
    body = eventually(work, "the next poll gets the work").json()
    world.rest.post("/sc/handle", kb=answerer.id, ki=body["knowledgeInteractionId"],
                    json={"handleRequestId": body["handleRequestId"], "bindingSet": []}).expect(200)
    assert result.result()["exchangeInfo"][0]["status"] == "SUCCEEDED"
