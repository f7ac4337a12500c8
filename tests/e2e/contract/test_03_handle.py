"""Sections 3.12 and 3.13: delivering an answer, and where domain knowledge goes (its language: test_11_rules.py)."""

import pytest

from harness.knowledge_base import Call
from harness.waiting import Background


class Pending:
    """An ask (or post) under way whose one piece of work has been taken and waits for its answer."""

    def __init__(self, world, kind="Answer", pattern="?x p ?y", result="?x q ?z"):
        self.responder = world.kb("responder")
        if kind == "Answer":
            asker, ki = world.asker("?a p ?b")
            self.ki = self.responder.answer_ki(world.pattern(pattern))
            self.exchange = Background(asker.ask, ki)
        else:
            asker, ki = world.poster("?a p ?b", "?a q ?c")
            self.ki = self.responder.react_ki(world.pattern(pattern), result and world.pattern(result))
            self.exchange = Background(asker.post, ki, world.rows("a=s b=o"))
        self.call = self.responder.take()

    def handle(self, body, **headers):
        headers = {"kb": self.responder.id, "ki": self.ki} | headers
        return self.responder.rest.post("/sc/handle", json=body, **headers)

    def entry(self):
        entry, = self.exchange.result()["exchangeInfo"]
        return entry

    def assert_over(self):
        """The asker has FAILED at once, and a second try comes too late."""
        entry = self.entry()
        assert entry["status"] == "FAILED" and entry["failedMessage"]
        assert "TimeoutException" not in entry["failedMessage"]
        self.handle({"handleRequestId": self.call.handle_id, "bindingSet": []}).expect_error(404)

    def assert_still_pending(self, corrected):
        assert not self.exchange.is_done()
        self.handle({"handleRequestId": self.call.handle_id, "bindingSet": corrected}).expect(200)
        assert self.entry()["status"] == "SUCCEEDED"


def test_3_12_accepted(world):
    pending = Pending(world)
    response = pending.handle({"handleRequestId": 1, "bindingSet": world.rows("x=s y=o")}).expect(200)
    assert response.body == b""
    assert pending.exchange.result()["bindingSet"] == world.rows("a=s b=o")


def test_3_12_error_message_reaches_the_asker(world):
    pending = Pending(world)
    pending.handle({"handleRequestId": 1, "errorMessage": "sensor is offline"}).expect(200)
    entry = pending.entry()
    assert entry["status"] == "FAILED" and "sensor is offline" in entry["failedMessage"] and entry["bindingSet"] == []


@pytest.mark.parametrize("body", [{}, {"bindingSet": None}, {"bindingSet": None, "errorMessage": None},
                                  {"bindingSet": []}], ids=str)
def test_3_12_nothing_is_an_empty_answer(world, body):
    pending = Pending(world)
    pending.handle({"handleRequestId": 1} | body).expect(200)
    entry = pending.entry()
    assert entry["status"] == "SUCCEEDED" and entry["bindingSet"] == []


def test_3_12_with_both_the_error_counts(world):
    pending = Pending(world)
    pending.handle({"handleRequestId": 1, "bindingSet": world.rows("x=s y=o"), "errorMessage": "no"}).expect(200)
    assert pending.entry()["status"] == "FAILED"


@pytest.mark.parametrize("handle_id", ["1", 1.0])
def test_3_12_the_handle_id_may_be_a_text_of_digits(world, handle_id):
    pending = Pending(world)
    pending.handle({"handleRequestId": handle_id, "bindingSet": world.rows("x=s y=o")}).expect(200)
    assert pending.entry()["status"] == "SUCCEEDED"


@pytest.mark.parametrize("missing", ["kb", "ki"])
def test_3_12_missing_header_is_400(world, missing):
    pending = Pending(world)
    pending.handle({"handleRequestId": 1, "bindingSet": []}, **{missing: None}).expect_error(400)
    pending.assert_still_pending([])


@pytest.mark.parametrize("ki", ["unknown", "no iri"])
def test_3_12_unknown_interaction_is_400(world, ki):
    pending = Pending(world)
    header = {"unknown": pending.responder.id + "/interaction/unknown", "no iri": "no iri"}[ki]
    pending.handle({"handleRequestId": 1, "bindingSet": []}, ki=header).expect_error(400)
    pending.assert_still_pending([])


def test_3_12_knowledge_base_that_is_no_iri_is_400(world):
    pending = Pending(world)
    pending.handle({"handleRequestId": 1, "bindingSet": []}, kb="no iri").expect_error(400)
    pending.assert_still_pending([])


def test_3_12_unknown_knowledge_base_is_404(world):
    pending = Pending(world)
    pending.handle({"handleRequestId": 1, "bindingSet": []}, kb=world.kb_id("unknown")).expect_error(404)
    pending.assert_still_pending([])


@pytest.mark.parametrize("body", [{"bindingSet": []}, {"handleRequestId": None, "bindingSet": []},
                                  {"handleRequestId": "abc", "bindingSet": []},
                                  {"handleRequestId": {}, "bindingSet": []}], ids=str)
def test_3_12_missing_handle_id_is_400(world, body):
    pending = Pending(world)
    pending.handle(body).expect_error(400)
    pending.assert_still_pending([])


@pytest.mark.parametrize("handle_id", [0, 2, -1, 10 ** 15])
def test_3_12_handle_id_never_given_out_is_404(world, handle_id):
    pending = Pending(world)
    pending.handle({"handleRequestId": handle_id, "bindingSet": []}).expect_error(404)
    pending.assert_still_pending([])


def test_3_12_answered_already_is_404(world):
    pending = Pending(world)
    pending.responder.reply(pending.call, [])
    pending.responder.try_reply(pending.call, []).expect_error(404)
    assert pending.entry()["status"] == "SUCCEEDED"


def test_3_12_another_interaction_of_the_same_knowledge_base_will_do(world):
    pending = Pending(world)
    other = pending.responder.ask_ki(world.pattern("?a other ?b"))
    pending.handle({"handleRequestId": 1, "bindingSet": world.rows("x=s y=o")}, ki=other).expect(200)
    assert pending.entry()["status"] == "SUCCEEDED"


def test_3_12_an_id_of_another_knowledge_base_is_404(world):
    pending = Pending(world)
    other = world.kb("other")
    ki = other.answer_ki(world.pattern("?x other ?y"))
    stolen = Call(ki, ki, 1, [], "", {})
    other.try_reply(stolen, []).expect_error(404)
    pending.assert_still_pending([])


# The table of refusals: these end the request …
OVER = [
    ("incomplete binding", "x=s"),
    ("one incomplete binding among good ones", "x=s y=o | x=t"),
    ("empty binding", "*"),
    ("unknown key", "x=s y=o z=o"),
    ("variable as a value", "x=s y=?v"),
    ("unreadable term", "x=s y=!bad"),
]


def wire_rows(world, text):
    """Rows in short words, with `?v` and a term that cannot be read."""
    rows = world.rows(text.replace("?v", '"variable"').replace("!bad", '"unreadable"'))
    odd = {'"variable"': "?v", '"unreadable"': "no term"}
    return [{key: odd.get(value, value) for key, value in row.items()} for row in rows]


@pytest.mark.parametrize("rows", [case[1] for case in OVER], ids=[case[0] for case in OVER])
@pytest.mark.parametrize("kind", ["Answer", "React"])
def test_3_12_refused_for_its_contents_the_request_is_over(world, kind, rows):
    pending = Pending(world, kind, result="?x q ?y")
    pending.handle({"handleRequestId": 1, "bindingSet": wire_rows(world, rows)}).expect_error(400)
    pending.assert_over()


@pytest.mark.parametrize("rows", ["*", "x=s", "x=s y=o"])
def test_3_12_bindings_for_a_react_without_result_pattern_are_400(world, rows):
    pending = Pending(world, "React", result=None)
    pending.handle({"handleRequestId": 1, "bindingSet": world.rows(rows)}).expect_error(400)


# … and these do not.
STILL_PENDING = [
    ("null for a binding", [None]),
    ("null for a value", [{"x": None, "y": "5"}]),
    ("key with a question mark", [{"?x": "5", "y": "5"}]),
    ("array for a value", [{"x": [], "y": "5"}]),
    ("object for a value", [{"x": {}, "y": "5"}]),
    ("object for the bindings", {}),
    ("text for the bindings", "x"),
    ("text for a binding", ["x"]),
]


@pytest.mark.parametrize("bindings", [case[1] for case in STILL_PENDING], ids=[case[0] for case in STILL_PENDING])
@pytest.mark.parametrize("kind", ["Answer", "React"])
def test_3_12_refused_for_its_form_the_request_is_still_pending(world, kind, bindings):
    pending = Pending(world, kind, result="?x q ?y")
    pending.handle({"handleRequestId": 1, "bindingSet": bindings}).expect_error(400)
    pending.assert_still_pending(world.rows("x=s y=o"))


def test_3_12_malformed_json_leaves_the_request_pending(world):
    pending = Pending(world)
    pending.responder.rest.post("/sc/handle", kb=pending.responder.id, ki=pending.ki,
                                body=b'{"handleRequestId":1,"bindingSet":[').expect_error(400)
    pending.assert_still_pending(world.rows("x=s y=o"))


def test_3_13_loads_rules(world):
    response = world.kb().load_rules("-> (<https://e.example/s> <https://e.example/p> <https://e.example/o>) .")
    assert response.expect(200).body == b""


def test_3_13_bad_rules_are_400(world):
    world.kb().load_rules("(?x ?y").expect_error(400)


@pytest.mark.parametrize("kb, status", [(None, 400), ("no iri", 400), ("unknown", 404)])
def test_3_13_headers(world, kb, status):
    header = world.kb_id("unknown") if kb == "unknown" else kb
    world.rest.post("/sc/knowledge", kb=header, body=b"", content_type="text/plain").expect_error(status)
