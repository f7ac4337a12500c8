"""Sections 9.1, 9.2 and 9.5: what holds at every level, what the level is, and what not to copy."""

import threading

import pytest

from harness.knowledge_base import holder
from harness.waiting import Background, Stopwatch, stretched
from harness.world import assert_same_rows

LEVELS = pytest.mark.parametrize("level", [1, 2, 3, 4, 5])


@LEVELS
def test_9_1_a_knowledge_base_is_never_matched_with_itself(world, level):
    asker, ask = world.asker("?a p ?b", reasonerLevel=level)
    asker.answer_ki(world.pattern("?x p ?y"), lambda _: world.rows("x=s y=o"))
    assert asker.ask(ask) == {"bindingSet": [], "exchangeInfo": []}
    assert not asker.calls


@LEVELS
def test_9_1_a_post_never_reaches_its_own_knowledge_base(world, level):
    poster, post = world.poster("?a p ?b", reasonerLevel=level)
    poster.react_ki(world.pattern("?x p ?y"), None, lambda _: [])
    assert poster.post(post, world.rows("a=s b=o")) == {"resultBindingSet": [], "exchangeInfo": []}
    assert not poster.calls


@LEVELS
def test_9_1_nor_in_the_middle_of_a_chain_or_join(world, level):
    asker, ask = world.asker("?a q ?b", reasonerLevel=level)
    asker.react_ki(world.pattern("?x p ?y"), world.pattern("?x q ?y"), lambda rows: rows)
    joined = asker.ask_ki(world.pattern("?a p ?b . ?a r ?c"))
    asker.answer_ki(world.pattern("?x r ?y"), lambda _: world.rows("x=s y=o"))
    world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"))
    assert asker.ask(ask)["bindingSet"] == []
    assert asker.ask(joined)["bindingSet"] == []
    assert not asker.calls


@LEVELS
@pytest.mark.parametrize("ask, answer, rows, expected", [
    ("?a p ?a", "?x p ?y", "x=s y=o | x=t y=t", "a=t"),
    ("?a p ?b", "?x p ?x", "x=s | x=t", "a=s b=s | a=t b=t"),
    ("?a p ?a", "?x p ?x", "x=s", "a=s")])
def test_9_1_within_one_triple_repetition_is_allowed(world, level, ask, answer, rows, expected):
    asker, ki = world.asker(ask, reasonerLevel=level)
    world.answerer(answer, lambda _: world.rows(rows))
    assert_same_rows(asker.ask(ki)["bindingSet"], world.rows(expected))


@LEVELS
@pytest.mark.parametrize("answer, rows, received, expected", [
    ("?x p ?y", "x=s y=o | x=t y=o", "x=s y=o", "*"), ("?x p ?y", "x=t y=o", "x=s y=o", ""),
    ("<s> p ?y", "y=o", "y=o", "*"), ("<s> p <o>", "*", "*", "*"), ("<s> p <o>", "", "*", "")])
def test_9_1_a_pattern_without_variables(world, level, answer, rows, received, expected):
    asker, ask = world.asker("<s> p <o>", reasonerLevel=level)
    answerer = world.answerer(answer, holder(world.rows(rows)))
    assert asker.ask(ask)["bindingSet"] == world.rows(expected)
    assert answerer.calls[0].bindings == world.rows(received)


@pytest.mark.parametrize("level", [3, 4, 5])
def test_9_1_an_interaction_is_contacted_once_with_the_union_of_what_is_needed(world, level):
    asker, ask = world.asker("?a p ?b . ?b p ?c", reasonerLevel=level)
    answerer = world.answerer("?x p ?y", lambda _: world.rows("x=n1 y=n2 | x=n2 y=n3 | x=n3 y=n4"))
    result = asker.ask(ask, world.rows("a=n1"))
    assert result["bindingSet"] == world.rows("a=n1 b=n2 c=n3")
    call, = answerer.calls
    assert_same_rows(call.bindings, world.rows("x=n1 | *"))
    assert len(result["exchangeInfo"]) == 1


@LEVELS
@pytest.mark.parametrize("answer", ["?a p ?b . ?b q ?c", "?b q ?c . ?a p ?b", "?y q ?x . ?z p ?y", "?c q ?a . ?b p ?c"])
def test_9_1_names_and_order_do_not_matter(world, level, answer):
    asker, ask = world.asker("?a p ?b . ?b q ?c", reasonerLevel=level)
    words = answer.replace(" . ", " ").split()
    row = {words[words.index("p") - 1][1:]: world.iri("s"), words[words.index("p") + 1][1:]: world.iri("m"),
           words[words.index("q") + 1][1:]: world.iri("o")}
    world.answerer(answer, lambda _: [row])
    assert asker.ask(ask)["bindingSet"] == world.rows("a=s b=m c=o")


@LEVELS
@pytest.mark.parametrize("answer, rows", [
    ("?x p ?y . ?y q ?z . ?y r ?w", "x=s y=m z=o w=v"),
    ("?w r ?y . ?y q ?z . ?x p ?y", "x=s y=m z=o w=v | x=s y=m z=o w=u")])
def test_9_1_a_superset_serves_and_is_projected(world, level, answer, rows):
    asker, ask = world.asker("?a p ?b . ?b q ?c", reasonerLevel=level)
    world.answerer(answer, lambda _: world.rows(rows))
    assert asker.ask(ask)["bindingSet"] == world.rows("a=s b=m c=o")


@LEVELS
def test_9_1_bindings_are_translated_and_passed_on(world, level):
    asker, ask = world.asker("?a p ?b . ?b q ?c", reasonerLevel=level)
    answerer = world.answerer("?z q ?b . ?c p ?z", holder(world.rows("c=s z=m b=o | c=t z=m b=o")))
    result = asker.ask(ask, world.rows("a=s c=o"))
    assert result["bindingSet"] == world.rows("a=s b=m c=o")
    assert answerer.calls[0].bindings == world.rows("c=s b=o")


@LEVELS
def test_9_1_results_of_several_are_united(world, level):
    asker, ask = world.asker("?a p ?b", reasonerLevel=level)
    for word in ("u", "v", "w"):
        world.answerer("?x p ?y", lambda _, word=word: world.rows(f"x={word} y=o | x=same y=o"), word)
    assert_same_rows(asker.ask(ask)["bindingSet"], world.rows("a=u b=o | a=v b=o | a=w b=o | a=same b=o"))


@LEVELS
def test_9_1_a_part_alone_gives_nothing(world, level):
    asker, ask = world.asker("?a p ?b . ?b q ?c . ?c r ?d", reasonerLevel=level)
    world.answerer("?x p ?y . ?y q ?z", lambda _: world.rows("x=s y=m z=o"), "two")
    assert asker.ask(ask)["bindingSet"] == []
    world.answerer("?x r ?y", lambda _: world.rows("x=o y=v"), "third")
    assert asker.ask(ask)["bindingSet"] == (world.rows("a=s b=m c=o d=v") if level > 1 else [])


@pytest.mark.parametrize("constant", ["7", '"warm"'])
def test_9_1_literal_constants_are_sent_and_bind(world, constant):
    asker = world.kb("asker")
    sends = asker.ask_ki(world.pattern("?a p") + f" {constant}")
    binds = asker.ask_ki(world.pattern("?a q ?b"))
    answerer = world.answerer("?x p ?y", holder([{"x": world.iri("s"), "y": world.term(constant)}]))
    world.kb("other").answer_ki(world.pattern("?x q") + f" {constant}", lambda _: world.rows("x=s"))
    assert asker.ask(sends)["bindingSet"] == world.rows("a=s")
    assert answerer.calls[0].bindings == [{"y": world.term(constant)}]
    assert asker.ask(binds)["bindingSet"] == [{"a": world.iri("s"), "b": world.term(constant)}]


def test_9_2_the_level_of_the_proactive_knowledge_base_decides(world):
    for asker_level, found in ((1, 0), (2, 1)):
        for answerer_level in (1, 5):
            asker, ask = world.asker("?a p ?b . ?a q ?c", f"asker{asker_level}{answerer_level}",
                                     reasonerLevel=asker_level)
            parts = []
            for word in ("p", "q"):
                part = world.kb(f"{word}{asker_level}{answerer_level}", reasonerLevel=answerer_level)
                part.answer_ki(world.pattern(f"?x {word} ?y"), lambda _: world.rows("x=s y=o"))
                parts.append(part)
            assert len(asker.ask(ask)["bindingSet"]) == found
            for part in parts:
                part.close()


def test_9_2_an_ask_with_knowledge_gaps_is_planned_at_level_5(world):
    asker, ask = world.asker("?a p ?b . ?b p ?c", reasonerLevel=1, ki_fields={"knowledgeGapsEnabled": True})
    world.answerer("?x p ?y", lambda _: world.rows("x=n1 y=n2 | x=n2 y=n3"))
    assert asker.ask(ask)["bindingSet"] == world.rows("a=n1 b=n2 c=n3")


@pytest.mark.parametrize("flag", [True, False])
def test_9_2_reasoner_enabled_of_old_clients_is_ignored(world, flag):
    asker, ask = world.asker("?a p ?b . ?a q ?c", reasonerEnabled=flag)
    for word in ("p", "q"):
        world.answerer(f"?x {word} ?y", lambda _: world.rows("x=s y=o"), word)
    assert len(asker.ask(ask)["bindingSet"]) == 1


@pytest.mark.parametrize("level", [2, 5])
def test_9_5_planning_does_not_explode(world, level):
    """REF: 7 triples with 7 answers each take more than 90 s."""
    size = 7
    pattern = " . ".join(f"?v{number} p{number} ?v{number + 1}" for number in range(size))
    asker, ask = world.asker(pattern, reasonerLevel=level)
    for kb in range(size):
        holding = world.kb(f"holder{kb}")
        for number in range(size):
            holding.answer_ki(world.pattern(f"?x p{number} ?y"), lambda _, number=number: world.rows(
                f"x=n{number} y=n{number + 1}"))
    since = Stopwatch()
    result = asker.ask(ask)
    assert since.seconds < stretched(5)
    assert result["bindingSet"] == [{f"v{number}": world.iri(f"n{number}") for number in range(size + 1)}]
    assert len(result["exchangeInfo"]) == size * size


def test_9_5_simultaneous_registrations_lose_nothing(world):
    """REF: with 20 that register an ANSWER and an ASK at once, some never learn of others (every time)."""
    count = 20
    line = threading.Barrier(count)

    def join(number):
        line.wait(stretched(10))
        knowledge_base = world.kb(f"kb{number}")
        knowledge_base.answer_ki(world.pattern("?x p ?y"), lambda _: world.rows(f"x=s{number} y=o"))
        return knowledge_base, knowledge_base.ask_ki(world.pattern("?a p ?b"))
    joining = [Background(join, number) for number in range(count)]
    for knowledge_base, ask in [one.result(30) for one in joining]:
        assert len(knowledge_base.ask(ask)["bindingSet"]) == count - 1


def test_9_5_creating_while_another_leaves_waits_for_nobody(world):
    leaving = [world.kb(f"leaving{number}") for number in range(10)]
    for knowledge_base in leaving:
        knowledge_base.answer_ki(world.pattern("?x p ?y"))
    since = Stopwatch()
    departures = [Background(knowledge_base.leave) for knowledge_base in leaving]
    for number in range(10):
        world.kb(f"coming{number}")
    for departure in departures:
        departure.result().expect(200)
    assert since.seconds < stretched(5)


def test_9_5_a_rule_whose_head_has_a_variable_of_its_own_does_not_hang(world):
    """DO: refuse it, or treat the variable as never bound."""
    asker, ask = world.asker("?a q ?b")
    world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"))
    loaded = asker.load_rules(f"(?x {world.iri('p')} ?y) -> (?x {world.iri('q')} ?z) .").expect(200, 400)
    since = Stopwatch()
    result = asker.ask(ask)
    assert result["bindingSet"] == [] and since.seconds < stretched(3)
    assert loaded.status == 200 or loaded.message


def test_9_5_asks_go_on_while_the_network_changes(world):
    """Whoever is there all the time is in every answer."""
    asker, ask = world.asker("?a p ?b")
    world.answerer("?x p ?y", lambda _: world.rows("x=stays y=o"), "stays")
    done = threading.Event()

    def change():
        rest = world.rest.kept_alive()
        changes = 0
        while not done.is_set():
            kb_id = world.kb_id(f"passing{changes}")
            rest.post("/sc", json={"knowledgeBaseId": kb_id, "knowledgeBaseName": "",
                                   "knowledgeBaseDescription": ""}).expect(200)
            rest.post("/sc/ki", kb=kb_id, json={"knowledgeInteractionType": "AskKnowledgeInteraction",
                                                "graphPattern": world.pattern("?x p ?y")}).expect(200)
            rest.delete("/sc", kb=kb_id).expect(200)
            changes += 1
        rest.close()
        return changes
    changing = Background(change)
    for _ in range(100):
        assert world.rows("a=stays b=o")[0] in asker.ask(ask)["bindingSet"]
    done.set()
    assert changing.result() > 0
