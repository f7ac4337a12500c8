"""Sections 3.6 to 3.8: registering, listing and removing knowledge interactions."""

import re

import pytest

from harness.rest import OpenPoll
from harness.waiting import Background

INFORM = "https://w3id.org/knowledge-engine/InformPurpose"
DEFAULT_ACT = {"requiredPurposes": [INFORM], "satisfiedPurposes": [INFORM]}
UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
META = ["ask", "answer", "post/new", "post/changed", "post/removed", "react/new", "react/changed", "react/removed"]


def ask_body(world, **fields):
    return {"knowledgeInteractionType": "AskKnowledgeInteraction", "graphPattern": world.pattern("?a p ?b"), **fields}


def test_3_6_id_with_a_name(world):
    knowledge_base = world.kb()
    body = world.rest.post("/sc/ki", kb=knowledge_base.id, json=ask_body(world, knowledgeInteractionName="a-B-9"))
    assert body.expect(200).json() == {"knowledgeInteractionId": knowledge_base.id + "/interaction/a-B-9"}


def test_3_6_id_without_a_name_is_a_random_uuid(world):
    knowledge_base = world.kb()
    ids = {knowledge_base.ask_ki(world.pattern("?a p ?b")) for _ in range(3)}
    assert len(ids) == 3
    for interaction in ids:
        assert re.fullmatch(re.escape(knowledge_base.id) + "/interaction/" + UUID, interaction)


def test_3_6_name_in_use_is_400(world):
    knowledge_base = world.kb()
    knowledge_base.ask_ki(world.pattern("?a p ?b"), knowledgeInteractionName="same")
    for kind, field in (("Ask", "graphPattern"), ("React", "argumentGraphPattern")):
        knowledge_base.try_register(kind, knowledgeInteractionName="same",
                                    **{field: world.pattern("?a q ?b")}).expect_error(400)
    assert len(world.rest.get("/sc/ki", kb=knowledge_base.id).json()) == 1


def test_3_6_the_same_name_in_another_knowledge_base(world):
    for word in ("one", "other"):
        world.kb(word).ask_ki(world.pattern("?a p ?b"), knowledgeInteractionName="same")


def test_3_6_a_name_is_free_again_after_removal(world):
    knowledge_base = world.kb()
    for _ in range(2):
        ki = knowledge_base.ask_ki(world.pattern("?a p ?b"), knowledgeInteractionName="again")
        world.rest.delete("/sc/ki", kb=knowledge_base.id, ki=ki).expect(200)


def test_3_6_missing_header_is_400(world):
    world.rest.post("/sc/ki", json=ask_body(world)).expect_error(400)


def test_3_6_header_that_is_no_iri_is_400(world):
    world.rest.post("/sc/ki", kb="no iri", json=ask_body(world)).expect_error(400)


def test_3_6_unknown_knowledge_base_is_404(world):
    world.rest.post("/sc/ki", kb=world.kb_id("unknown"), json=ask_body(world)).expect_error(404)


def test_3_6_a_refused_registration_changes_nothing(world):
    knowledge_base = world.kb()
    knowledge_base.try_register("Ask", graphPattern="?a").expect_error(400)
    assert world.rest.get("/sc/ki", kb=knowledge_base.id).json() == []


def test_3_6_is_known_to_everybody_when_it_returns(world):
    asker, ask = world.asker("?a p ?b")
    answering = world.kb("answering")
    for count in range(1, 11):
        answering.answer_ki(world.pattern("?a p ?b"), lambda _, count=count: world.rows(f"a=s{count} b=o"))
        assert len(asker.ask(ask)["bindingSet"]) == count


def test_3_7_shape(world):
    knowledge_base = world.kb()
    p, q = world.pattern("?a p ?b"), world.pattern("?a q ?b")
    knowledge_base.answer_ki(p, knowledgeInteractionName="readings")
    knowledge_base.ask_ki(p, knowledgeInteractionName="gaps", knowledgeGapsEnabled=True, includeMetaKIs=True)
    knowledge_base.post_ki(p, knowledgeInteractionName="news")
    knowledge_base.react_ki(p, q, knowledgeInteractionName="deeds")
    listed = {entry["knowledgeInteractionName"]: entry
              for entry in world.rest.get("/sc/ki", kb=knowledge_base.id).expect(200).json()}

    def expected(name, kind, **fields):
        return {"knowledgeInteractionId": f"{knowledge_base.id}/interaction/{name}",
                "knowledgeInteractionType": kind + "KnowledgeInteraction", "knowledgeInteractionName": name,
                "knowledgeGapsEnabled": False, "communicativeAct": DEFAULT_ACT, "prefixes": {}, **fields}
    assert listed == {
        "readings": expected("readings", "Answer", graphPattern=p + " . "),
        "gaps": expected("gaps", "Ask", graphPattern=p + " . ", knowledgeGapsEnabled=True),
        "news": expected("news", "Post", argumentGraphPattern=p + " . "),
        "deeds": expected("deeds", "React", argumentGraphPattern=p + " . ", resultGraphPattern=q + " . ")}


def test_3_7_no_name_where_none_was_given(world):
    knowledge_base = world.kb()
    knowledge_base.ask_ki(world.pattern("?a p ?b"))
    entry, = world.rest.get("/sc/ki", kb=knowledge_base.id).json()
    assert "knowledgeInteractionName" not in entry


def test_3_7_own_communicative_act(world):
    ke = "https://w3id.org/knowledge-engine/"
    act = {"requiredPurposes": [ke + "ActuationPurpose", "https://x.example/P"],
           "satisfiedPurposes": [ke + "InformPurpose"]}
    knowledge_base = world.kb()
    knowledge_base.ask_ki(world.pattern("?a p ?b"), communicativeAct=act)
    shown = world.rest.get("/sc/ki", kb=knowledge_base.id).json()[0]["communicativeAct"]
    assert {key: sorted(purposes) for key, purposes in shown.items()} == act


def test_3_7_none_is_an_empty_array_and_meta_ones_are_left_out(world):
    assert world.rest.get("/sc/ki", kb=world.kb().id).expect(200).json() == []


def test_3_7_prefixes_are_expanded(world):
    knowledge_base = world.kb()
    knowledge_base.ask_ki("?a e:p ?b", prefixes={"e": world.namespace})
    entry, = world.rest.get("/sc/ki", kb=knowledge_base.id).json()
    assert entry["graphPattern"] == world.pattern("?a p ?b") + " . " and entry["prefixes"] == {}


def test_3_7_unknown_is_404(world):
    world.rest.get("/sc/ki", kb=world.kb_id("unknown")).expect_error(404)


def test_3_7_missing_header_is_400(rest):
    rest.get("/sc/ki").expect_error(400)


def test_3_7_header_that_is_no_iri_is_400_or_404(rest):
    rest.get("/sc/ki", kb="no iri").expect_error(400, 404)


def test_3_8_delete(world):
    asker, ask = world.asker("?a p ?b")
    answering = world.kb("answering")
    going = answering.answer_ki(world.pattern("?a p ?b"), lambda _: world.rows("a=gone b=o"))
    answering.answer_ki(world.pattern("?a p ?b"), lambda _: world.rows("a=stays b=o"))
    assert len(asker.ask(ask)["bindingSet"]) == 2
    world.rest.delete("/sc/ki", kb=answering.id, ki=going).expect(200)
    assert asker.ask(ask)["bindingSet"] == world.rows("a=stays b=o")
    assert len(world.rest.get("/sc/ki", kb=answering.id).json()) == 1


@pytest.mark.parametrize("missing", ["kb", "ki", "both"])
def test_3_8_missing_header_is_400(world, missing):
    asker, ask = world.asker("?a p ?b")
    headers = {"kb": {"ki": ask}, "ki": {"kb": asker.id}, "both": {}}[missing]
    world.rest.delete("/sc/ki", **headers).expect_error(400)


def test_3_8_knowledge_base_that_is_no_iri_is_400_or_404(world):
    world.rest.delete("/sc/ki", kb="no iri", ki=world.kb_id("x")).expect_error(400, 404)


def test_3_8_unknown_knowledge_base_is_404(world):
    world.rest.delete("/sc/ki", kb=world.kb_id("unknown"), ki=world.kb_id("x")).expect_error(404)


@pytest.mark.parametrize("ki", ["unknown", "no iri", "of another"])
def test_3_8_unknown_interaction_is_404(world, ki):
    _, of_another = world.asker("?a p ?b")
    knowledge_base = world.kb("other")
    header = {"unknown": knowledge_base.id + "/interaction/unknown", "no iri": "no iri", "of another": of_another}[ki]
    world.rest.delete("/sc/ki", kb=knowledge_base.id, ki=header).expect_error(404)


def test_3_8_twice_is_404(world):
    asker, ask = world.asker("?a p ?b")
    world.rest.delete("/sc/ki", kb=asker.id, ki=ask).expect(200)
    world.rest.delete("/sc/ki", kb=asker.id, ki=ask).expect_error(404)


@pytest.mark.parametrize("suffix", META)
def test_3_8_meta_interactions_cannot_be_deleted(world, suffix):
    knowledge_base = world.kb()
    world.rest.delete("/sc/ki", kb=knowledge_base.id,
                      ki=f"{knowledge_base.id}/meta/knowledgeinteractions/{suffix}").expect_error(404)


@pytest.mark.parametrize("kind", ["Answer", "React"])
@pytest.mark.parametrize("state", ["queued", "delivered"])
def test_3_8_work_for_it_fails_at_once(world, kind, state):
    """REF: the asker waits out the 10 s."""
    owing = world.kb("owing")
    first = owing.answer_ki(world.pattern("?a first ?b"))
    if kind == "Answer":
        asker, ki = world.asker("?a p ?b")
        witness = world.answerer("?a p ?b", lambda _: [], "witness")
        doomed = owing.answer_ki(world.pattern("?a p ?b"))
        exchange = Background(asker.ask, ki)
    else:
        asker, ki = world.poster("?a p ?b")
        witness = world.reactor("?a p ?b", None, lambda _: [], "witness")
        doomed = owing.react_ki(world.pattern("?a p ?b"))
        exchange = Background(asker.post, ki, world.rows("a=s b=o"))
    witness.wait_for_call()
    if state == "delivered":
        owing.take()
    world.rest.delete("/sc/ki", kb=owing.id, ki=doomed).expect(200)
    result = exchange.result()
    entry, = [entry for entry in result["exchangeInfo"] if entry["knowledgeInteractionId"] == doomed]
    assert entry["status"] == "FAILED" and entry["failedMessage"]
    assert "TimeoutException" not in entry["failedMessage"]
    # The others of that knowledge base are still served, and the doomed work is not delivered any more.
    late_asker, late_ask = world.asker("?a first ?b", "late")
    late = Background(late_asker.ask, late_ask)
    call = owing.take()
    assert call.interaction == first
    owing.reply(call, [])
    assert late.result()["bindingSet"] == []
    witness.close()  # it polls, too
    assert OpenPoll(world.rest, owing.id).is_waiting()
