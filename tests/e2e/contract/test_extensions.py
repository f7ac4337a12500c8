"""What this engine offers beside the contract (its section 18): optional, and in no old client's way."""

import pytest

from harness.knowledge_base import SILENT
from harness.waiting import Stopwatch, stretched
from harness.world import assert_same_rows, integer, typed


def with_options(bindings=None, **options):
    rows = [{}] if bindings is None else bindings
    return {"recipientSelector": {"knowledgeBases": []}, "bindingSet": rows, **options}


# Explanations.

def explained(result):
    """The considerations by knowledge base, and the whole explanation."""
    explanation = result["explanation"]
    return {entry.get("knowledgeBaseId"): entry for entry in explanation["considered"]}, explanation


def test_an_ask_is_explained(world):
    asker, ask = world.asker("?a p ?b . ?a q ?c")
    p = world.answerer("?x p ?y", lambda _: world.rows("x=s y=o | x=t y=o"), "gives-p")
    q = world.answerer("?x q ?y", lambda _: world.rows("x=s y=v"), "gives-q")
    considered, explanation = explained(asker.ask(ask, with_options(explain=True)))
    assert explanation["level"] == 2 and explanation["uncovered"] == []
    assert explanation["pattern"] == world.pattern("?a p ?b . ?a q ?c") + " . "
    assert {kb: (entry["verdict"], entry["rows"]) for kb, entry in considered.items()} == {
        p.id: ("asked", 2), q.id: ("asked", 1)}
    assert considered[p.id]["knowledgeInteractionId"] == p.id + "/interaction/gives-p"
    assert all(entry["reason"] and entry["matched"] for entry in considered.values())


def test_an_explanation_tells_what_is_missing(world):
    asker, ask = world.asker("?a p ?b . ?a q ?c")
    part = world.answerer("?x p ?y", lambda _: [], "part")
    result = asker.ask(ask, with_options(explain=True))
    assert result["bindingSet"] == [] and result["exchangeInfo"] == [] and not part.calls
    considered, explanation = explained(result)
    assert explanation["uncovered"] == [world.pattern("?a q ?c")]
    assert considered[part.id]["verdict"] == "incomplete"


VERDICTS = [  # why somebody who could have answered was not asked
    ("otherPurpose", {"answer": "?x p ?y", "communicativeAct": {
        "requiredPurposes": ["https://w3id.org/knowledge-engine/ActuationPurpose"],
        "satisfiedPurposes": ["https://w3id.org/knowledge-engine/InformPurpose"]}}, {}),
    ("notSelected", {"answer": "?x p ?y"}, {"recipientSelector": {"knowledgeBases": ["https://x.example/nobody"]}}),
    ("contradicted", {"answer": "<t> p ?y"}, {"bindings": "a=s"}),
    ("noMatch", {"answer": "<t> p <u>", "ask": "<s> p ?b"}, {}),
]


@pytest.mark.parametrize("verdict, setting, options", VERDICTS, ids=[case[0] for case in VERDICTS])
def test_an_explanation_tells_why_somebody_was_not_asked(world, verdict, setting, options):
    setting, options = dict(setting), dict(options)
    asker, ask = world.asker(setting.pop("ask", "?a p ?b"))
    other = world.answerer(setting.pop("answer"), lambda _: [], "other", **setting)
    rows = world.rows(options.pop("bindings", "*"))
    considered, _ = explained(asker.ask(ask, with_options(rows, explain=True) | options))
    assert considered[other.id]["verdict"] == verdict and considered[other.id]["reason"]
    assert not other.calls


def test_an_explanation_tells_of_the_askers_own_interaction(world):
    asker, ask = world.asker("?a p ?b")
    asker.answer_ki(world.pattern("?x p ?y"))
    considered, _ = explained(asker.ask(ask, with_options(explain=True)))
    assert considered[asker.id]["verdict"] == "ownInteraction"


def test_a_post_is_explained(world):
    poster, post = world.poster("?a p ?b")
    reactor = world.reactor("?x p ?y", None, lambda _: [])
    considered, _ = explained(poster.post(post, with_options(world.rows("a=s b=o"), explain=True)))
    assert considered[reactor.id]["verdict"] == "asked"


def test_options_need_no_selector(world):
    asker, ask = world.asker("?a p ?b")
    assert "explanation" in asker.ask(ask, {"bindingSet": [{}], "explain": True})


@pytest.mark.parametrize("options", [{}, {"explain": False}, {"explain": None}], ids=str)
def test_nothing_is_explained_unasked(world, options):
    asker, ask = world.asker("?a p ?b")
    assert "explanation" not in asker.ask(ask, with_options(**options))


# Ranges: from is inclusive, until exclusive.

RANGES = [
    ({"from": "5"}, ["5", "6", "7"]), ({"until": "6"}, ["3", "4", "5"]), ({"from": "4", "until": "6"}, ["4", "5"]),
    ({"from": "4.5", "until": "5.5"}, ["5"]), ({"from": "9"}, []), ({"from": integer("07")}, ["7"]),
]


@pytest.mark.parametrize("limits, expected", RANGES, ids=[str(case[0]) for case in RANGES])
def test_a_range_filters_the_result(world, limits, expected):
    asker, ask = world.asker("?a p ?b")
    answerer = world.answerer("?x p ?y", lambda _: [{"x": world.iri("s"), "y": str(number)} for number in range(3, 8)])
    result = asker.ask(ask, with_options(ranges={"b": limits}))
    assert_same_rows(result["bindingSet"], [{"a": world.iri("s"), "b": integer(number)} for number in expected])
    assert "ranges" not in answerer.calls[0].body, "nobody is shown a range who did not ask for it"


def test_a_range_of_times(world):
    hours = [typed(f"2026-03-04T{hour:02}:00:00Z", "dateTime") for hour in range(24)]
    asker, ask = world.asker("?a p ?b")
    world.answerer("?x p ?y", lambda _: [{"x": world.iri("s"), "y": hour} for hour in hours])
    limits = {"from": typed("2026-03-04T10:00:00+01:00", "dateTime"), "until": hours[12]}
    found = [row["b"] for row in asker.ask(ask, with_options(ranges={"b": limits}))["bindingSet"]]
    assert sorted(found) == hours[9:12]


def test_a_range_is_handed_to_those_that_want_it(world):
    asker, ask = world.asker("?a p ?b")
    answerer = world.answerer("?x p ?y", lambda _: [{"x": world.iri("s"), "y": "5"}, {"x": world.iri("s"), "y": "9"}],
                              rangesEnabled=True)
    result = asker.ask(ask, with_options(ranges={"b": {"from": "4", "until": "6"}}))
    assert result["bindingSet"] == [{"a": world.iri("s"), "b": integer("5")}], "nobody is trusted with a range"
    assert answerer.calls[0].body["ranges"] == {"y": {"from": integer("4"), "until": integer("6")}}


def test_without_a_range_nothing_of_it_is_shown(world):
    asker, ask = world.asker("?a p ?b")
    answerer = world.answerer("?x p ?y", lambda _: [], rangesEnabled=True)
    asker.ask(ask)
    assert not answerer.calls[0].body.get("ranges")


@pytest.mark.parametrize("ranges", [
    {"b": {"from": "no term"}}, {"b": {}}, {"b": 5}, {"b": {"from": "?x"}}, 5, [], {"?b": {"from": "5"}}],
                         ids=str)
def test_a_bad_range_is_400(world, ranges):
    asker, ask = world.asker("?a p ?b")
    asker.try_ask(ask, with_options(ranges=ranges)).expect_error(400)


# Time limit, opt-out, lost rows.

def test_a_time_limit_of_one_ask(world):
    asker, ask = world.asker("?a p ?b")
    world.answerer("?x p ?y", lambda _: SILENT, "silent")
    world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"), "good")
    limit = stretched(0.3)
    since = Stopwatch()
    result = asker.ask(ask, with_options(timeLimit=limit))
    assert limit - 0.05 <= since.seconds < limit + stretched(2)
    assert result["bindingSet"] == world.rows("a=s b=o")
    assert sorted(entry["status"] for entry in result["exchangeInfo"]) == ["FAILED", "SUCCEEDED"]


@pytest.mark.parametrize("limit", [-1, "soon", []], ids=str)
def test_a_bad_time_limit_is_400(world, limit):
    asker, ask = world.asker("?a p ?b")
    asker.try_ask(ask, with_options(timeLimit=limit)).expect_error(400)


@pytest.mark.parametrize("wanted", [True, False])
def test_exchange_info_can_be_left_out(world, wanted):
    asker, ask = world.asker("?a p ?b")
    world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"))
    result = asker.ask(ask, with_options(exchangeInfo=wanted))
    assert ("exchangeInfo" in result) == wanted and result["bindingSet"] == world.rows("a=s b=o")


def test_a_post_tells_how_many_rows_were_incomplete(world):
    poster, post = world.poster("?a p ?b")
    world.reactor("?x p ?y", None, lambda _: [])
    result = poster.post(post, world.rows("a=s b=o | a=s | *"))
    assert result["droppedBindings"] == 2


# What an operator and a newcomer see.

@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health(server, path):
    server.root.get(path).expect(200)


def test_metrics(server):
    text = server.root.get("/metrics").expect(200).body.decode()
    samples = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert samples and all(len(line.rsplit(" ", 1)) == 2 and float(line.rsplit(" ", 1)[1]) >= 0 for line in samples)


def test_openapi_document(server):
    document = server.root.get("/openapi.json").expect(200).json()
    assert document["openapi"].startswith("3.1")
    described = {path.removeprefix("/rest"): {method.upper() for method in operations if method in (
        "get", "post", "put", "delete")} for path, operations in document["paths"].items()}
    for method, path in [("GET", "/version"), ("GET", "/sc"), ("POST", "/sc"), ("DELETE", "/sc"),
                         ("PUT", "/sc/lease/renew"), ("GET", "/sc/ki"), ("POST", "/sc/ki"), ("DELETE", "/sc/ki"),
                         ("POST", "/sc/ask"), ("POST", "/sc/post"), ("GET", "/sc/handle"), ("POST", "/sc/handle"),
                         ("POST", "/sc/knowledge")]:
        assert method in described.get(path, set()), f"{method} {path} is not described"


def test_openapi_document_describes_what_sparql_serves(server):
    paths = server.root.get("/openapi.json").expect(200).json()["paths"]
    described = {path: {name.upper() for name in item if name != "parameters"}
                 for path, item in paths.items() if path in ("/sparql", "/update") or path.startswith(("/graphs", "/operator/"))}
    assert set(described) == {"/sparql", "/update", "/graphs", "/graphs/{path}", "/operator/backup", "/operator/check"}
    for path, methods in described.items():
        allowed = server.root.send("PATCH", path.replace("{path}", "x")).expect(405).headers["Allow"]
        assert methods == set(allowed.split(", ")) - {"HEAD", "OPTIONS"}, path


def test_the_page_of_it_needs_no_other_host(server):
    page = server.root.get("/docs").expect(200)
    assert page.headers["Content-Type"].startswith("text/html")
    text = page.body.decode()
    assert 'src="http' not in text and 'href="http' not in text and "src='http" not in text


def test_unknown_options_are_ignored(world):
    asker, ask = world.asker("?a p ?b")
    assert asker.ask(ask, with_options(something=5, other=None)) == {"bindingSet": [], "exchangeInfo": []}
