"""Section 9.3: each row of the table of ASK cases, at each of the five levels."""

import pytest
from matching import Answer, Case, Outcome, React, at_all_levels, run_ask

P = Answer("P", "?x p ?y", "x=s1 y=o1 | x=s2 y=o2")
Q = Answer("Q", "?s q ?t", "s=s1 t=c1 | s=s3 t=c3")
TWO_ROWS = "x=s1 y=o1 z=c1 | x=s2 y=o2 z=c2"
STEPS = Answer("A", "?x p ?y", "x=n1 y=n2 | x=n2 y=n3 | x=n3 y=n4")
CHAIN = React("R", "?x p ?y", "?x q ?z", "x=x z=y+done")

CASES = [
    Case("one triple", ask="?a p ?b", network=[P],
         outcomes={1: Outcome("a=s1 b=o1 | a=s2 b=o2", asked={"P": "*"})}),
    Case("two triples in another order and other names", ask="?a p ?b . ?a q ?c",
         network=[Answer("A", "?x q ?z . ?x p ?y", TWO_ROWS)],
         outcomes={1: Outcome("a=s1 b=o1 c=c1 | a=s2 b=o2 c=c2", asked={"A": "*"})}),
    Case("a larger answer is projected", ask="?a p ?b",
         network=[Answer("A", "?x p ?y . ?x q ?z", "x=s1 y=o1 z=c1 | x=s1 y=o1 z=c2")],
         outcomes={1: Outcome("a=s1 b=o1", asked={"A": "*"})}),
    Case("two parts of two knowledge bases are joined", ask="?a p ?b . ?a q ?c", network=[P, Q],
         outcomes={2: Outcome("a=s1 b=o1 c=c1", asked={"P": "*", "Q": "*"})}),
    Case("one part of two", ask="?a p ?b . ?a q ?c", network=[P],
         outcomes={4: Outcome("", asked={"P": "*"})}),
    Case("a full answer and two partial ones", ask="?a p ?b . ?a q ?c",
         network=[Answer("F", "?x p ?y . ?x q ?z", "x=f y=fo z=fc"), P, Q],
         outcomes={1: Outcome("a=f b=fo c=fc", asked={"F": "*"}),
                   2: Outcome("a=f b=fo c=fc | a=s1 b=o1 c=c1", asked={"F": "*", "P": "*", "Q": "*"})}),
    Case("a constant of the ask is sent", ask="<s1> p ?b", network=[P],
         outcomes={1: Outcome("b=o1", asked={"P": "x=s1"})}),
    Case("a constant of the answer binds", ask="?a p ?b", network=[Answer("A", "<s1> p ?y", "y=o1 | y=o2")],
         outcomes={1: Outcome("a=s1 b=o1 | a=s1 b=o2", asked={"A": "*"})}),
    Case("constants that differ", ask="<s1> p ?b", network=[Answer("A", "<t> p ?y", "y=o1")], outcomes={}),
    Case("a binding that contradicts a constant", ask="?a p ?b", bindings="a=u",
         network=[Answer("A", "<s1> p ?y", "y=o1")], outcomes={}),
    Case("a variable predicate", ask="?a ?p ?b", network=[Answer("A", "?x q ?y", "x=s1 y=o1")],
         outcomes={1: Outcome("a=s1 p=q b=o1", asked={"A": "*"})}),
    Case("a variable twice in the ask", ask="?a p ?a", network=[Answer("A", "?x p ?y", "x=s1 y=o1 | x=s2 y=s2")],
         outcomes={1: Outcome("a=s2", asked={"A": "*"})}),
    Case("self-join of one answer", ask="?a p ?b . ?b p ?c", network=[STEPS],
         outcomes={3: Outcome("a=n1 b=n2 c=n3 | a=n2 b=n3 c=n4", asked={"A": "*"})}),
    Case("a chain over two answers with one pattern", ask="?a p ?b . ?b p ?c",
         network=[Answer("A", "?x p ?y", "x=n1 y=n2 | x=n2 y=n3"), Answer("B", "?v p ?w", "v=n3 w=n4 | v=n4 w=n5")],
         outcomes={2: Outcome("a=n2 b=n3 c=n4", asked={"A": "*", "B": "*"}),
                   3: Outcome("a=n1 b=n2 c=n3 | a=n2 b=n3 c=n4 | a=n3 b=n4 c=n5", asked={"A": "*", "B": "*"})}),
    Case("cross product of one answer", ask="?a p ?b . ?c p ?d", network=[P],
         outcomes={3: Outcome("a=s1 b=o1 c=s1 d=o1 | a=s1 b=o1 c=s2 d=o2 | a=s2 b=o2 c=s1 d=o1 | a=s2 b=o2 c=s2 d=o2",
                              asked={"P": "*"})}),
    Case("two variables for one of the answer", ask="?a p ?b . ?c q ?d",
         network=[Answer("A", "?x p ?y . ?x q ?z", TWO_ROWS)],
         outcomes={3: Outcome("a=s1 b=o1 c=s1 d=c1 | a=s2 b=o2 c=s2 d=c2", asked={"A": "*"},
                              at_most="a=s1 b=o1 c=s1 d=c1 | a=s2 b=o2 c=s2 d=c2 | "
                                      "a=s1 b=o1 c=s2 d=c2 | a=s2 b=o2 c=s1 d=c1")}),
    Case("one variable for two of the answer", ask="?a p ?b . ?a q ?d",
         network=[Answer("A", "?x p ?y . ?w q ?z", "x=s1 y=o1 w=s1 z=c1 | x=s2 y=o2 w=s3 z=c3 | x=s3 y=o3 w=s9 z=c9")],
         outcomes={3: Outcome("a=s1 b=o1 d=c1", asked={"A": "*"},
                              at_most="a=s1 b=o1 d=c1 | a=s3 b=o3 d=c3")}),
    Case("no variables, yes", ask="<s1> p <o1>", network=[P],
         outcomes={1: Outcome("*", asked={"P": "x=s1 y=o1"})}),
    Case("no variables, no", ask="<s1> p <o2>", network=[P],
         outcomes={1: Outcome("", asked={"P": "x=s1 y=o2"})}),
    Case("chain through a react", ask="?a q ?b", network=[CHAIN, Answer("A", "?s p ?t", "s=s1 t=o1 | s=s2 t=o2")],
         outcomes={1: Outcome("a=s1 b=o1done | a=s2 b=o2done", asked={"A": "*"},
                              called={"R": "x=s1 y=o1 | x=s2 y=o2"})}),
    Case("a react without a source", ask="?a q ?b", network=[CHAIN], outcomes={}),
    Case("a join, then a chain", ask="?a q ?b",
         network=[React("R", "?x p ?y . ?x r ?z", "?x q ?w", "x=x w=z+done"), P,
                  Answer("S", "?u r ?v", "u=s1 v=r1 | u=s3 v=r3")],
         outcomes={2: Outcome("a=s1 b=r1done", asked={"P": "*", "S": "*"}, called={"R": "x=s1 y=o1 z=r1"})}),
    Case("three reacts in a row", ask="?a q3 ?b",
         network=[React("R1", "?x p ?y", "?x q1 ?z", "x=x z=y+1"), React("R2", "?u q1 ?v", "?u q2 ?w", "u=u w=v+2"),
                  React("R3", "?k q2 ?l", "?k q3 ?m", "k=k m=l+3"), P],
         outcomes={1: Outcome("a=s1 b=o1123 | a=s2 b=o2123", asked={"P": "*"},
                              called={"R1": "x=s1 y=o1 | x=s2 y=o2", "R2": "u=s1 v=o11 | u=s2 v=o21",
                                      "R3": "k=s1 l=o112 | k=s2 l=o212"})}),
]


@pytest.mark.parametrize(**at_all_levels(CASES))
def test_9_3_ask(world, case, level):
    run_ask(world, case, level)


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_9_3_two_parts_of_one_knowledge_base(world, level):
    asker, ask = world.asker("?a p ?b . ?a q ?c", reasonerLevel=level)
    both = world.kb("both")
    both.answer_ki(world.pattern(P.pattern), lambda _: world.rows(P.rows), knowledgeInteractionName="P")
    both.answer_ki(world.pattern(Q.pattern), lambda _: world.rows(Q.rows), knowledgeInteractionName="Q")
    result = asker.ask(ask)
    assert result["bindingSet"] == (world.rows("a=s1 b=o1 c=c1") if level > 1 else [])
    assert len(result["exchangeInfo"]) == len(both.calls) == (2 if level > 1 else 0)


BACKWARD = [
    Case("a bound value flows back through shared variables", ask="?a q ?b", bindings="a=s1", network=[CHAIN, P],
         outcomes={1: Outcome("a=s1 b=o1done", asked={"P": "x=s1"}, called={"R": "x=s1 y=o1"})}),
    Case("a constant flows back through shared variables", ask="<s1> q ?b", network=[CHAIN, P],
         outcomes={1: Outcome("b=o1done", asked={"P": "x=s1"}, called={"R": "x=s1 y=o1"})}),
    Case("a bound value of the result alone filters afterwards", ask="?a q ?b", bindings="b=o2done",
         network=[CHAIN, P],
         outcomes={1: Outcome("a=s2 b=o2done", asked={"P": "*"}, called={"R": "x=s1 y=o1 | x=s2 y=o2"})}),
    Case("bindings alone are no source", ask="?a q ?b", bindings="a=s1 b=o1",
         network=[React("R", "?x p ?y", "?x q ?y", "x=x y=y")], outcomes={}),
    Case("a source without rows", ask="?a q ?b", network=[CHAIN, Answer("A", "?s p ?t", "")],
         outcomes={1: Outcome("", asked={"A": "*"})}),
]


@pytest.mark.parametrize(**at_all_levels(BACKWARD))
def test_9_3_backward_chain(world, case, level):
    run_ask(world, case, level)
