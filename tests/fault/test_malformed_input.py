"""Input that no client should send: each gets a clear refusal, and harms nobody."""

import socket

import pytest

from harness.rest import encode_json
from harness.waiting import TIME_FACTOR, Background, Stopwatch, stretched

DEPTH = 100_000


def bodies(world):
    """A good body for each path that takes JSON, and the headers with which it is sent."""
    knowledge_base = world.kb()
    pattern = world.pattern("?a p ?b")
    ask, post = knowledge_base.ask_ki(pattern), knowledge_base.post_ki(pattern)
    own = {"kb": knowledge_base.id}
    return {
        "/sc": ({"knowledgeBaseId": world.kb_id("new"), "knowledgeBaseName": "näme", "knowledgeBaseDescription": ""},
                {}),
        "/sc/ki": ({"knowledgeInteractionType": "AskKnowledgeInteraction", "graphPattern": pattern,
                    "prefixes": {"e": world.namespace}}, own),
        "/sc/ask": ({"recipientSelector": {"knowledgeBases": []}, "bindingSet": world.rows("a=s")},
                    own | {"ki": ask}),
        "/sc/post": (world.rows("a=s b=o"), own | {"ki": post}),
        "/sc/handle": ({"handleRequestId": 1, "bindingSet": world.rows("a=s b=o")}, own | {"ki": ask}),
    }


PATHS = ["/sc", "/sc/ki", "/sc/ask", "/sc/post", "/sc/handle"]


@pytest.mark.parametrize("path", PATHS)
def test_json_truncated_at_every_byte(world, path):
    good, headers = bodies(world)[path]
    text = encode_json(good)
    connection = world.rest.kept_alive()
    for length in range(len(text)):
        connection.post(path, body=text[:length], **headers).expect_error(400)
    connection.close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("garbage", [b"\x00", b"{'a': 1}", b"{a: 1}", b"[1,]", b"[1 2]", b'{"a" 1}', b"\xef\xbb\xbf{",
                                     b"NaN", b'[Infinity]', b'{"a": 01}', b'["\n"]', b'["\\x"]', b"// {}", b'"\\u12"',
                                     b"tru", b"-", b"1e", b'{"a":1}x', bytes(range(256))], ids=repr)
def test_json_that_is_none(world, path, garbage):
    _, headers = bodies(world)[path]
    world.rest.post(path, body=garbage, **headers).expect_error(400)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("text", [
    b"[" * DEPTH, b'{"a":' * DEPTH, b'[{"a":' * DEPTH, b"[" * DEPTH + b"]" * DEPTH,
    b'{"a":' * DEPTH + b"1" + b"}" * DEPTH], ids=["arrays", "objects", "both", "closed arrays", "closed objects"])
def test_deeply_nested_json(world, path, text):
    _, headers = bodies(world)[path]
    world.rest.post(path, body=text, **headers).expect_error(400, 413)


@pytest.mark.parametrize("place", ["unknown member", "binding"])
def test_deeply_nested_json_in_a_good_place(world, place):
    deep = b"[" * DEPTH + b"]" * DEPTH
    if place == "binding":
        _, headers = bodies(world)["/sc/ask"]
        world.rest.post("/sc/ask", body=b'[{"a":' + deep + b"}]", **headers).expect_error(400, 413)
    else:
        body = encode_json(bodies(world)["/sc"][0])[:-1] + b',"unknown":' + deep + b"}"
        world.rest.post("/sc", body=body).expect_error(400, 413)


INVALID_UTF8 = [b"\xff", b"\xc3", b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe2\x82", b"\x80"]


@pytest.mark.parametrize("octets", INVALID_UTF8, ids=repr)
@pytest.mark.parametrize("path", PATHS)
def test_invalid_utf8(world, path, octets):
    good, headers = bodies(world)[path]
    text = encode_json(good)
    middle = text.index(b"example")  # inside a string
    world.rest.post(path, body=text[:middle] + octets + text[middle:], **headers).expect_error(400)


@pytest.mark.parametrize("octets", INVALID_UTF8, ids=repr)
def test_invalid_utf8_in_rules(world, octets):
    knowledge_base = world.kb()
    world.rest.post("/sc/knowledge", kb=knowledge_base.id, content_type="text/plain",
                    body=b"-> (<a:s> <a:p> '" + octets + b"') .").expect_error(400)


@pytest.mark.parametrize("escape", [rb"\ud800", rb"\udc00", rb"\udc00\ud800", rb"\ud800x"])
def test_lone_surrogates(world, escape):
    _, headers = bodies(world)["/sc/ask"]
    world.rest.post("/sc/ask", body=b'[{"a":"\\"' + escape + b'\\""}]', **headers).expect_error(400)


@pytest.mark.parametrize("kind, field", [("Ask", "graphPattern"), ("Answer", "graphPattern"),
                                         ("Post", "argumentGraphPattern"), ("React", "argumentGraphPattern")])
def test_a_pattern_of_ten_thousand_triples(world, kind, field):
    """It is taken or refused, soon; if taken it can be used, and nobody else is held up."""
    pattern = " . ".join(f"?v{number} p{number % 100} ?v{number + 1}" for number in range(10_000))
    knowledge_base = world.kb()
    world.answerer("?x p1 ?y", lambda _: [])
    since = Stopwatch()
    response = knowledge_base.try_register(kind, **{field: world.pattern(pattern)}).expect(200, 400)
    if response.status == 200:
        ki = response.json()["knowledgeInteractionId"]
        if kind == "Ask":
            assert knowledge_base.ask(ki)["bindingSet"] == []
        elif kind == "Post":
            assert knowledge_base.post(ki, [{"v0": "<a:b>"}])["resultBindingSet"] == []
        else:
            asker, ask = world.asker("?a p1 ?b")
            asker.try_ask(ask, {"recipientSelector": {"knowledgeBases": [world.kb_id("answerer")]},
                                "bindingSet": [{}]}).expect(200)
    assert since.seconds < stretched(20)


@pytest.mark.parametrize("level", [1, 3, 5])
def test_a_pattern_of_ten_thousand_triples_with_candidates(world, level):
    """Each triple has a match, and no combination is tried that need not be."""
    pattern = " . ".join(f"?v{number} p ?v{number + 1}" for number in range(10_000))
    knowledge_base = world.kb(reasonerLevel=level)
    world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"))
    since = Stopwatch()
    response = knowledge_base.try_register("Ask", graphPattern=world.pattern(pattern)).expect(200, 400)
    if response.status == 200:
        knowledge_base.try_ask(response.json()["knowledgeInteractionId"]).expect(200, 400, 413, 503)
    assert since.seconds < stretched(25)


def test_ten_thousand_rules(world):
    count = int(10_000 / TIME_FACTOR)  # an instrumented program is given as much time for fewer
    rules = "\n".join(f"(?x {world.iri(f'p{number}')} ?y) -> (?x {world.iri(f'p{number + 1}')} ?y) ."
                      for number in range(count))
    asker, ask = world.asker(f"?a p{count} ?b")
    world.answerer(f"?x p{count - 10} ?y", lambda _: world.rows("x=s y=o"))
    if asker.load_rules(rules).expect(200, 400, 413).status == 200:
        assert asker.ask(ask)["bindingSet"] == world.rows("a=s b=o")


@pytest.mark.parametrize("rules", ["(" * DEPTH, "[" * DEPTH, "[a: " * 10_000, "-> " * DEPTH, "@prefix " * 10_000,
                                   "(?x <a:p> '" + "x" * 1_000_000], ids=lambda text: text[:8])
def test_rules_that_are_none(world, rules):
    world.kb().load_rules(rules).expect_error(400)


@pytest.mark.parametrize("pattern", ["(" * DEPTH, "[" * DEPTH, "<<" * DEPTH, "{" * DEPTH, "?a <a:p> " + "(" * DEPTH,
                                     ";" * DEPTH, "?a <a:p> '" + "x" * 1_000_000, "<" * DEPTH, "?" * DEPTH],
                         ids=lambda text: text[:12])
def test_patterns_that_are_none(world, pattern):
    world.kb().try_register("Ask", graphPattern=pattern).expect_error(400)


def test_a_term_of_a_megabyte(world):
    text = '"' + "ü" * 500_000 + '"'
    asker, ask = world.asker("?a p ?b")
    world.answerer("?x p ?y", lambda rows: [{"x": world.iri("s"), "y": rows[0]["y"]}])
    assert asker.ask(ask, [{"b": text}])["bindingSet"] == [{"a": world.iri("s"), "b": text}]


def test_a_hundred_thousand_rows(world):
    rows = [{"x": world.iri(f"s{number}"), "y": str(number)} for number in range(100_000)]
    asker, ask = world.asker("?a p ?b")
    world.answerer("?x p ?y", lambda _: rows)
    assert len(asker.ask(ask)["bindingSet"]) == len(rows)


def test_an_oversized_body_is_refused_before_it_is_sent(server):
    for length in (10 ** 12, 2 ** 63 - 1):
        with socket.create_connection(("127.0.0.1", server.port), timeout=stretched(10)) as client:
            client.sendall(b"POST /rest/sc HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                           b"Content-Length: %d\r\n\r\n" % length)
            assert b" 413 " in client.recv(4096).split(b"\r\n")[0]


def test_an_oversized_chunked_body_is_refused(new_world):
    world = new_world(body_limit=10_000)
    with socket.create_connection(("127.0.0.1", world.server.port), timeout=stretched(10)) as client:
        client.sendall(b"POST /rest/sc HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                       b"Transfer-Encoding: chunked\r\n\r\n")
        try:
            for _ in range(100):
                client.sendall(b"400\r\n" + b"[" * 0x400 + b"\r\n")
            answer = client.recv(4096)
        except OSError:
            answer = client.recv(4096)
    assert b" 413 " in answer.split(b"\r\n")[0]
    world.rest.get("/version").expect(200)


@pytest.mark.parametrize("octets, statuses", [
    (b"GET /rest/version HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", (400, 431)),
    (b"GET /rest/version HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 50_000 + b"\r\n", (400, 431)),
    (b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", (400, 414, 431)),
    (b"nonsense\r\n\r\n", (400,)),
    (b"GET /rest/version HTTP/9.9\r\nHost: x\r\n\r\n", (400, 505)),
    (b"GET /rest/version HTTP/1.1\r\nno colon\r\n\r\n", (400,)),
    (b"POST /rest/sc HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", (400,)),
    (b"POST /rest/sc HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", (400,)),
    (b"POST /rest/sc HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n", (400, 413)),
    (b"POST /rest/sc HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", (400,)),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (400, 505)),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", (400,)),
    (b"\x00" * 1000, (400,)),
], ids=lambda value: repr(value[:40]) if isinstance(value, bytes) else "")
def test_what_is_no_http(server, octets, statuses):
    """A status that says so, or the end of the connection; the server may answer before it has read all."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=stretched(10)) as client:
        try:
            client.sendall(octets)
            client.shutdown(socket.SHUT_WR)
            answer = client.recv(4096)
        except OSError:
            return
    assert not answer or int(answer.split(b" ")[1]) in statuses, answer[:200]


def test_headers_that_never_end_hold_up_nobody(server, unharmed):
    clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
    for client in clients:
        client.sendall(b"GET /rest/version HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    unharmed.go_on()
    for client in clients:
        client.close()


def test_pipelined_requests_are_answered_in_order(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=stretched(10)) as client:
        paths = [b"/rest/version", b"/rest/nowhere"] * 25
        client.sendall(b"".join(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path for path in paths))
        client.shutdown(socket.SHUT_WR)
        received = b""
        while piece := client.recv(65536):
            received += piece
    statuses = [part[:3] for part in received.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"200", b"404"] * 25


def test_thousands_of_bad_requests_at_once(world, unharmed):
    """Four clients that send nothing but faults."""
    _, headers = bodies(world)["/sc/ask"]

    def misbehave():
        connection = world.rest.kept_alive()
        for number in range(300):
            connection.post("/sc/ask", body=[b"{", b'[{"a":5', b'[{"?a":"5"}]', b'[{"a":"no term"}]'][number % 4],
                            **headers).expect_error(400)
        connection.close()
    clients = [Background(misbehave) for _ in range(4)]
    unharmed.go_on()
    for client in clients:
        client.result(30)
