"""Each limit of the configuration is crossed: the newest is refused and told why, the others go on."""

import socket

import pytest

from harness.waiting import Stopwatch, eventually, stretched

LIMIT_STATUSES = (413, 429, 503, 507)


def test_rows_of_one_exchange(new_world):
    world = new_world(rows=100)
    asker, ask = world.asker("?a p ?b")
    world.answerer("?x p ?y", lambda _: [{"x": world.iri(f"s{number}"), "y": world.iri("o")} for number in range(200)])
    response = asker.try_ask(ask).expect(200, *LIMIT_STATUSES)
    if response.status == 200:
        assert response.json()["exchangeInfo"][0]["status"] == "FAILED"
    else:
        assert response.expect_error(*LIMIT_STATUSES).message


def test_knowledge_bases(new_world):
    world = new_world(knowledge_bases=3)
    for word in ("one", "two", "three"):
        world.kb(word)
    body = {"knowledgeBaseId": world.kb_id("four"), "knowledgeBaseName": "", "knowledgeBaseDescription": ""}
    assert world.rest.post("/sc", json=body).expect_error(400, *LIMIT_STATUSES).message
    world.knowledge_bases.pop().leave().expect(200)
    world.rest.post("/sc", json=body).expect(200)


def test_interactions(new_world):
    world = new_world(interactions=3)
    knowledge_base = world.kb()
    kis = [knowledge_base.ask_ki(world.pattern("?a p ?b")) for _ in range(3)]
    assert knowledge_base.try_register("Ask", graphPattern=world.pattern("?a p ?b")).expect_error(
        400, *LIMIT_STATUSES).message
    world.rest.delete("/sc/ki", kb=knowledge_base.id, ki=kis[0]).expect(200)
    knowledge_base.ask_ki(world.pattern("?a p ?b"))


def test_header(start_server):
    server = start_server(header_limit=2000)
    server.rest.get("/version", headers=[("X-Long", "x" * 4000)]).expect_error(431)
    server.rest.get("/version").expect(200)


def test_connections(start_server):
    server = start_server(connections=10)
    clients = []
    for _ in range(10):
        clients.append(socket.create_connection(("127.0.0.1", server.port), timeout=stretched(5)))
        clients[-1].sendall(b"GET /rest/version HTTP/1.1\r\nHost: x\r\n\r\n")
        assert clients[-1].recv(4096).startswith(b"HTTP/1.1 200")
    with socket.create_connection(("127.0.0.1", server.port), timeout=stretched(5)) as refused:
        answer = refused.recv(4096)
        assert answer.startswith(b"HTTP/1.1 503")
    for client in clients:
        client.sendall(b"GET /rest/version HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.recv(4096).startswith(b"HTTP/1.1 200")
        client.close()

    def is_let_in():
        try:
            return server.rest.get("/version", timeout=2).status == 200
        except OSError:
            return False
    eventually(is_let_in, "a place is free again")


@pytest.mark.parametrize("part", [b"GET /rest/version HT", b"POST /rest/sc HTTP/1.1\r\nHost: x\r\n"
                                  b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"],
                         ids=["head", "body"])
def test_time_to_send_a_request(start_server, part):
    server = start_server(read_timeout=1)
    since = Stopwatch()
    with socket.create_connection(("127.0.0.1", server.port), timeout=stretched(10)) as client:
        client.sendall(part)
        answer = client.recv(4096)
        assert not answer or answer.startswith(b"HTTP/1.1 408")
        assert 0.5 <= since.seconds < 1 + stretched(4)


def test_time_between_requests(start_server):
    server = start_server(idle_timeout=stretched(1))
    with socket.create_connection(("127.0.0.1", server.port), timeout=stretched(10)) as client:
        client.sendall(b"GET /rest/version HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.recv(4096).startswith(b"HTTP/1.1 200")
        assert client.recv(4096) == b"", "an idle connection is closed without a word"
