"""Section 17: the sessions of the clients that exist, with their peculiarities."""

from harness.meta import PATTERN, PREFIXES
from harness.rest import OpenPoll
from harness.waiting import Background
from harness.world import typed

NOT_FOUND_TEXT = "Smart connector not found, because its ID is unknown."


def test_17_minimal_session(world):
    base, kb = world.rest, world.kb_id("h")
    base.post("/sc", json={"knowledgeBaseId": kb, "knowledgeBaseName": "h", "knowledgeBaseDescription": ""}).expect(200)
    ki = base.post("/sc/ki", kb=kb, json={
        "knowledgeInteractionType": "AnswerKnowledgeInteraction", "knowledgeInteractionName": "t",
        "prefixes": {"s": world.namespace}, "graphPattern": "?r s:temp ?t ."}).expect(200).json()
    assert ki == {"knowledgeInteractionId": kb + "/interaction/t"}
    asker, ask = world.asker("?room temp ?degrees")
    exchange = Background(asker.ask, ask)
    work = base.get("/sc/handle", kb=kb).expect(200).json()
    assert work["handleRequestId"] == 1 and work["bindingSet"] == [{}]
    base.post("/sc/handle", kb=kb, ki=ki["knowledgeInteractionId"],
              json={"handleRequestId": 1, "bindingSet": [{"r": world.iri("1"), "t": "20.5"}]}).expect(200)
    assert exchange.result()["bindingSet"] == [{"room": world.iri("1"), "degrees": typed("20.5", "decimal")}]
    poll = OpenPoll(base, kb)
    assert poll.is_waiting()
    base.delete("/sc", kb=kb).expect(200)
    poll.response().expect(410)


def test_17_knowledge_mapper(world):
    """Replaces itself at its start, sends nulls for what it leaves out, and handle ids as texts."""
    base, kb = world.rest, world.kb_id("mapper")
    asker = world.kb("asker")
    for expected in (404, 200):  # a first start, and one after a crash
        if base.get("/sc", kb=kb).expect(expected).status == 200:
            base.delete("/sc", kb=kb).expect(200)
        base.post("/sc", json={"knowledgeBaseId": kb, "knowledgeBaseName": "mapper", "knowledgeBaseDescription": "",
                               "leaseRenewalTime": None, "reasonerLevel": None, "reasonerEnabled": True}).expect(200)
        kis = [base.post("/sc/ki", kb=kb, json={
            "knowledgeInteractionId": None, "knowledgeInteractionName": None, "knowledgeGapsEnabled": None,
            "prefixes": None, "communicativeAct": None, "resultGraphPattern": None, "reasonerEnabled": False,
            **fields}).expect(200).json()["knowledgeInteractionId"] for fields in (
                {"knowledgeInteractionType": "AnswerKnowledgeInteraction", "graphPattern": world.pattern("?x p ?y"),
                 "argumentGraphPattern": None},
                {"knowledgeInteractionType": "ReactKnowledgeInteraction", "graphPattern": None,
                 "argumentGraphPattern": world.pattern("?x q ?y")})]
    ask = asker.ask_ki(world.pattern("?a p ?b"))
    post = asker.post_ki(world.pattern("?a q ?b"))
    exchange = Background(asker.ask, ask)
    work = base.get("/sc/handle", kb=kb, timeout=35).expect(200).json()
    assert work["requestingKnowledgeBaseId"] == asker.id
    base.post("/sc/handle", kb=kb, ki=kis[0], json={"handleRequestId": str(work["handleRequestId"]),
                                                    "bindingSet": world.rows("x=s y=o")}).expect(200)
    assert exchange.result()["bindingSet"] == world.rows("a=s b=o")
    exchange = Background(asker.post, post, world.rows("a=s b=o"))
    work = base.get("/sc/handle", kb=kb, timeout=35).expect(200).json()
    assert work["knowledgeInteractionId"] == kis[1]
    base.post("/sc/handle", kb=kb, ki=kis[1],
              json={"handleRequestId": str(work["handleRequestId"]), "bindingSet": []}).expect(200)
    assert exchange.result()["exchangeInfo"][0]["status"] == "SUCCEEDED"
    base.delete("/sc", kb=kb).expect(200)


def test_17_python_examples_of_the_repository(brisk_world):
    """Trailing slash at /sc/ki/; 202 means again; anything but 200, 202 and 410 is an exception."""
    world = brisk_world
    base, kb = world.rest, world.kb_id("example")
    base.post("/sc/", json={"knowledgeBaseId": kb, "knowledgeBaseName": "example", "knowledgeBaseDescription": "x",
                            "reasonerLevel": 2}).expect(200)
    ki = base.post("/sc/ki/", kb=kb, json={
        "knowledgeInteractionType": "ReactKnowledgeInteraction", "prefixes": {"e": world.namespace},
        "argumentGraphPattern": "?x e:p ?y .", "resultGraphPattern": "?x e:q ?y ."}).expect(200).json()
    base.get("/sc/handle", kb=kb).expect(202)
    poster, post = world.poster("?a p ?b", "?a q ?b")
    exchange = Background(poster.post, post, world.rows("a=s b=o"))
    work = base.get("/sc/handle", kb=kb).expect(200).json()
    base.post("/sc/handle", kb=kb, ki=ki["knowledgeInteractionId"],
              json={"handleRequestId": work["handleRequestId"], "bindingSet": work["bindingSet"]}).expect(200)
    assert exchange.result()["resultBindingSet"] == world.rows("a=s b=o")
    poll = OpenPoll(base, kb)
    base.delete("/sc", kb=kb).expect(200)
    poll.response().expect(410, 202)


def test_17_java_example_client(brisk_world):
    """Reads 202 and 200 and renews its lease on a timer."""
    world = brisk_world
    knowledge_base = world.kb("java", leaseRenewalTime=60)
    ask = knowledge_base.ask_ki(world.pattern("?a p ?b"))
    for _ in range(3):
        knowledge_base.poll().expect(202)
        assert world.rest.put("/sc/lease/renew", kb=knowledge_base.id).expect(200).json()["expires"]
    assert knowledge_base.ask(ask)["bindingSet"] == []


def ke_client_start(world, kb):
    """GET /sc/ki/: 404 registers; 200 deletes every interaction that is there. Then it registers its own, by name."""
    base = world.rest
    listed = base.get("/sc/ki/", kb=kb).expect(200, 404)
    if listed.status == 404:
        base.post("/sc/", json={"knowledgeBaseId": kb, "knowledgeBaseName": "ke_client",
                                "knowledgeBaseDescription": "BlueBird", "reasonerLevel": 1}).expect(200)
    else:
        for entry in listed.json():
            base.delete("/sc/ki/", kb=kb, ki=entry["knowledgeInteractionId"]).expect(200)
    for name, kind, patterns in (
            ("ask-it", "Ask", {"graphPattern": "?a s4ener:p ?b"}),
            ("answer-it", "Answer", {"graphPattern": "?x s4ener:own ?y"}),
            ("post-it", "Post", {"argumentGraphPattern": "?a s4ener:q ?b", "resultGraphPattern": "?a s4ener:r ?c"}),
            ("react-to-it", "React", {"argumentGraphPattern": "?x s4ener:s ?y",
                                      "resultGraphPattern": "?x s4ener:t ?z"})):
        base.post("/sc/ki/", kb=kb, json={"knowledgeInteractionType": kind + "KnowledgeInteraction",
                                          "knowledgeInteractionName": name,
                                          "prefixes": {"s4ener": world.namespace}, **patterns}).expect(200)
    return {entry["knowledgeInteractionName"]: entry["knowledgeInteractionId"]
            for entry in base.get("/sc/ki/", kb=kb).expect(200).json()}


def test_17_ke_client(world):
    base, kb = world.rest, world.kb_id("ke-client")
    for _ in range(2):
        kis = ke_client_start(world, kb)
        assert sorted(kis) == ["answer-it", "ask-it", "post-it", "react-to-it"]
    assert base.get("/sc", kb=kb).json()[0]["reasonerLevel"] == 1

    # It answers; IRIs without a scheme that anyone knows, and times as plain strings.
    asker, ask = world.asker("?a own ?b")
    exchange = Background(asker.ask, ask)
    work = base.get("/sc/handle", kb=kb).expect(200).json()
    rows = [{"x": "<s4ener:Consumption>", "y": '"2026-03-04 09:15:02"'}]
    base.post("/sc/handle", kb=kb, ki=kis["answer-it"],
              json={"handleRequestId": work["handleRequestId"], "bindingSet": rows}).expect(200)
    assert exchange.result()["bindingSet"] == [{"a": rows[0]["x"], "b": rows[0]["y"]}]

    # It reacts; the rows come twice.
    post = asker.post_ki(world.pattern("?a s ?b"), world.pattern("?a t ?c"))
    exchange = Background(asker.post, post, world.rows("a=s b=o"))
    work = base.get("/sc/handle", kb=kb).expect(200).json()
    rows = world.rows("x=s z=o")
    base.post("/sc/handle", kb=kb, ki=kis["react-to-it"],
              json={"handleRequestId": work["handleRequestId"], "bindingSet": rows,
                    "resultBindingSet": rows}).expect(200)
    assert exchange.result()["resultBindingSet"] == world.rows("a=s c=o")
    base.delete("/sc/", kb=kb).expect(200)


def test_17_ke_client_reads_failed_entries(world):
    """It insists on the binding sets and on failedMessage, also where an exchange FAILED."""
    kb = world.kb_id("ke-client")
    kis = ke_client_start(world, kb)
    failing = world.kb("failing")
    answer = failing.answer_ki(world.pattern("?x p ?y"))
    react = failing.react_ki(world.pattern("?x q ?y"), world.pattern("?x r ?z"))

    def fail(ki):
        failing.rest.post("/sc/handle", kb=failing.id, ki=ki, json={
            "handleRequestId": failing.take().handle_id, "errorMessage": "sensor is offline"}).expect(200)
    exchange = Background(world.rest.post, "/sc/ask", kb=kb, ki=kis["ask-it"], json=[])
    fail(answer)
    entry, = exchange.result().expect(200).json()["exchangeInfo"]
    assert entry["status"] == "FAILED" and entry["bindingSet"] == [] and "offline" in entry["failedMessage"]
    exchange = Background(world.rest.post, "/sc/post", kb=kb, ki=kis["post-it"], json=world.rows("a=s b=o"))
    fail(react)
    entry, = exchange.result().expect(200).json()["exchangeInfo"]
    assert entry["status"] == "FAILED" and "offline" in entry["failedMessage"]
    assert entry["argumentBindingSet"] == world.rows("x=s y=o") and entry["resultBindingSet"] == []
    world.rest.delete("/sc", kb=kb).expect(200)


def test_17_ke_client_registers_anew_after_a_404(world):
    kb = world.kb_id("ke-client")
    for path in ("/sc/ask", "/sc/post"):
        response = world.rest.post(path, kb=kb, ki=kb + "/interaction/ask-it", json=[]).expect(404)
        assert response.message == NOT_FOUND_TEXT
    ke_client_start(world, kb)
    world.rest.delete("/sc", kb=kb).expect(200)


def test_17_browser(world):
    """A preflight before each request with our headers, and CORS on all responses, errors included."""
    base, kb, origin = world.rest, world.kb_id("browser"), ("Origin", "https://app.example")

    def fetch(method, path, status, **options):
        preflight = base.send("OPTIONS", path, headers=[
            origin, ("Access-Control-Request-Method", method),
            ("Access-Control-Request-Headers", "content-type, knowledge-base-id")]).expect(200, 204)
        response = base.send(method, path, headers=[origin], **options).expect(status)
        for each in (preflight, response):
            assert each.headers["Access-Control-Allow-Origin"] == "*"
            assert method in each.headers["Access-Control-Allow-Methods"]
            assert "Knowledge-Base-Id" in each.headers["Access-Control-Allow-Headers"]
        return response
    fetch("POST", "/sc", 200, json={"knowledgeBaseId": kb, "knowledgeBaseName": "browser",
                                    "knowledgeBaseDescription": "", "leaseRenewalTime": 60})
    fetch("POST", "/sc", 400, json={"knowledgeBaseId": kb, "knowledgeBaseName": "browser",
                                    "knowledgeBaseDescription": ""})
    fetch("PUT", "/sc/lease/renew", 200, kb=kb)
    fetch("POST", "/sc/ki", 400, kb=kb, json={})
    fetch("GET", "/sc/handle", 404, kb=world.kb_id("unknown"))
    fetch("DELETE", "/sc", 200, kb=kb)
    fetch("DELETE", "/sc", 404, kb=kb)


def test_17_admin_ui(new_world):
    """Lists what is there, then watches with a knowledge base of its own."""
    world = new_world()
    listed = world.kb("listed", name="Listed")
    listed.ask_ki(world.pattern("?a p ?b"), knowledgeInteractionName="asks")
    assert world.rest.get("/version").expect(200).json()["version"]
    ids = [entry["knowledgeBaseId"] for entry in world.rest.get("/sc").expect(200).json()]
    assert ids == [listed.id]
    interactions = world.rest.get("/sc/ki", kb=listed.id).expect(200).json()
    assert [entry["knowledgeInteractionName"] for entry in interactions] == ["asks"]
    admin = world.kb("admin")
    meta_ask = admin.ask_ki(PATTERN, prefixes=PREFIXES, includeMetaKIs=True)
    admin.react_ki(PATTERN, None, lambda _: [], prefixes=PREFIXES)
    assert len(admin.ask(meta_ask)["bindingSet"]) == 9
    coming = world.kb("coming")
    assert admin.wait_for_call().requester == coming.id
