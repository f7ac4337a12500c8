"""SIGTERM: the exchanges under way finish or get a clear answer, and the program ends with 0."""

import signal
import socket

import pytest

from harness.rest import OpenPoll
from harness.waiting import Background, Stopwatch, eventually, stretched
from harness.world import World
from large_answer import LargeAnswer


def exchanges_under_way(world, count=5):
    asker, ask = world.asker("?a p ?b")
    slow = world.kb("slow")
    slow.answer_ki(world.pattern("?x p ?y"))
    asks = [Background(asker.try_ask, ask) for _ in range(count)]
    return slow, [slow.take() for _ in asks], asks


def assert_clear_answer(response):
    """The result, with a FAILED entry for who still owed an answer; or an error that says why."""
    if response.status == 200:
        entry, = response.json()["exchangeInfo"]
        assert entry["status"] == "FAILED" and entry["failedMessage"]
    else:
        assert response.expect(410, 503).json()["message"]


def test_an_idle_server_ends_at_once(start_server):
    server = start_server()
    since = Stopwatch()
    server.terminate()
    assert server.wait() == 0
    assert since.seconds < stretched(3)


def test_interrupt_ends_it_too(start_server):
    server = start_server()
    server.process.send_signal(signal.SIGINT)
    assert server.wait() == 0


def test_exchanges_that_nobody_answers_get_a_clear_answer(start_server):
    world = World(start_server(stop_bound=1, kb_wait=60))
    _, _, asks = exchanges_under_way(world)
    since = Stopwatch()
    world.server.terminate()
    for ask in asks:
        assert_clear_answer(ask.result())
    assert world.server.wait() == 0
    assert since.seconds < 1 + stretched(4)


def test_exchanges_that_are_answered_in_time_finish(start_server):
    world = World(start_server(stop_bound=stretched(10), kb_wait=60))
    slow, calls, asks = exchanges_under_way(world, 3)
    world.server.terminate()
    eventually(lambda: world.server.root.get("/health/ready").status == 503, "the signal has been heard")
    for call in calls:
        slow.reply(call, world.rows("x=s y=o"))
    for ask in asks:
        assert ask.result().expect(200).json()["bindingSet"] == world.rows("a=s b=o")
    assert world.server.wait() == 0


def test_open_polls_get_410(start_server):
    world = World(start_server())
    polls = [OpenPoll(world.rest, world.kb(f"kb{number}").id) for number in range(20)]
    world.server.terminate()
    for poll in polls:
        body = poll.response(10).expect(410).json()
        assert body["messageType"] == "message" and body["message"]
    assert world.server.wait() == 0


@pytest.mark.parametrize("unfinished", [b"GET /rest/version HTTP/1.1\r\nHost: x",
                                        b"POST /rest/sc HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"],
                         ids=["head", "body"])
def test_unfinished_requests_do_not_hold_it_up(start_server, unfinished):
    server = start_server(stop_bound=1)
    clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(5)]
    for client in clients:
        client.sendall(unfinished)
    server.rest.get("/version").expect(200)
    since = Stopwatch()
    server.terminate()
    assert server.wait() == 0
    assert since.seconds < 1 + stretched(4)
    for client in clients:
        client.close()


def test_a_client_that_does_not_read_does_not_hold_it_up(start_server):
    world = World(start_server(stop_bound=1))
    answer = LargeAnswer(world)
    since = Stopwatch()
    world.server.terminate()
    assert world.server.wait() == 0
    assert since.seconds < 1 + stretched(4)
    assert answer.answerer.first_reply().status == 200
    answer.connection.close()


def test_a_second_signal_does_no_harm(start_server):
    world = World(start_server(stop_bound=1, kb_wait=60))
    _, _, asks = exchanges_under_way(world, 2)
    world.server.terminate()
    world.server.terminate()
    for ask in asks:
        assert_clear_answer(ask.result())
    assert world.server.wait() == 0


def test_nothing_new_begins_while_it_stops(start_server):
    world = World(start_server(stop_bound=stretched(10), kb_wait=60))
    slow, calls, asks = exchanges_under_way(world, 1)
    asker, ask = world.asker("?a other ?b", "other")
    world.server.terminate()
    eventually(lambda: asker.try_ask(ask).expect(200, 503).status == 503, "new exchanges are refused")
    assert asker.try_ask(ask).expect_error(503).message
    slow.reply(calls[0], [])
    entry, = asks[0].result().expect(200).json()["exchangeInfo"]
    assert entry["status"] == "SUCCEEDED"
    assert world.server.wait() == 0
