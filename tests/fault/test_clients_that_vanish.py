"""Clients that leave without a word, or take their time."""

import json
import socket
import struct

import pytest

from harness.knowledge_base import SILENT
from harness.rest import OpenPoll, figure, open_polls, start
from harness.waiting import Background, eventually, stretched
from harness.world import World
from large_answer import LargeAnswer

RESET = struct.pack("ii", 1, 0)  # linger for no time: the connection ends with RST instead of FIN


def hang_up(client, how):
    if how == "reset":
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    client.close()


HOW = pytest.mark.parametrize("how", ["close", "reset"])


@HOW
def test_in_the_middle_of_a_poll(new_world, how):
    world = new_world()  # nobody else polls there
    polling = world.kb("polling")
    polling.answer_ki(world.pattern("?x p ?y"))
    for _ in range(100):
        hang_up(OpenPoll(world.rest, polling.id).connection.sock, how)
        eventually(lambda: open_polls(world.rest) == 0, "the break is noticed")
    last = OpenPoll(world.rest, polling.id)
    assert last.is_waiting()
    asker, ask = world.asker("?a p ?b")
    exchange = Background(asker.ask, ask)
    body = last.response().expect(200).json()
    polling.rest.post("/sc/handle", kb=polling.id, ki=body["knowledgeInteractionId"],
                      json={"handleRequestId": body["handleRequestId"], "bindingSet": []}).expect(200)
    assert exchange.result()["exchangeInfo"][0]["status"] == "SUCCEEDED"


@HOW
@pytest.mark.parametrize("path", ["/sc", "/sc/ki", "/sc/ask", "/sc/post", "/sc/handle", "/sc/knowledge"])
@pytest.mark.parametrize("coding", ["Content-Length: 1000", "Transfer-Encoding: chunked"], ids=["length", "chunked"])
def test_in_the_middle_of_a_body(world, how, path, coding):
    knowledge_base = world.kb()
    ki = knowledge_base.ask_ki(world.pattern("?a p ?b"))
    for part in (b"", b'{"a', b'3e8\r\n{"know'):
        client = socket.create_connection(("127.0.0.1", world.server.port))
        client.sendall(f"POST /rest{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{coding}\r\n"
                       f"Knowledge-Base-Id: {knowledge_base.id}\r\nKnowledge-Interaction-Id: {ki}\r\n\r\n".encode()
                       + part)
        hang_up(client, how)
    assert len(world.rest.get("/sc/ki", kb=knowledge_base.id).expect(200).json()) == 1


@HOW
def test_in_the_middle_of_a_head(server, how):
    request = b"GET /rest/version HTTP/1.1\r\nHost: x\r\n\r\n"
    for length in range(len(request)):
        client = socket.create_connection(("127.0.0.1", server.port))
        client.sendall(request[:length])
        hang_up(client, how)


@HOW
@pytest.mark.parametrize("kind", ["ask", "post"])
def test_the_asker_in_the_middle_of_an_exchange(world, how, kind):
    slow = world.kb("slow")
    if kind == "ask":
        asker, ki = world.asker("?a p ?b")
        slow.answer_ki(world.pattern("?x p ?y"))
        body = [{}]
    else:
        asker, ki = world.poster("?a p ?b")
        slow.react_ki(world.pattern("?x p ?y"))
        body = world.rows("a=s b=o")
    for _ in range(10):
        client = world.rest.connect()
        start(client, "POST", f"/rest/sc/{kind}", kb=asker.id, ki=ki, json=body)
        call = slow.take()
        hang_up(client.sock, how)
        slow.try_reply(call, []).expect(200, 404)
    # The knowledge base is still there: only its connection was lost.
    world.rest.get("/sc", kb=asker.id).expect(200)
    again = Background(asker.try_ask if kind == "ask" else asker.try_post, ki, body)
    call = slow.take()
    slow.reply(call, [])
    again.result().expect(200)


def test_the_answerer_in_the_middle_of_an_exchange(new_world):
    world = new_world(kb_wait=stretched(0.5))
    asker, ask = world.asker("?a p ?b")
    world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"), "good")
    gone = world.kb("gone")
    gone.answer_ki(world.pattern("?x p ?y"))
    exchange = Background(asker.ask, ask)
    gone.take()  # and is never heard of again
    result = exchange.result()
    assert result["bindingSet"] == world.rows("a=s b=o")
    assert sorted(entry["status"] for entry in result["exchangeInfo"]) == ["FAILED", "SUCCEEDED"]


def test_a_large_answer_is_read_a_byte_at_a_time(world, unharmed):
    answer = LargeAnswer(world)
    received = bytearray()
    while len(received) < 20_000:
        received += answer.receive(1)
        if len(received) % 5_000 == 0:
            unharmed.go_on()
    assert len(json.loads(answer.whole_body(bytes(received)))["bindingSet"]) == answer.rows
    answer.connection.close()


@HOW
def test_the_body_of_a_large_answer_is_never_read(world, unharmed, how):
    worlds = [World(world.server) for _ in range(5)]
    answers = [LargeAnswer(own) for own in worlds]
    unharmed.go_on()
    for own, answer in zip(worlds, answers):
        hang_up(answer.connection.sock, how)
        own.close()


def test_hundreds_of_connections_that_say_nothing(server, unharmed):
    clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(500)]
    unharmed.go_on()
    for client in clients:
        client.close()


def test_half_closed_connections_are_answered(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=stretched(10)) as client:
        client.sendall(b"GET /rest/version HTTP/1.1\r\nHost: x\r\n\r\n")
        client.shutdown(socket.SHUT_WR)
        assert client.recv(4096).startswith(b"HTTP/1.1 200")


def test_silent_answerers_do_not_pile_up(new_world):
    world = new_world(kb_wait=stretched(0.2))
    asker, ask = world.asker("?a p ?b")
    silent = world.answerer("?x p ?y", lambda _: SILENT, "silent")
    for _ in range(10):
        assert asker.ask(ask)["exchangeInfo"][0]["status"] == "FAILED"
    assert silent.calls
    for name in ("gridlore_unanswered_work", "gridlore_exchanges_under_way"):
        assert figure(world.server.root, name) == 0, name
