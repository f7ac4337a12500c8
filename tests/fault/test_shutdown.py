"""SIGTERM: the exchanges under way finish or get a clear answer, and the program ends with 0."""

import signal
import socket

import pytest

from harness.rest import OpenPoll, finish, start
from harness.waiting import Background, Stopwatch, stretched
from harness.world import World


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
    """The answerer's connection is kept: its answers still come through."""
    world = World(start_server(stop_bound=10, kb_wait=60))
    slow, calls, asks = exchanges_under_way(world, 3)
    connection = world.rest.kept_alive()
    connection.get("/version").expect(200)
    world.server.terminate()
    replied = 0
    for call in calls:
        try:
            reply = connection.post("/sc/handle", kb=slow.id, ki=call.interaction, json={
                "handleRequestId": call.handle_id, "bindingSet": world.rows("x=s y=o")})
        except OSError:
            break  # the server closed idle connections first
        replied += reply.status == 200
    for ask in asks:
        response = ask.result(20)
        if response.status == 200 and response.json()["bindingSet"]:
            assert response.json()["bindingSet"] == world.rows("a=s b=o")
            replied -= 1
        else:
            assert_clear_answer(response)
    assert replied == 0, "an answer that was accepted reaches the asker"
    assert world.server.wait(20) == 0


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
    asker, ask = world.asker("?a p ?b")
    large = world.answerer("?x p ?y", lambda _: [{"x": world.iri(f"s{number}"), "y": world.iri("o" * 100)}
                                                 for number in range(30_000)])
    client = world.rest.connect()
    client.connect()
    client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    start(client, "POST", "/rest/sc/ask", kb=asker.id, ki=ask, json=[{}])
    assert client.sock.recv(1) == b"H"
    since = Stopwatch()
    world.server.terminate()
    assert world.server.wait() == 0
    assert since.seconds < 1 + stretched(4)
    assert large.first_reply().status == 200
    client.close()


def test_a_second_signal_does_no_harm(start_server):
    world = World(start_server(stop_bound=1, kb_wait=60))
    _, _, asks = exchanges_under_way(world, 2)
    world.server.terminate()
    world.server.terminate()
    assert world.server.wait() == 0
    for ask in asks:
        try:
            assert_clear_answer(ask.result())
        except OSError:
            pass  # a second signal may cut the bound short


def test_nothing_new_begins_while_it_stops(start_server):
    """On a connection that is kept, a new exchange is refused or the connection is closed."""
    world = World(start_server(stop_bound=2, kb_wait=60))
    _, _, asks = exchanges_under_way(world, 1)
    other, ask = world.asker("?a other ?b", "other")
    connection = world.rest.connect()
    start(connection, "GET", "/rest/version")
    finish(connection, "GET /rest/version").expect(200)
    world.server.terminate()
    for pending in asks:
        assert_clear_answer(pending.result())
    try:
        start(connection, "POST", "/rest/sc/ask", kb=other.id, ki=ask, json=[{}])
        finish(connection, "POST /rest/sc/ask").expect(200, 410, 503)
    except OSError:
        pass
    assert world.server.wait() == 0
