"""Section 9.4: each row of the table of POST cases, at each of the five levels."""

import pytest
from matching import LEVELS, Answer, Case, Outcome, React, at_all_levels, build, outcome_at, run_post

ROWS = "a=s1 b=o1 | a=s2 b=o2"
RECEIVED = "x=s1 y=o1 | x=s2 y=o2"

CASES = [
    Case("no results", argument="?a p ?b", bindings=ROWS, network=[React("R", "?x p ?y")],
         outcomes={1: Outcome("", called={"R": RECEIVED})}),
    Case("result expected, the react has none", argument="?a p ?b", result="?a q ?c", bindings=ROWS,
         network=[React("R", "?x p ?y")],
         outcomes={1: Outcome("", called={"R": RECEIVED})}),
    Case("result expected, the react has another", argument="?a p ?b", result="?a q ?c", bindings=ROWS,
         network=[React("R", "?x p ?y", "?x other ?z", "x=x z=y")],
         outcomes={1: Outcome("", called={"R": RECEIVED})}),
    Case("no result expected, the react has one", argument="?a p ?b", bindings=ROWS,
         network=[React("R", "?x p ?y", "?x q ?z", "x=x z=y+done")],
         outcomes={1: Outcome("", called={"R": RECEIVED})}),
    Case("several reacts with that result", argument="?a p ?b", result="?a q ?c", bindings=ROWS,
         network=[React("R", "?x p ?y", "?x q ?z", "x=x z=y+one"), React("S", "?u p ?v", "?u q ?w", "u=u w=v+two")],
         outcomes={1: Outcome("a=s1 c=o1one | a=s2 c=o2one | a=s1 c=o1two | a=s2 c=o2two",
                              called={"R": RECEIVED, "S": "u=s1 v=o1 | u=s2 v=o2"})}),
    Case("a larger result is projected", argument="?a p ?b", result="?a q ?c", bindings=ROWS,
         network=[React("R", "?x p ?y", "?x q ?z . ?x r ?w", "x=x z=y+q w=y+r")],
         outcomes={1: Outcome("", called={"R": RECEIVED}),
                   2: Outcome("a=s1 c=o1q | a=s2 c=o2q", called={"R": RECEIVED})}),
    Case("two results are joined", argument="?a p ?b", result="?a q ?c . ?a r ?d", bindings=ROWS,
         network=[React("R", "?x p ?y", "?x q ?z", "x=x z=y+q"), React("S", "?u p ?v", "?u r ?w", "u=u w=v+r")],
         outcomes={1: Outcome("", called={"R": RECEIVED, "S": "u=s1 v=o1 | u=s2 v=o2"}),
                   2: Outcome("a=s1 c=o1q d=o1r | a=s2 c=o2q d=o2r",
                              called={"R": RECEIVED, "S": "u=s1 v=o1 | u=s2 v=o2"})}),
    Case("result bigger than what all give", argument="?a p ?b", result="?a q ?c . ?a r ?d", bindings=ROWS,
         network=[React("R", "?x p ?y", "?x q ?z", "x=x z=y+q")],
         outcomes={1: Outcome("", called={"R": RECEIVED})}),
    Case("a smaller argument gets a projection", argument="?a p ?b . ?a q ?c",
         bindings="a=s1 b=o1 c=c1 | a=s1 b=o1 c=c2",
         network=[React("R", "?x p ?y")],
         outcomes={2: Outcome("", called={"R": "x=s1 y=o1"})}),
    Case("a bigger argument", argument="?a p ?b", bindings=ROWS, network=[React("R", "?x p ?y . ?x q ?z")],
         outcomes={}),
    Case("forward chain", argument="?a p ?b", bindings=ROWS,
         network=[React("R", "?x p ?y", "?x q ?z", "x=x z=y+1"), React("S", "?u q ?v")],
         outcomes={1: Outcome("", called={"R": RECEIVED, "S": "u=s1 v=o11 | u=s2 v=o21"})}),
    Case("a constant in the react's argument", argument="?a p ?b", bindings=ROWS, network=[React("R", "<s1> p ?y")],
         outcomes={1: Outcome("", called={"R": "y=o1"})}),
    Case("a constant that no row has", argument="?a p ?b", bindings=ROWS, network=[React("R", "<s9> p ?y")],
         outcomes={}),
    Case("a constant in the post's argument", argument="<s1> p ?b", bindings="b=o1 | b=o2",
         network=[React("R", "?x p ?y")],
         outcomes={1: Outcome("", called={"R": "x=s1 y=o1 | x=s1 y=o2"})}),
]


@pytest.mark.parametrize(**at_all_levels(CASES))
def test_9_4_post(world, case, level):
    run_post(world, case, level)


COMPLETED = Case("a bigger argument, the rest from an answer", argument="?a p ?b", bindings=ROWS,
                 network=[React("R", "?x p ?y . ?x q ?z"), Answer("A", "?s q ?t", "s=s1 t=c1 | s=s3 t=c3")],
                 outcomes={2: Outcome("", asked={"A": "*"}, called={"R": "x=s1 y=o1 z=c1"})})


@pytest.mark.parametrize("level", LEVELS)
def test_9_4_a_bigger_argument_completed_by_an_answer(world, level):
    """What the ANSWER is asked is left open: everything, or only about what was posted."""
    poster, ki = world.poster(COMPLETED.argument, reasonerLevel=level)
    members = build(world, COMPLETED.network)
    result = poster.post(ki, world.rows(COMPLETED.bindings))
    called = outcome_at(COMPLETED, level).called
    assert [call.bindings for call in members["R"].calls] == [world.rows(rows) for rows in called.values()]
    assert len(members["A"].calls) == len(called)
    reacts = [entry["knowledgeBaseId"] for entry in result["exchangeInfo"] if "argumentBindingSet" in entry]
    assert reacts == [members[name].id for name in called]


FURTHER = [
    Case("the result of what a react triggers", argument="?a p ?b", result="?a r ?c", bindings=ROWS,
         network=[React("R", "?x p ?y", "?x q ?z", "x=x z=y+1"), React("S", "?u q ?v", "?u r ?w", "u=u w=v+2")],
         outcomes={2: Outcome("a=s1 c=o112 | a=s2 c=o212",
                              called={"R": RECEIVED, "S": "u=s1 v=o11 | u=s2 v=o21"})}),
    Case("a variable twice in the react's argument", argument="?a p ?b", bindings="a=s1 b=o1 | a=s2 b=s2",
         network=[React("R", "?x p ?x")], outcomes={1: Outcome("", called={"R": "x=s2"})}),
    Case("nobody reacts to another predicate", argument="?a p ?b", bindings=ROWS, network=[React("R", "?x q ?y")],
         outcomes={}),
    Case("a react without rows ends the chain", argument="?a p ?b", bindings=ROWS,
         network=[React("R", "?x p ?y", "?x q ?z"), React("S", "?u q ?v")],
         outcomes={1: Outcome("", called={"R": RECEIVED})}),
]


@pytest.mark.parametrize("case, level", [(case, level) for case in FURTHER for level in (2, 3, 4, 5)],
                         ids=lambda value: getattr(value, "name", f"level {value}"))
def test_9_4_further(world, case, level):
    run_post(world, case, level)


def test_9_4_all_rows_of_one_post_come_in_one_request(world):
    count = 500
    rows = [{"a": world.iri(f"s{number}"), "b": world.iri("o")} for number in range(count)]
    poster, post = world.poster("?a p ?b")
    reactor = world.reactor("?x p ?y", None, lambda _: [])
    poster.post(post, rows)
    call, = reactor.calls
    assert len(call.bindings) == count
