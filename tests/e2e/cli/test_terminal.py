"""The terminal client against a running server."""

import json
import socket

import pytest

from shell import run
from harness.knowledge_base import HandlerFailure
from harness.world import assert_same_rows, integer


def no_trace_is_left(world):
    """No temporary knowledge base of a command is still there."""
    return not [kb for kb in world.rest.get("/sc").expect(200).json() if "/terminal/" in kb["knowledgeBaseId"]]


def prefix(world):
    return ["--prefix", f"ex={world.namespace}"]


def test_ask_prints_a_table_and_who_answered(world, gridlore):
    world.answerer("?x p ?y", lambda _: world.rows('x=s y=7 | x=t y="warm"'))
    lines = gridlore("ask", "?a ex:p ?b", *prefix(world)).expect(0).out.splitlines()
    assert lines[0].split() == ["?a", "?b"]
    assert sorted(line.split() for line in lines[1:3]) == [["ex:s", "7"], ["ex:t", '"warm"']]
    assert lines[3:] == ["", f"answered  {world.kb_id('answerer')}  answerer: 2 bindings"]
    assert no_trace_is_left(world)


def test_ask_in_json_is_the_answer_of_the_server(world, gridlore):
    world.answerer("?x p ?y", lambda _: world.rows("x=s y=7"))
    answer = gridlore("ask", "?a ex:p ?b", *prefix(world), "--json").expect(0).json()
    assert answer["bindingSet"] == [{"a": world.iri("s"), "b": integer("7")}]
    assert [entry["knowledgeBaseId"] for entry in answer["exchangeInfo"]] == [world.kb_id("answerer")]


def test_bindings_restrict_an_ask(world, gridlore):
    answerer = world.answerer("?x p ?y", lambda asked: [])
    gridlore("ask", "?a ex:p ?b", *prefix(world), "--bind", "a=ex:s", "--bind", "a=ex:t", "--bind", "b=5").expect(1)
    assert_same_rows(answerer.calls[0].bindings, world.rows("x=s y=5 | x=t y=5"))


def test_an_ask_can_be_for_some_only(world, gridlore):
    chosen = world.answerer("?x p ?y", lambda _: world.rows("x=s y=1"), "chosen")
    other = world.answerer("?x p ?y", lambda _: world.rows("x=s y=2"), "other")
    answer = gridlore("ask", "?a ex:p ?b", *prefix(world), "--to", chosen.id, "--json").expect(0).json()
    assert answer["bindingSet"] == [{"a": world.iri("s"), "b": integer("1")}]
    assert not other.calls


def test_a_range_keeps_what_is_within(world, gridlore):
    world.answerer("?x p ?y", lambda _: world.rows("x=s y=1 | x=s y=2 | x=s y=3"))
    answer = gridlore("ask", "?a ex:p ?b", *prefix(world), "--range", "b=2..3", "--json").expect(0).json()
    assert answer["bindingSet"] == [{"a": world.iri("s"), "b": integer("2")}]


def test_an_ask_explains_itself(world, gridlore):
    world.answerer("?x p ?y", lambda _: world.rows("x=s y=1"), "whole")
    world.answerer("?x p ?y", lambda _: [], "purpose", communicativeAct={
        "requiredPurposes": ["https://w3id.org/knowledge-engine/ActuationPurpose"],
        "satisfiedPurposes": ["https://w3id.org/knowledge-engine/InformPurpose"]})
    told = gridlore("ask", "?a ex:p ?b", *prefix(world), "--explain").expect(0).out
    assert "why (reasoner level 2" in told and "to cover: ?a ex:p ?b" in told
    assert f"asked  {world.kb_id('whole')}  whole: 1 binding" in told
    assert f"other purpose  {world.kb_id('purpose')}" in told


def test_what_nobody_gives_is_explained(world, gridlore):
    world.answerer("?x p ?y", lambda _: [], "part")
    told = gridlore("ask", "?a ex:p ?b . ?a ex:q ?c", *prefix(world), "--explain").expect(1).out
    assert "nobody gives: ?a ex:q ?c" in told and "covers a part" in told


def test_knowledge_gaps_are_shown(world, gridlore):
    told = gridlore("ask", "?a ex:p ?b", *prefix(world), "--gaps").expect(1).out
    assert "missing, any one of these:\n  - ?a ex:p ?b" in told


def test_meta_knowledge_is_asked_for(world, gridlore):
    world.kb("described", name="Described")
    told = gridlore("ask", "?kb a ke:KnowledgeBase . ?kb ke:hasName ?name", "--meta",
                    "--bind", f"kb={world.kb_id('described')}").expect(0).out
    assert '"Described"' in told


def test_a_knowledge_base_that_fails_is_named(world, gridlore):
    def fail(_):
        raise HandlerFailure("the sensor is offline")
    world.answerer("?x p ?y", fail)
    told = gridlore("ask", "?a ex:p ?b", *prefix(world)).expect(1).out
    assert told.startswith("no bindings\n")
    assert "failed" in told and "the sensor is offline" in told


def test_what_comes_from_the_network_does_not_steer_the_terminal(world, gridlore):
    world.answerer("?x p ?y", lambda _: [{"x": world.iri("s"), "y": '"\x1b[2J"'}])
    assert "\x1b" not in gridlore("ask", "?a ex:p ?b", *prefix(world)).expect(0).out


def test_post_prints_the_result(world, gridlore):
    reactor = world.reactor("?x p ?y", "?x q ?z", lambda given: [{"x": row["x"], "z": "5"} for row in given])
    lines = gridlore("post", "?a ex:p ?b", "--result", "?a ex:q ?c", *prefix(world), "--bind", "a=ex:s",
                     "--bind", "b=7").expect(0).out.splitlines()
    assert [lines[0].split(), lines[1].split()] == [["?a", "?c"], ["ex:s", "5"]]
    assert lines[3] == f"answered  {reactor.id}  reactor: 1 binding in, 1 back"
    assert_same_rows(reactor.calls[0].bindings, world.rows("x=s y=7"))
    assert no_trace_is_left(world)


def test_post_takes_rows_from_a_file_or_standard_input(world, gridlore, tmp_path):
    reactor = world.reactor("?x p ?y", None, lambda given: [])
    rows = json.dumps([{"a": world.iri(word), "b": "5"} for word in ("s", "t")])
    (tmp_path / "rows.json").write_text(rows)
    gridlore("post", "?a ex:p ?b", *prefix(world), "--rows", tmp_path / "rows.json").expect(0)
    gridlore("post", "?a ex:p ?b", *prefix(world), "--rows", "-", stdin=rows).expect(0)
    assert [len(call.bindings) for call in reactor.calls] == [2, 2]


def test_a_post_that_nobody_takes_is_1(world, gridlore):
    told = gridlore("post", "?a ex:p ?b", *prefix(world), "--bind", "a=ex:s", "--bind", "b=7").expect(1).out
    assert "nobody was contacted" in told


def test_interactions_are_listed(world, gridlore):
    answerer = world.answerer("?x p ?y", lambda _: [])
    told = gridlore("interactions", "--kb", answerer.id, *prefix(world)).expect(0).out
    assert answerer.id in told and "Answer  " in told and "?x ex:p ?y" in told
    listed = gridlore("interactions", "--json").expect(0).json()
    assert answerer.id in [kb["knowledgeBaseId"] for kb in listed]
    own = next(kb for kb in listed if kb["knowledgeBaseId"] == answerer.id)
    assert own["knowledgeInteractions"][0]["knowledgeInteractionType"] == "AnswerKnowledgeInteraction"


def test_an_unknown_knowledge_base_is_refused(world, gridlore):
    refused = gridlore("interactions", "--kb", world.kb_id("nobody")).expect(4)
    assert "404" in refused.error and refused.out == ""


@pytest.mark.parametrize("command", [["ask", "?a ?b ?c"], ["interactions"]], ids=str)
def test_no_server_is_3(command):
    with socket.socket() as bound:  # and not listening
        bound.bind(("127.0.0.1", 0))
        refused = run(command[0], "--server", f"http://127.0.0.1:{bound.getsockname()[1]}/rest", *command[1:]).expect(3)
    assert "127.0.0.1" in refused.error and refused.out == ""


def test_the_environment_names_the_server(world, server):
    world.kb("listed")
    told = run("interactions", settings={"server": f"http://127.0.0.1:{server.port}/rest"}).expect(0).out
    assert world.kb_id("listed") in told


@pytest.mark.parametrize("arguments", [
    ["ask", "?a a unknown:Thing"], ["ask", "nonsense"], ["ask", "?a ?b ?c", "--bind", "d=5"],
    ["ask", "?a ?b ?c", "--bind", "a=word"], ["ask", "?a ?b ?c", "--range", "a=5"], ["ask", "?a ?b ?c", "--prefix", "x"],
    ["post", "?a ?b ?c", "--bind", "a=5"], ["post", "?a ?b ?c", "--rows", "/no/such/file"],
    ["ask", "?a ?b ?c", "--server", "nowhere"]], ids=str)
def test_mistakes_are_told_before_anything_is_sent(arguments):
    refused = run(*arguments, settings={"server": "http://127.0.0.1:1/rest"}).expect(2)
    assert refused.error.startswith("gridlore: ") and refused.out == ""
