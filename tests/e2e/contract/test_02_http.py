"""Section 2: HTTP conventions, and the order in which faults are reported."""

import re
import subprocess

import pytest

from harness.knowledge_base import HandlerFailure
from harness.rest import OpenPoll, finish, start
from harness.server import environment, program

# Every method and path of section 3.
ENDPOINTS = [
    ("GET", "/version"), ("GET", "/sc"), ("POST", "/sc"), ("DELETE", "/sc"), ("PUT", "/sc/lease/renew"),
    ("GET", "/sc/ki"), ("POST", "/sc/ki"), ("DELETE", "/sc/ki"), ("POST", "/sc/ask"), ("POST", "/sc/post"),
    ("GET", "/sc/handle"), ("POST", "/sc/handle"), ("POST", "/sc/knowledge"),
]
PATHS = sorted({path for _, path in ENDPOINTS})
JSON_BODIES = [path for method, path in ENDPOINTS if method == "POST" and path != "/sc/knowledge"]
NOT_FOUND_TEXT = "Smart connector not found, because its ID is unknown."
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00")


def assert_cors(response):
    headers = response.headers
    assert headers.get("Access-Control-Allow-Origin") == "*", response
    methods = {name.strip() for name in headers.get("Access-Control-Allow-Methods", "").split(",")}
    assert methods >= {"GET", "POST", "PUT", "DELETE", "HEAD"}, response
    allowed = {name.strip().lower() for name in headers.get("Access-Control-Allow-Headers", "").split(",")}
    assert allowed >= {"accept", "content-type", "knowledge-base-id", "knowledge-interaction-id"}, response


def assert_no_null(value, place="body"):
    assert value is not None, f"null at {place}"
    if isinstance(value, dict):
        for key, member in value.items():
            assert_no_null(member, f"{place}.{key}")
    if isinstance(value, list):
        for index, member in enumerate(value):
            assert_no_null(member, f"{place}[{index}]")


def test_2_default_port_is_8280():
    shown = subprocess.run([program(), "config"], env=environment({}), capture_output=True, text=True, timeout=20)
    assert shown.returncode == 0
    assert "8280" in shown.stdout


@pytest.mark.parametrize("request_line, status", [
    (("GET", "/version"), 200), (("GET", "/sc"), 200), (("GET", "/sc/handle"), 400), (("DELETE", "/sc"), 400),
    (("PATCH", "/sc"), 405), (("GET", "/sc/nowhere"), 404), (("OPTIONS", "/sc"), None)],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else str(value))
def test_2_cors_headers_on_every_response(rest, request_line, status):
    response = rest.send(*request_line)
    response.expect(status) if status else response.expect(200, 204)
    assert_cors(response)


def test_2_cors_headers_on_404_415_and_empty_success(world):
    knowledge_base = world.kb()
    assert_cors(world.rest.get("/sc", kb=world.kb_id("unknown")).expect(404))
    assert_cors(world.rest.post("/sc", body=b"<a/>", content_type="application/xml").expect(415))
    assert_cors(knowledge_base.leave().expect(200))


def test_2_cors_headers_on_202_and_410(brisk_world):
    assert_cors(brisk_world.kb("idle").poll().expect(202))
    leaving = brisk_world.kb("leaving")
    poll = OpenPoll(brisk_world.rest, leaving.id)
    leaving.leave().expect(200)
    assert_cors(poll.response().expect(410, 202))


@pytest.mark.parametrize("path", PATHS)
def test_2_options_preflight(rest, path):
    response = rest.send("OPTIONS", path, headers=[
        ("Origin", "https://app.example"), ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "content-type,knowledge-base-id,knowledge-interaction-id")])
    assert_cors(response.expect(200, 204))


@pytest.mark.parametrize("name", ["Knowledge-Base-Id", "knowledge-base-id", "KNOWLEDGE-BASE-ID", "kNOWLEDGE-bASE-iD"])
def test_2_header_names_are_case_insensitive(world, name):
    knowledge_base = world.kb()
    response = world.rest.get("/sc", headers=[(name, knowledge_base.id)]).expect(200)
    assert response.json()[0]["knowledgeBaseId"] == knowledge_base.id


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_2_ids_beyond_ascii_in_headers(world, encoding):
    knowledge_base = world.kb("zähler-ü")
    response = world.rest.get("/sc", kb=knowledge_base.id.encode(encoding)).expect(200)
    assert response.json()[0]["knowledgeBaseId"] == knowledge_base.id


@pytest.mark.parametrize("content_type", [
    "application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"])
def test_2_json_content_types(world, content_type):
    body = b'{"knowledgeBaseId":"%s","knowledgeBaseName":"","knowledgeBaseDescription":""}' \
        % world.kb_id("typed").encode()
    world.rest.post("/sc", body=body, content_type=content_type).expect(200)
    world.rest.delete("/sc", kb=world.kb_id("typed")).expect(200)


@pytest.mark.parametrize("path", JSON_BODIES)
@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded"])
def test_2_other_content_types_are_415(world, path, content_type):
    knowledge_base = world.kb()
    ki = knowledge_base.ask_ki(world.pattern("?a p ?b"))
    world.rest.post(path, kb=knowledge_base.id, ki=ki, body=b"{}", content_type=content_type).expect_error(415)


@pytest.mark.parametrize("content_type, status", [
    ("text/plain", 200), ("text/plain; charset=utf-8", 200), ("application/json", 415)])
def test_2_knowledge_is_plain_text(world, content_type, status):
    knowledge_base = world.kb()
    world.rest.post("/sc/knowledge", kb=knowledge_base.id, body=b"", content_type=content_type).expect(status)


def test_2_chunked_bodies(world):
    body = b'{"knowledgeBaseId":"%s","knowledgeBaseName":"","knowledgeBaseDescription":""}' \
        % world.kb_id("chunked").encode()
    world.rest.post("/sc", body=body, chunked=True).expect(200)
    world.rest.delete("/sc", kb=world.kb_id("chunked")).expect(200)


def test_2_connections_are_kept_alive(rest):
    connection = rest.connect()
    for _ in range(3):
        start(connection, "GET", "/rest/version")
        first_socket = connection.sock
        finish(connection, "GET /rest/version").expect(200)
        assert connection.sock is first_socket
    connection.close()


@pytest.mark.parametrize("method, path", [
    (method, path) for path in PATHS for method in ("GET", "POST", "PUT", "DELETE", "PATCH")
    if (method, path) not in ENDPOINTS])
def test_2_wrong_method_is_405(rest, method, path):
    rest.send(method, path).expect_error(405)


@pytest.mark.parametrize("path", ["/nowhere", "/sc/nowhere", "/sc/ki/nowhere", "/ke", "/sc/lease", "/versions"])
def test_2_unknown_path_is_404(rest, path):
    rest.get(path).expect_error(404)


@pytest.mark.parametrize("path", ["/nowhere", "/sc", "/version"])
def test_2_the_api_is_below_rest_only(server, path):
    server.root.get(path).expect(404)


def test_2_trailing_slashes_are_tolerated_on_every_path(world):
    rest, kb_id = world.rest, world.kb_id("slashes")
    rest.get("/version/").expect(200)
    rest.post("/sc/", json={"knowledgeBaseId": kb_id, "knowledgeBaseName": "", "knowledgeBaseDescription": "",
                            "leaseRenewalTime": 60}).expect(200)
    rest.get("/sc/", kb=kb_id).expect(200)
    rest.put("/sc/lease/renew/", kb=kb_id).expect(200)
    ask = rest.post("/sc/ki/", kb=kb_id, json={"knowledgeInteractionType": "AskKnowledgeInteraction",
                                               "graphPattern": world.pattern("?a p ?b")}).expect(200).json()
    post = rest.post("/sc/ki/", kb=kb_id, json={"knowledgeInteractionType": "PostKnowledgeInteraction",
                                                "argumentGraphPattern": world.pattern("?a p ?b")}).expect(200).json()
    answer = rest.post("/sc/ki/", kb=kb_id, json={"knowledgeInteractionType": "AnswerKnowledgeInteraction",
                                                  "graphPattern": world.pattern("?a q ?b")}).expect(200).json()
    rest.get("/sc/ki/", kb=kb_id).expect(200)
    rest.post("/sc/ask/", kb=kb_id, ki=ask["knowledgeInteractionId"], json=[{}]).expect(200)
    rest.post("/sc/post/", kb=kb_id, ki=post["knowledgeInteractionId"], json=[]).expect(200)
    rest.post("/sc/knowledge/", kb=kb_id, body=b"", content_type="text/plain").expect(200)
    rest.get("/sc/handle/", kb=world.kb_id("unknown")).expect_error(404)
    rest.post("/sc/handle/", kb=kb_id, ki=answer["knowledgeInteractionId"],
              json={"handleRequestId": 1, "bindingSet": []}).expect_error(404)
    rest.delete("/sc/ki/", kb=kb_id, ki=ask["knowledgeInteractionId"]).expect(200)
    rest.delete("/sc/", kb=kb_id).expect(200)


LENIENT_KB_FIELDS = [  # what is sent, the field that GET /sc shows, and its value there
    ({"somethingNew": {"deep": [1, None]}}, "knowledgeBaseName", ""),
    ({"leaseRenewalTime": "60"}, "leaseRenewalTime", 60),
    ({"leaseRenewalTime": 40.7}, "leaseRenewalTime", 40),
    ({"reasonerLevel": "3"}, "reasonerLevel", 3),
    ({"reasonerLevel": 3.9}, "reasonerLevel", 3),
    ({"knowledgeBaseName": 5}, "knowledgeBaseName", "5"),
    ({"knowledgeBaseName": True}, "knowledgeBaseName", "true"),
    ({"knowledgeBaseDescription": 2.5}, "knowledgeBaseDescription", "2.5"),
]


@pytest.mark.parametrize("sent, field, shown", LENIENT_KB_FIELDS, ids=[str(case[0]) for case in LENIENT_KB_FIELDS])
def test_2_json_is_read_leniently(world, sent, field, shown):
    knowledge_base = world.kb(**sent)
    assert world.rest.get("/sc", kb=knowledge_base.id).json()[0][field] == shown


@pytest.mark.parametrize("flag, enabled", [
    (True, True), (1, True), ("true", True), (False, False), (0, False), ("false", False), (None, False)])
def test_2_json_booleans_are_read_leniently(world, flag, enabled):
    knowledge_base = world.kb()
    knowledge_base.ask_ki(world.pattern("?a p ?b"), knowledgeGapsEnabled=flag)
    listed = world.rest.get("/sc/ki", kb=knowledge_base.id).json()
    assert listed[0]["knowledgeGapsEnabled"] is enabled


@pytest.mark.parametrize("sent", [{"leaseRenewalTime": "abc"}, {"reasonerLevel": "abc"}, {"leaseRenewalTime": []},
                                  {"reasonerLevel": {}}, {"knowledgeBaseName": []}, {"knowledgeBaseName": {}}], ids=str)
def test_2_json_of_a_wrong_type_is_400(world, sent):
    body = {"knowledgeBaseId": world.kb_id("wrong"), "knowledgeBaseName": "", "knowledgeBaseDescription": ""}
    world.rest.post("/sc", json=body | sent).expect_error(400)
    world.rest.get("/sc", kb=world.kb_id("wrong")).expect_error(404)


def test_2_no_response_holds_null(world):
    def fail(_):
        raise HandlerFailure("sensor is offline")
    asker, ask = world.asker("?a p ?b", ki_fields={"knowledgeGapsEnabled": True})
    world.answerer("?a p ?b", lambda _: world.rows("a=s b=o"), "good")
    world.answerer("?a p ?b", fail, "bad")
    world.reactor("?a p ?b", None, lambda _: [])
    poster, post = world.poster("?a p ?b", "?a q ?b")
    assert_no_null(asker.ask(ask))
    assert_no_null(poster.post(post, world.rows("a=s b=o")))
    for knowledge_base in world.knowledge_bases:
        assert_no_null(world.rest.get("/sc/ki", kb=knowledge_base.id).json())
        assert_no_null([call.body for call in knowledge_base.calls])
    assert_no_null(world.rest.get("/sc").json())


def test_2_times_are_utc_with_three_decimals(world):
    leased = world.kb("leased", leaseRenewalTime=60)
    assert TIME.fullmatch(world.rest.put("/sc/lease/renew", kb=leased.id).json()["expires"])
    asker, ask = world.asker("?a p ?b")
    world.answerer("?a p ?b", lambda _: [])
    entry = asker.ask(ask)["exchangeInfo"][0]
    assert TIME.fullmatch(entry["exchangeStart"]) and TIME.fullmatch(entry["exchangeEnd"])
    assert entry["exchangeStart"] <= entry["exchangeEnd"]


@pytest.mark.parametrize("path", ["/sc/ask", "/sc/post"])
def test_2_the_404_text_that_a_client_compares(world, path):
    response = world.rest.post(path, kb=world.kb_id("unknown"), ki=world.kb_id("unknown") + "/interaction/x", json=[])
    assert response.expect_error(404).message == NOT_FOUND_TEXT


@pytest.mark.parametrize("path", JSON_BODIES)
@pytest.mark.parametrize("body", [b"", b"{", b"nonsense", b'"text"', b"5", b"null", b'{"a":1,}', b"{}{}"],
                         ids=lambda body: body.decode() or "empty")
def test_2_unusable_bodies_are_400(world, path, body):
    knowledge_base = world.kb()
    kind = {"/sc/post": "Post", "/sc/handle": "Answer"}.get(path, "Ask")
    field = "argumentGraphPattern" if kind == "Post" else "graphPattern"
    ki = knowledge_base.register(kind, **{field: world.pattern("?a p ?b")})
    world.rest.post(path, kb=knowledge_base.id, ki=ki, body=body).expect_error(400)


def test_2_success_without_content_has_length_0(world):
    def assert_empty(response):
        response.expect(200)
        assert response.body == b"" and response.headers.get("Content-Length") == "0", response
    rest, kb_id = world.rest, world.kb_id("empty")
    assert_empty(rest.post("/sc", json={"knowledgeBaseId": kb_id, "knowledgeBaseName": "",
                                        "knowledgeBaseDescription": ""}))
    assert_empty(rest.post("/sc/knowledge", kb=kb_id, body=b"", content_type="text/plain"))
    ki = rest.post("/sc/ki", kb=kb_id, json={"knowledgeInteractionType": "AskKnowledgeInteraction",
                                             "graphPattern": world.pattern("?a p ?b")}).json()["knowledgeInteractionId"]
    assert_empty(rest.delete("/sc/ki", kb=kb_id, ki=ki))
    assert_empty(rest.delete("/sc", kb=kb_id))
    asker, ask = world.asker("?a p ?b")
    answerer = world.answerer("?a p ?b", lambda _: [])
    asker.ask(ask)
    assert_empty(answerer.first_reply())


# Where several things are wrong, the earlier check decides. KB and KI: ok, missing, unknown, or no IRI.
ORDER = [
    ("body before missing headers", "/sc/ask", None, None, b"{", {400}),
    ("body before a KB that is no IRI", "/sc/ki", "no iri", None, b"{", {400}),
    ("body before an unknown KB", "/sc/ki", "unknown", None, b"{", {400}),
    ("body of an ask before an unknown KB", "/sc/ask", "unknown", "unknown", b"{", {400}),
    ("missing KI header before an unknown KB", "/sc/ask", "unknown", None, b"[{}]", {400}),
    ("KB that is no IRI", "/sc/handle", "no iri", "unknown", b'{"handleRequestId":1}', {400}),
    ("KB that is no IRI, at ask", "/sc/ask", "no iri", "unknown", b"[{}]", {400, 404}),
    ("unknown KB before a KI that is no IRI", "/sc/ask", "unknown", "no iri", b"[{}]", {404}),
    ("unknown KB before the contents", "/sc/ki", "unknown", None,
     b'{"knowledgeInteractionType":"AskKnowledgeInteraction","graphPattern":"?a"}', {404}),
    ("KI that is no IRI", "/sc/ask", "ok", "no iri", b"[{}]", {400}),
    ("unknown KI before the contents", "/sc/ask", "ok", "unknown", b'[{"a":"no term"}]', {404}),
    ("KI of a wrong type", "/sc/ask", "ok", "post", b"[{}]", {400}),
    ("contents last", "/sc/ask", "ok", "ask", b'[{"a":"no term"}]', {400}),
]


@pytest.mark.parametrize("path, kb, ki, body, statuses", [case[1:] for case in ORDER], ids=[case[0] for case in ORDER])
def test_2_order_of_checks(world, path, kb, ki, body, statuses):
    knowledge_base = world.kb()
    kis = {"ask": knowledge_base.ask_ki(world.pattern("?a p ?b")),
           "post": knowledge_base.post_ki(world.pattern("?a p ?b")),
           "unknown": knowledge_base.id + "/interaction/unknown", "no iri": "no iri"}
    kbs = {"ok": knowledge_base.id, "unknown": world.kb_id("unknown"), "no iri": "no iri"}
    response = world.rest.post(path, kb=kb and kbs[kb], ki=ki and kis[ki], body=body)
    response.expect_error(*statuses)
