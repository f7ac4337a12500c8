"""Sections 3.1 to 3.5: version, knowledge bases and their leases. What takes a lease's 30 s is in test_16_timers.py."""

import re
from datetime import datetime, timedelta, timezone

import pytest

from harness.knowledge_base import KnowledgeBase
from harness.rest import OpenPoll
from harness.waiting import Background, Stopwatch, eventually, stretched


def description(kb_id, **fields):
    return {"knowledgeBaseId": kb_id, "knowledgeBaseName": "", "knowledgeBaseDescription": "", **fields}


def test_3_1_version(rest):
    body = rest.get("/version").expect(200).json()
    assert list(body) == ["version"] and isinstance(body["version"], str) and body["version"]


def test_3_2_a_fresh_server_lists_nobody(new_world):
    assert new_world().rest.get("/sc").expect(200).json() == []


def test_3_2_lists_all_local_knowledge_bases(new_world):
    world = new_world()
    ids = {world.kb(word).id for word in ("a", "b", "c")}
    assert {entry["knowledgeBaseId"] for entry in world.rest.get("/sc").expect(200).json()} == ids


def test_3_2_one_by_header(world):
    world.kb("other")
    knowledge_base = world.kb("meters", name="Meters", description="Smart meter readings", leaseRenewalTime=120)
    assert world.rest.get("/sc", kb=knowledge_base.id).expect(200).json() == [{
        "knowledgeBaseId": knowledge_base.id, "knowledgeBaseName": "Meters",
        "knowledgeBaseDescription": "Smart meter readings", "leaseRenewalTime": 120, "reasonerLevel": 2}]


def test_3_2_without_lease_there_is_no_lease_field(world):
    knowledge_base = world.kb()
    assert world.rest.get("/sc", kb=knowledge_base.id).json() == [
        {"knowledgeBaseId": knowledge_base.id, "knowledgeBaseName": "", "knowledgeBaseDescription": "",
         "reasonerLevel": 2}]


def test_3_2_unknown_is_404(world):
    world.rest.get("/sc", kb=world.kb_id("unknown")).expect_error(404)


@pytest.mark.parametrize("kb", ["no iri", "relative", "https://", "<https://e.example/kb>", '"https://e.example/kb"'])
def test_3_2_header_that_is_no_iri_is_400(rest, kb):
    rest.get("/sc", kb=kb).expect_error(400)


@pytest.mark.parametrize("field", ["knowledgeBaseId", "knowledgeBaseName", "knowledgeBaseDescription"])
@pytest.mark.parametrize("how", ["missing", "null"])
def test_3_3_required_field(world, field, how):
    body = description(world.kb_id("incomplete"), **{field: None})
    if how == "missing":
        del body[field]
    assert field in world.rest.post("/sc", json=body).expect_error(400).message
    world.rest.get("/sc", kb=world.kb_id("incomplete")).expect_error(404)


@pytest.mark.parametrize("fields", [{"leaseRenewalTime": None}, {"reasonerLevel": None}], ids=str)
def test_3_3_null_for_an_optional_field_is_its_absence(world, fields):
    knowledge_base = world.kb(**fields)
    entry = world.rest.get("/sc", kb=knowledge_base.id).json()[0]
    assert entry["reasonerLevel"] == 2 and "leaseRenewalTime" not in entry


@pytest.mark.parametrize("seconds, status", [(29, 400), (30, 200), (31, 200), (3600, 200), (3601, 400), (0, 400),
                                             (-1, 400), (10 ** 12, 400)])
def test_3_3_lease_between_30_and_3600(world, seconds, status):
    world.adopt(KnowledgeBase(world.rest, world.kb_id("leased"), create=False))
    world.rest.post("/sc", json=description(world.kb_id("leased"), leaseRenewalTime=seconds)).expect(status)


@pytest.mark.parametrize("level, status", [(0, 400), (1, 200), (2, 200), (3, 200), (4, 200), (5, 200), (6, 400),
                                           (-1, 400), (10 ** 12, 400)])
def test_3_3_reasoner_level_between_1_and_5(world, level, status):
    world.adopt(KnowledgeBase(world.rest, world.kb_id("levelled"), create=False))
    world.rest.post("/sc", json=description(world.kb_id("levelled"), reasonerLevel=level)).expect(status)
    if status == 200:
        assert world.rest.get("/sc", kb=world.kb_id("levelled")).json()[0]["reasonerLevel"] == level


def test_3_3_default_level_comes_from_the_configuration(new_world):
    world = new_world(reasoner_level=4)
    knowledge_base = world.kb()
    assert world.rest.get("/sc", kb=knowledge_base.id).json()[0]["reasonerLevel"] == 4


@pytest.mark.parametrize("kb_id", [
    "https://kb.example", "https://hello", "mailto:hello", "urn:foo:bar", "foo:bar", "http://e.example/ü",
    "http://[2001:db8::7]/kb", "http://[::1]:8080/kb", "https://kb.example:8443/a", "https://kb.example/a?q=1",
    "https://kb.example/a#b", "https://kb.example/%41", "HTTP://E.org"])
def test_3_3_valid_ids(rest, kb_id):
    rest.post("/sc", json=description(kb_id)).expect(200)
    assert rest.get("/sc", kb=kb_id).expect(200).json()[0]["knowledgeBaseId"] == kb_id
    rest.delete("/sc", kb=kb_id).expect(200)


@pytest.mark.parametrize("kb_id", [
    "", "https://", "https://e.example/a b", " https://e.example/", "https://e.example/ ", "/relative.nl", "a", "#a",
    "#frag", "?q", "urn:x", "http:x", "http:///x", "http://e.example:port/x", "http://e.example/%zz",
    "http://e.example/%4", "http://e.example/<", "http://e.example/>", "http://e.example/|", "http://e.example/^",
    "http://e.example/`", "http://e.example/{", "http://e.example/}", "http://e.example/\\", 'http://e.example/"',
    "http://e.example/\u0007", "http://e.example/\n", "1http://e.example/x", "://x"])
def test_3_3_invalid_ids_are_400(rest, kb_id):
    rest.post("/sc", json=description(kb_id)).expect_error(400)


def test_3_3_id_in_use_is_400(world):
    knowledge_base = world.kb(name="first")
    world.rest.post("/sc", json=description(knowledge_base.id)).expect_error(400)
    assert world.rest.get("/sc", kb=knowledge_base.id).json()[0]["knowledgeBaseName"] == "first"


@pytest.mark.parametrize("one, other", [("kb", "KB"), ("kb", "kb/"), ("%41", "A"), ("a/../b", "b")])
def test_3_3_ids_are_compared_as_exact_strings(world, one, other):
    world.kb(one)
    world.kb(other)


def test_3_3_everybody_is_found_at_once(world):
    """Whoever has had a 200 finds, and is found by, everybody: nobody has to wait or to try again."""
    asker, ask = world.asker("?a p ?b")
    for count in range(1, 21):
        world.answerer("?a p ?b", lambda _, count=count: world.rows(f"a=s{count} b=o"), f"a{count}")
        assert len(asker.ask(ask)["bindingSet"]) == count
    late_asker, late_ask = world.asker("?a p ?b", "late")
    assert len(late_asker.ask(late_ask)["bindingSet"]) == 20


def test_3_4_delete(world):
    knowledge_base = world.kb()
    knowledge_base.leave().expect(200)
    world.rest.get("/sc", kb=knowledge_base.id).expect_error(404)
    assert knowledge_base.id not in [entry["knowledgeBaseId"] for entry in world.rest.get("/sc").json()]


def test_3_4_missing_header_is_400(rest):
    rest.delete("/sc").expect_error(400)


def test_3_4_header_that_is_no_iri_is_400(rest):
    rest.delete("/sc", kb="no iri").expect_error(400)


def test_3_4_unknown_is_404(world):
    world.rest.delete("/sc", kb=world.kb_id("unknown")).expect_error(404)


def test_3_4_open_poll_gets_410(world):
    knowledge_base = world.kb()
    knowledge_base.answer_ki(world.pattern("?a p ?b"))
    poll = OpenPoll(world.rest, knowledge_base.id)
    knowledge_base.leave().expect(200)
    body = poll.response(5).expect(410).json()
    assert body["messageType"] == "message" and body["message"]


@pytest.mark.parametrize("taken", [True, False], ids=["delivered", "queued"])
def test_3_4_requests_it_owes_fail_at_once_at_the_asker(world, taken):
    asker, ask = world.asker("?a p ?b")
    owing = world.kb("owing")
    ki = owing.answer_ki(world.pattern("?a p ?b"))
    other = world.answerer("?a p ?b", lambda _: world.rows("a=s b=o"), "other")
    answer = Background(asker.ask, ask)
    other.wait_for_call()
    if taken:
        owing.take()
    owing.leave().expect(200)
    result = answer.result()
    assert result["bindingSet"] == world.rows("a=s b=o")
    entry, = [entry for entry in result["exchangeInfo"] if entry["knowledgeInteractionId"] == ki]
    assert entry["status"] == "FAILED" and entry["failedMessage"] and entry["bindingSet"] == []
    assert "TimeoutException" not in entry["failedMessage"]


@pytest.mark.parametrize("kind", ["ask", "post"])
def test_3_4_its_own_exchanges_end_at_once(world, kind):
    slow = world.kb("slow")
    if kind == "ask":
        asker, ki = world.asker("?a p ?b")
        slow.answer_ki(world.pattern("?a p ?b"))
        call = Background(asker.try_ask, ki)
    else:
        asker, ki = world.poster("?a p ?b")
        slow.react_ki(world.pattern("?a p ?b"))
        call = Background(asker.try_post, ki, world.rows("a=s b=o"))
    slow.take()
    asker.leave().expect(200)
    response = call.result().expect(200, 410)
    assert b"TimeoutException" not in response.body
    if response.status == 200:
        assert [entry["status"] for entry in response.json()["exchangeInfo"]] == ["FAILED"]
    else:
        assert response.json()["message"]


def test_3_4_is_not_held_up_by_the_others(world):
    for count in range(10):
        world.kb(f"quiet{count}").answer_ki(world.pattern("?a p ?b"))
    leaving = world.kb("leaving")
    since = Stopwatch()
    leaving.leave().expect(200)
    assert since.seconds < stretched(2)


def test_3_4_the_id_is_free_at_once_and_starts_without_interactions(world):
    knowledge_base = world.kb()
    knowledge_base.answer_ki(world.pattern("?a p ?b"), knowledgeInteractionName="same")
    asker, ask = world.asker("?a p ?b")
    knowledge_base.leave().expect(200)
    again = KnowledgeBase(world.rest, knowledge_base.id)
    assert world.rest.get("/sc/ki", kb=again.id).expect(200).json() == []
    assert asker.ask(ask) == {"bindingSet": [], "exchangeInfo": []}
    again.answer_ki(world.pattern("?a p ?b"), lambda _: world.rows("a=s b=o"), knowledgeInteractionName="same")
    assert asker.ask(ask)["bindingSet"] == world.rows("a=s b=o")
    again.close()


def test_3_5_renew(world):
    knowledge_base = world.kb(leaseRenewalTime=120)
    before = datetime.now(timezone.utc)
    body = world.rest.put("/sc/lease/renew", kb=knowledge_base.id).expect(200).json()
    assert set(body) == {"knowledgeBaseId", "expires"} and body["knowledgeBaseId"] == knowledge_base.id
    expires = datetime.strptime(body["expires"], "%Y-%m-%dT%H:%M:%S.%f%z")
    assert timedelta(seconds=119) <= expires - before <= timedelta(seconds=121 + stretched(1))


def test_3_5_each_renewal_counts_from_now(world):
    knowledge_base = world.kb(leaseRenewalTime=60)

    def renew():
        return world.rest.put("/sc/lease/renew", kb=knowledge_base.id).expect(200).json()["expires"]
    first = renew()
    assert re.fullmatch(r".*\.\d{3}\+00:00", first)
    eventually(lambda: renew() > first, "a later renewal expires later")


def test_3_5_missing_header_is_400(rest):
    rest.put("/sc/lease/renew").expect_error(400)


def test_3_5_header_that_is_no_iri_is_400(rest):
    rest.put("/sc/lease/renew", kb="no iri").expect_error(400)


def test_3_5_unknown_is_404(world):
    world.rest.put("/sc/lease/renew", kb=world.kb_id("unknown")).expect_error(404)


def test_3_5_without_lease_is_404(world):
    knowledge_base = world.kb()
    world.rest.put("/sc/lease/renew", kb=knowledge_base.id).expect_error(404)
    world.rest.get("/sc", kb=knowledge_base.id).expect(200)
