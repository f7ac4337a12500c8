"""`gridlore serve` as an operator runs it."""

import json
import signal
import socket

import pytest

from shell import run
from harness.knowledge_base import KnowledgeBase
from harness.rest import OpenPoll
from harness.waiting import Background, eventually


def test_the_address_in_use_is_printed(serve):
    server = serve()
    server.rest.get("/version").expect(200)
    assert "/docs" in server.greeting
    server.root.get("/health/ready").expect(200)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_gracefully(serve, stop):
    assert serve().end(stop) == 0


def test_a_stopping_server_says_so_and_finishes_what_is_under_way(serve):
    server = serve("--kb-wait", "60", "--stop-bound", "60")
    answerer = KnowledgeBase(server.rest, "https://answerer.example/kb")
    answerer.answer_ki("?x <https://e.example/p> ?y .")
    asker = KnowledgeBase(server.rest, "https://asker.example/kb")
    ask = asker.ask_ki("?a <https://e.example/p> ?b .")
    asking = Background(asker.ask, ask)
    call = answerer.take()
    poll = OpenPoll(server.rest, answerer.id)
    ready = server.root.kept_alive()
    ready.get("/health/ready").expect(200)
    server.process.send_signal(signal.SIGTERM)
    eventually(lambda: ready.get("/health/ready").status == 503, "it does not want any more")
    eventually(lambda: "stopping" in server.log(), "the log tells of the signal")
    assert poll.is_waiting(), "a poll stays open while exchanges are under way"
    ready.post("/rest/sc/handle", kb=answerer.id, ki=call.interaction, json={
        "handleRequestId": call.handle_id, "bindingSet": [{"x": "<https://e.example/s>", "y": "5"}]}).expect(200)
    assert len(asking.result()["bindingSet"]) == 1
    assert poll.response().status == 410
    assert server.end() == 0


def test_an_interrupt_while_it_stops_ends_it_at_once(serve):
    server = serve("--kb-wait", "0", "--stop-bound", "3600")
    answerer = KnowledgeBase(server.rest, "https://answerer.example/kb")
    answerer.answer_ki("?x <https://e.example/p> ?y .")
    asker = KnowledgeBase(server.rest, "https://asker.example/kb")
    ask = asker.ask_ki("?a <https://e.example/p> ?b .")
    asking = Background(asker.try_ask, ask)
    answerer.take()
    server.process.send_signal(signal.SIGTERM)
    eventually(lambda: "stopping" in server.log(), "the log tells of the signal")
    assert server.process.poll() is None and not asking.is_done()
    server.process.send_signal(signal.SIGTERM)  # a supervisor that repeats itself cuts nothing off
    assert server.end(signal.SIGINT) == -signal.SIGINT


def test_an_address_in_use_is_5():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = run("serve", "--store", "memory", "--listen", f"127.0.0.1:{taken.getsockname()[1]}").expect(5)
    assert "in use" in refused.error


def test_a_store_in_use_is_5_and_says_by_whom(serve, tmp_path):
    server = serve("--store", tmp_path / "store")
    refused = run("serve", "--store", tmp_path / "store", "--listen", "127.0.0.1:0").expect(5)
    assert f"process {server.process.pid}" in refused.error
    assert server.end(signal.SIGTERM) == 0
    again = serve("--store", tmp_path / "store")
    assert again.end(signal.SIGTERM) == 0


def test_each_request_is_one_line_of_the_log(serve):
    server = serve("--log-format", "json")
    token = "Secret-Of-A-Client"
    rest = server.rest.kept_alive()  # one connection: the lines are in the order of the requests
    rest.post("/sc?token=" + token, headers=[("Authorization", token)],
              json={"knowledgeBaseId": "https://kb.example", "knowledgeBaseName": token,
                    "knowledgeBaseDescription": ""}).expect(200)
    rest.get("/nothing").expect(404)
    assert server.end(signal.SIGTERM) == 0
    events = [json.loads(line) for line in server.log().splitlines()]
    requests = [event for event in events if event["event"] == "request"]
    assert [(r["method"], r["path"], r["status"]) for r in requests] == [("POST", "/rest/sc", 200),
                                                                       ("GET", "/rest/nothing", 404)]
    assert len({r["id"] for r in requests}) == 2 and all(r["microseconds"] >= 0 for r in requests)
    assert token not in server.log(), "no body, query or header in the log"


def test_a_quiet_log_has_no_requests(serve):
    server = serve("--log-level", "warning")
    server.rest.get("/version").expect(200)
    assert server.end(signal.SIGTERM) == 0
    assert server.log() == ""


def test_domain_knowledge_reaches_every_knowledge_base(serve, tmp_path):
    facts = tmp_path / "facts.ttl"
    facts.write_text("<https://e.example/s> <https://e.example/p> 5 .\n")
    rules = tmp_path / "more.rules"
    rules.write_text("(?x <https://e.example/p> ?y) -> (?x <https://e.example/q> ?y) .\n")
    server = serve("--domain-knowledge", facts, rules)
    asked = run("ask", "--server", server.url, "?s <https://e.example/q> ?o", "--json").expect(0).json()
    assert asked["bindingSet"] == [{"s": "<https://e.example/s>",
                                    "o": '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'}]
