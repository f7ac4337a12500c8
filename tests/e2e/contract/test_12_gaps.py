"""Section 12: knowledge gaps."""

import pytest


def gaps_of(asker, ask, rows=None):
    """The alternatives as sets, since their order means nothing."""
    gaps = asker.ask(ask, rows)["knowledgeGaps"]
    assert all(isinstance(alternative, list) for alternative in gaps)
    return {frozenset(alternative) for alternative in gaps}


def gap_asker(world, pattern, level=2):
    return world.asker(pattern, ki_fields={"knowledgeGapsEnabled": True}, reasonerLevel=level)


LEVELS = pytest.mark.parametrize("level", [1, 2, 5])


@LEVELS
def test_12_none_where_there_is_a_result(world, level):
    asker, ask = gap_asker(world, "?a p ?b", level)
    world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"))
    result = asker.ask(ask)
    assert result["knowledgeGaps"] == [] and result["bindingSet"] == world.rows("a=s b=o")


@LEVELS
def test_12_none_where_the_pattern_is_covered_though_nothing_is_found(world, level):
    asker, ask = gap_asker(world, "?a p ?b . ?b q ?c", level)
    world.answerer("?x p ?y", lambda _: [], "P")
    world.answerer("?x q ?y", lambda _: [], "Q")
    assert asker.ask(ask)["knowledgeGaps"] == []


@LEVELS
@pytest.mark.parametrize("pattern", ["?a p ?b", "?a p ?b . ?b q ?c", "?a p <s> . ?a q ?c . ?c r ?d"])
def test_12_nobody_at_all_is_one_alternative_with_all_triples(world, level, pattern):
    asker, ask = gap_asker(world, pattern, level)
    result = asker.ask(ask)
    assert len(result["knowledgeGaps"]) == 1
    assert set(result["knowledgeGaps"][0]) == set(world.pattern(pattern).split(" . "))
    assert result["bindingSet"] == []


@LEVELS
@pytest.mark.parametrize("there, missing", [("?x p ?y", "?b q ?c"), ("?x q ?y", "?a p ?b")])
def test_12_one_of_two_is_missing(world, level, there, missing):
    asker, ask = gap_asker(world, "?a p ?b . ?b q ?c", level)
    world.answerer(there, lambda _: world.rows("x=s y=o"))
    assert gaps_of(asker, ask) == {frozenset([world.pattern(missing)])}


def test_12_a_gap_closes_when_somebody_comes(world):
    asker, ask = gap_asker(world, "?a p ?b . ?b q ?c")
    world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"), "P")
    assert gaps_of(asker, ask) == {frozenset([world.pattern("?b q ?c")])}
    world.answerer("?x q ?y", lambda _: world.rows("x=o y=v"), "Q")
    result = asker.ask(ask)
    assert result["knowledgeGaps"] == [] and result["bindingSet"] == world.rows("a=s b=o c=v")


def test_12_a_constant_that_nobody_has_is_a_gap(world):
    asker, ask = gap_asker(world, "<s> p ?b")
    world.answerer("<t> p ?y", lambda _: [])
    assert gaps_of(asker, ask) == {frozenset([world.pattern("<s> p ?b")])}


@LEVELS
def test_12_what_a_react_lacks_is_named_in_its_own_variables(world, level):
    asker, ask = gap_asker(world, "?a q ?b", level)
    reactor = world.reactor("?x p ?y", "?x q ?z", lambda _: [])
    assert frozenset([world.pattern("?x p ?y")]) in gaps_of(asker, ask)
    assert not reactor.calls


def test_12_only_the_part_that_the_react_lacks_is_named(world):
    asker, ask = gap_asker(world, "?a q ?b")
    world.answerer("?s p ?t", lambda _: world.rows("s=s t=o"))
    world.reactor("?x p ?y . ?y r ?z", "?x q ?z", lambda _: [])
    assert frozenset([world.pattern("?y r ?z")]) in gaps_of(asker, ask)


@pytest.mark.parametrize("fields", [{}, {"knowledgeGapsEnabled": False}, {"knowledgeGapsEnabled": None}], ids=str)
def test_12_absent_without_the_flag(world, fields):
    asker, ask = world.asker("?a p ?b", ki_fields=fields)
    assert "knowledgeGaps" not in asker.ask(ask)


def test_12_the_flag_has_no_effect_on_a_post(world):
    poster = world.kb("poster")
    post = poster.post_ki(world.pattern("?a p ?b"), knowledgeGapsEnabled=True)
    assert "knowledgeGaps" not in poster.post(post, world.rows("a=s b=o"))


def test_12_facts_close_gaps(world):
    asker, ask = gap_asker(world, "?a p ?b . ?b q ?c")
    asker.load_rules(f"-> ({world.iri('o')} {world.iri('q')} {world.iri('v')}) .").expect(200)
    assert gaps_of(asker, ask) == {frozenset([world.pattern("?a p ?b")])}
