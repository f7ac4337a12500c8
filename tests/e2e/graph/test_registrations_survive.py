"""What was registered without a lease is there after a restart, and nothing that was given out once is given out again."""

import pytest

from harness.knowledge_base import KnowledgeBase
from harness.waiting import Background

RULES = "(?a <urn:e:p> ?b) -> (?a <urn:e:q> ?b) ."


@pytest.fixture
def restart(start_server, tmp_path):
    """Starts a server on the one store of the test, or starts it again, gently or not."""
    running = []

    def start(kill=False):
        if running:
            if kill:
                running[-1].process.kill()
                running[-1].wait()
            else:
                running[-1].terminate()
                assert running[-1].wait() == 0
        running.append(start_server(store=tmp_path / "store"))
        return running[-1]

    yield start
    for server in running[:-1]:
        server.stop = lambda: None  # it has ended, some of them by force


def interactions(server, kb):
    return [entry["knowledgeInteractionId"] for entry in server.rest.get("/sc/ki", kb=kb).expect(200).json()]


@pytest.mark.parametrize("kill", [False, True], ids=["stopped", "killed"])
def test_knowledge_bases_interactions_and_rules_come_back(restart, kill):
    server = restart()
    kb = KnowledgeBase(server.rest, "https://kb.example", name="a name", description="what it is", reasonerLevel=3)
    kb.answer_ki("?a <urn:e:p> ?b", knowledgeInteractionName="values")
    unnamed = kb.ask_ki("?a <urn:e:q> ?b", knowledgeGapsEnabled=True)
    gone = kb.ask_ki("?a <urn:e:r> ?b")
    server.rest.send("DELETE", "/sc/ki", kb=kb.id, ki=gone).expect(200)
    server.rest.post("/sc/knowledge", kb=kb.id, body=RULES.encode(), content_type="text/plain").expect(200)
    KnowledgeBase(server.rest, "https://leased.example", leaseRenewalTime=60)
    KnowledgeBase(server.rest, "https://removed.example").ask_ki("?a <urn:e:q> ?b")
    server.rest.send("DELETE", "/sc", kb="https://removed.example").expect(200)
    before = server.rest.get("/sc/ki", kb=kb.id).json()

    for _ in range(2):  # what came back is kept like what was registered
        server = restart(kill)
        assert server.rest.get("/sc").json() == [
            {"knowledgeBaseId": kb.id, "knowledgeBaseName": "a name", "knowledgeBaseDescription": "what it is",
             "reasonerLevel": 3}]
        assert server.rest.get("/sc/ki", kb=kb.id).json() == before
    again = KnowledgeBase(server.rest, kb.id, create=False)
    other = KnowledgeBase(server.rest, "https://other.example")
    source = other.answer_ki("?x <urn:e:p> ?y", lambda asked: [{"x": "<urn:e:s>", "y": "<urn:e:t>"}])
    answer = server.rest.post("/sc/ask", kb=again.id, ki=unnamed, json=[{}]).expect(200).json()
    assert answer["bindingSet"] == [{"a": "<urn:e:s>", "b": "<urn:e:t>"}], "by the rule that came back"
    assert [entry["knowledgeInteractionId"] for entry in answer["exchangeInfo"]] == [source]


def test_a_knowledge_base_that_was_removed_stays_away(restart):
    server = restart()
    KnowledgeBase(server.rest, "https://kb.example").ask_ki("?a <urn:e:q> ?b")
    server = restart()
    server.rest.send("DELETE", "/sc", kb="https://kb.example").expect(200)
    server = restart(kill=True)
    assert server.rest.get("/sc").json() == []


def test_an_id_of_a_handle_request_is_never_given_out_again(restart):
    given = []
    for kill in (True, False, True):
        server = restart(kill)
        is_new = not given
        answerer = KnowledgeBase(server.rest, "https://answerer.example", create=is_new)
        asker = KnowledgeBase(server.rest, "https://asker.example", create=is_new)
        ids = ({"answer": answerer.answer_ki("?a <urn:e:p> ?b", knowledgeInteractionName="answer"),
                "ask": asker.ask_ki("?a <urn:e:p> ?b", knowledgeInteractionName="ask")} if is_new else
               {"answer": f"{answerer.id}/interaction/answer", "ask": f"{asker.id}/interaction/ask"})
        for _ in range(2):
            asking = Background(server.rest.post, "/sc/ask", kb=asker.id, ki=ids["ask"], json=[{}])
            work = server.rest.get("/sc/handle", kb=answerer.id).expect(200).json()
            given.append(work["handleRequestId"])
            server.rest.post("/sc/handle", kb=answerer.id, ki=ids["answer"],
                             json={"handleRequestId": work["handleRequestId"], "bindingSet": []}).expect(200)
            asking.result()
    assert given[:2] == [1, 2]
    assert len(set(given)) == len(given) and given == sorted(given)


def test_no_query_sees_registrations_and_no_update_takes_them(restart):
    server = restart()
    KnowledgeBase(server.rest, "https://kb.example").ask_ki("?a <urn:e:q> ?b")
    query = {"body": b"SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }",
             "content_type": "application/sparql-query", "headers": [("Accept", "application/sparql-results+json")]}
    assert server.root.post("/sparql", **query).expect(200).json()["results"]["bindings"] == []
    server.root.post("/update", body=b"DROP ALL", content_type="application/sparql-update").expect(204)
    server = restart(kill=True)
    assert len(interactions(server, "https://kb.example")) == 1


def test_in_memory_nothing_outlives_the_server(start_server):
    server = start_server(store="memory")
    KnowledgeBase(server.rest, "https://kb.example")
    server.terminate()
    assert server.wait() == 0
    assert start_server(store="memory").rest.get("/sc").json() == []
    server.stop = lambda: None
