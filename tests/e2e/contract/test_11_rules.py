"""Section 11: domain knowledge."""

import pytest

from harness.waiting import Background
from harness.world import XSD, assert_same_rows, typed

RDFS = "http://www.w3.org/2000/01/rdf-schema#"


def with_rules(world, ask, rules, level=2, status=200):
    """An asker that has loaded rules; in them `e:` is the world's namespace."""
    asker, ki = world.asker(ask, reasonerLevel=level)
    asker.load_rules(f"@prefix e: <{world.namespace}> .\n" + rules).expect(status)
    return asker, ki


# Ways to write a rule from p to q.
SPELLINGS = [
    ("unnamed", "(?x e:p ?y) -> (?x e:q ?y) ."),
    ("named", "[one: (?x e:p ?y) -> (?x e:q ?y)]"),
    ("brackets without a name", "[(?x e:p ?y) -> (?x e:q ?y)]"),
    ("reversed", "(?x e:q ?y) <- (?x e:p ?y) ."),
    ("named and reversed", "[one: (?x e:q ?y) <- (?x e:p ?y)]"),
    ("full IRIs", "(?x <{ns}p> ?y) -> (?x <{ns}q> ?y) ."),
    ("comment with a hash", "# first\n(?x e:p ?y) -> (?x e:q ?y) . # last"),
    ("comment with slashes", "// first\n(?x e:p ?y) -> (?x e:q ?y) . // last"),
    ("no space", "(?x e:p ?y)->(?x e:q ?y)."),
    ("over lines", "(?x\n e:p\t?y)\n->\n(?x e:q ?y)\n.\n"),
    ("other variables", "(?from e:p ?to_1) -> (?from e:q ?to_1) ."),
    ("prefix behind others", "@prefix f: <{ns}> .\n(?x f:p ?y) -> (?x f:q ?y) ."),
    ("two rules", "(?x e:other ?y) -> (?x e:q ?y) .\n(?x e:p ?y) -> (?x e:q ?y) ."),
    ("two rules in brackets", "[a: (?x e:other ?y) -> (?x e:q ?y)] [b: (?x e:p ?y) -> (?x e:q ?y)]"),
    ("in two steps", "(?x e:p ?y) -> (?x e:m ?y) . (?x e:m ?y) -> (?x e:q ?y) ."),
]


@pytest.mark.parametrize("rule", [case[1] for case in SPELLINGS], ids=[case[0] for case in SPELLINGS])
@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_11_rule_with_one_atom_on_each_side(world, rule, level):
    asker, ask = with_rules(world, "?a q ?b", rule.replace("{ns}", world.namespace), level)
    answerer = world.answerer("?s p ?t", lambda _: world.rows("s=s t=o"))
    result = asker.ask(ask)
    assert result["bindingSet"] == world.rows("a=s b=o")
    assert [entry["knowledgeBaseId"] for entry in result["exchangeInfo"]] == [answerer.id]


# Rules with several atoms, in each way to separate them; the answerers give p and r.
JOINS = ["(?x e:p ?y), (?x e:r ?z) -> (?x e:q ?z) .", "(?x e:p ?y) (?x e:r ?z) -> (?x e:q ?z) .",
         "[j: (?x e:p ?y), (?x e:r ?z) -> (?x e:q ?z)]", "(?x e:q ?z) <- (?x e:p ?y), (?x e:r ?z) ."]


@pytest.mark.parametrize("rule", JOINS)
@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_11_rule_with_a_body_of_two_atoms(world, rule, level):
    asker, ask = with_rules(world, "?a q ?b", rule, level)
    world.answerer("?s p ?t", lambda _: world.rows("s=s t=o"), "P")
    world.answerer("?s r ?t", lambda _: world.rows("s=s t=v | s=other t=v"), "R")
    assert asker.ask(ask)["bindingSet"] == (world.rows("a=s b=v") if level >= 2 else [])


@pytest.mark.parametrize("rule", ["(?x e:p ?y) -> (?x e:q ?y), (?y e:r ?x) .",
                                  "(?x e:p ?y) -> (?x e:q ?y) (?y e:r ?x) ."])
@pytest.mark.parametrize("level", [2, 3, 4, 5])
def test_11_rule_with_a_head_of_two_atoms(world, rule, level):
    asker, ask = with_rules(world, "?a q ?b . ?b r ?a", rule, level)
    world.answerer("?s p ?t", lambda _: world.rows("s=s t=o"))
    assert asker.ask(ask)["bindingSet"] == world.rows("a=s b=o")


SUBCLASSES = """
[sub: (?x rdf:type ?c), (?c rdfs:subClassOf ?d) -> (?x rdf:type ?d)]
-> (e:Sensor rdfs:subClassOf e:Device) .
"""


@pytest.mark.parametrize("level", [2, 3, 4, 5])
def test_11_the_example_of_the_contract(world, level):
    """Facts are joined with answers: an ask for devices finds the sensors."""
    asker = world.kb("asker", reasonerLevel=level)
    ask = asker.ask_ki(f"?x a {world.iri('Device')}")
    asker.load_rules(f"@prefix e: <{world.namespace}> ." + SUBCLASSES).expect(200)
    sensors = world.kb("sensors")
    sensors.answer_ki(f"?s a {world.iri('Sensor')}", lambda _: world.rows("s=s1 | s=s2"))
    assert_same_rows(asker.ask(ask)["bindingSet"], world.rows("x=s1 | x=s2"))


def test_11_facts_joined_with_answers_need_level_2(world):
    for level in (1, 2):
        asker = world.kb(f"asker{level}", reasonerLevel=level)
        ask = asker.ask_ki(world.pattern("?a p ?b . ?b label ?c"))
        asker.load_rules(f"-> (<{world.namespace}o> <{world.namespace}label> 'warm') .").expect(200)
        world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"), f"P{level}")
        assert asker.ask(ask)["bindingSet"] == (world.rows('a=s b=o c="warm"') if level == 2 else [])
        world.knowledge_bases[-1].leave()


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_11_a_fact_alone_answers(world, level):
    asker, ask = with_rules(world, "?a p ?b", "-> (e:s e:p e:o) .", level)
    assert asker.ask(ask) == {"bindingSet": world.rows("a=s b=o"), "exchangeInfo": []}


def test_11_facts_join_each_other_and_are_restricted_by_bindings(world):
    asker, ask = with_rules(world, "?a p ?b . ?b q ?c",
                            "-> (e:s e:p e:o) . -> (e:t e:p e:o) . -> (e:o e:q e:v), (e:o e:q e:w) .")
    assert_same_rows(asker.ask(ask)["bindingSet"],
                     world.rows("a=s b=o c=v | a=s b=o c=w | a=t b=o c=v | a=t b=o c=w"))
    assert_same_rows(asker.ask(ask, world.rows("a=s c=v"))["bindingSet"], world.rows("a=s b=o c=v"))


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_11_a_transitive_rule(world, level):
    asker, ask = with_rules(world, "?a p ?b", "(?x e:p ?y), (?y e:p ?z) -> (?x e:p ?z) .", level)
    answerer = world.answerer("?s p ?t", lambda _: world.rows("s=n1 t=n2 | s=n2 t=n3 | s=n3 t=n4 | s=n4 t=n5"))
    found = asker.ask(ask)["bindingSet"]
    closure = [world.row(f"a=n{low} b=n{high}") for low in range(1, 5) for high in range(low + 1, 6)]
    direct = [world.row(f"a=n{low} b=n{low + 1}") for low in range(1, 5)]
    assert len(answerer.calls) == 1
    if level == 1:
        assert_same_rows(found, direct)
    elif level == 2:
        assert all(row in found for row in direct) and all(row in closure for row in found)
    else:
        assert_same_rows(found, closure)


LITERALS = [("'x'", '"x"'), ('"x"', '"x"'), ('"5"^^xsd:int', typed("5", "int")), ("5", typed("5", "int")),
            ("-5", typed("-5", "int")), ("5.5", typed("5.5", "float")), ('"a, b"', '"a, b"'),
            ("'a, b) .'", '"a, b) ."'),
            (f'"5"^^<{XSD}integer>', typed("5", "integer")), (r'"a\"b"', r'"a\"b"'), ('"é"', '"é"')]


@pytest.mark.parametrize("written, term", LITERALS, ids=[case[0] for case in LITERALS])
def test_11_literals(world, written, term):
    asker, ask = with_rules(world, "?a p ?b", f"-> (e:s e:p {written}) .")
    assert asker.ask(ask)["bindingSet"] == [{"a": world.iri("s"), "b": term}]


@pytest.mark.parametrize("prefixed, full", [
    ("rdf:type", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), ("rdfs:label", RDFS + "label"),
    ("owl:Thing", "http://www.w3.org/2002/07/owl#Thing"), ("xsd:int", XSD + "int")])
def test_11_predeclared_prefixes(world, prefixed, full):
    asker, ask = with_rules(world, "?a p ?b", f"-> (e:s e:p {prefixed}) .")
    assert asker.ask(ask)["bindingSet"] == [{"a": world.iri("s"), "b": f"<{full}>"}]


REJECTED = [
    ("unknown prefix", "(?x z:p ?y) -> (?x e:q ?y) ."), ("no head", "(?x e:p ?y) -> ."),
    ("no arrow", "(?x e:p ?y) ."), ("only an arrow", "-> ."), ("no end", "(?x e:p ?y) -> (?x e:q ?y)"),
    ("unclosed bracket", "[a: (?x e:p ?y) -> (?x e:q ?y)"), ("unclosed atom", "(?x e:p ?y -> (?x e:q ?y) ."),
    ("two terms", "(?x e:p) -> (?x e:q ?y) ."), ("four terms", "(?x e:p ?y ?z) -> (?x e:q ?y) ."),
    ("builtin in the body", "(?x e:p ?y) greaterThan(?y, 5) -> (?x e:q ?y) ."),
    ("builtin noValue", "(?x e:p ?y), noValue(?x, e:q) -> (?x e:q ?y) ."),
    ("builtin in the head", "(?x e:p ?y) -> print(?x) ."), ("include", "@include <RDFS> ."),
    ("include of a file", "@include <file:///etc/hostname> ."),
    ("language tag", "-> (e:s e:p 'warm'@en) ."), ("unclosed string", "-> (e:s e:p 'warm) ."),
    ("unclosed IRI", "-> (e:s e:p <https://e.example/o) ."), ("nonsense", "nonsense"),
]


@pytest.mark.parametrize("rules", [case[1] for case in REJECTED], ids=[case[0] for case in REJECTED])
def test_11_rejected_and_what_was_there_remains(world, rules):
    asker, ask = with_rules(world, "?a p ?b", "-> (e:s e:p e:o) .")
    message = asker.load_rules(f"@prefix e: <{world.namespace}> .\n{rules}").expect_error(400).message
    assert message
    assert asker.ask(ask)["bindingSet"] == world.rows("a=s b=o")


def test_11_loading_replaces_everything(world):
    asker, ask = with_rules(world, "?a p ?b", "-> (e:s e:p e:o) . -> (e:t e:p e:o) .")
    assert len(asker.ask(ask)["bindingSet"]) == 2
    asker.load_rules(f"-> ({world.iri('u')} {world.iri('p')} {world.iri('o')}) .").expect(200)
    assert asker.ask(ask)["bindingSet"] == world.rows("a=u b=o")


@pytest.mark.parametrize("nothing", ["", " \n", "# only a comment"])
def test_11_an_empty_body_clears(world, nothing):
    asker, ask = with_rules(world, "?a p ?b", "-> (e:s e:p e:o) .")
    asker.load_rules(nothing).expect(200)
    assert asker.ask(ask)["bindingSet"] == []


def test_11_replacing_is_atomic(world):
    """An ask sees one version or the other, never a mixture and never none."""
    asker, ask = with_rules(world, "?a p ?b", "-> (e:s1 e:p e:o) . -> (e:s2 e:p e:o) .")
    versions = [[f"s{number}", f"s{number + 1}"] for number in (1, 3)]
    texts = [" ".join(f"-> ({world.iri(word)} {world.iri('p')} {world.iri('o')}) ." for word in version)
             for version in versions]
    seen = [sorted(world.iri(word) for word in version) for version in versions]

    def replace():
        for count in range(60):
            asker.load_rules(texts[count % 2]).expect(200)
    replacing = Background(replace)
    while not replacing.is_done():
        assert sorted(row["a"] for row in asker.ask(ask)["bindingSet"]) in seen
    replacing.result()


def test_11_affects_only_its_own_knowledge_base(world):
    with_rules(world, "?a q ?b", "(?x e:p ?y) -> (?x e:q ?y) . -> (e:s e:q e:o) .")
    other, ask = world.asker("?a q ?b", "other")
    world.answerer("?s p ?t", lambda _: world.rows("s=s t=o"))
    assert other.ask(ask) == {"bindingSet": [], "exchangeInfo": []}


def test_11_rules_are_applied_forward_for_posts(world):
    poster, post = world.poster("?a p ?b")
    poster.load_rules(f"(?x {world.iri('p')} ?y) -> (?x {world.iri('q')} ?y) .").expect(200)
    reactor = world.reactor("?u q ?v", None, lambda _: [])
    result = poster.post(post, world.rows("a=s b=o"))
    assert [call.bindings for call in reactor.calls] == [world.rows("u=s v=o")]
    assert [entry["knowledgeBaseId"] for entry in result["exchangeInfo"]] == [reactor.id]


def test_11_facts_complete_the_argument_of_a_react(world):
    poster, post = world.poster("?a p ?b")
    poster.load_rules(f"-> ({world.iri('o')} {world.iri('label')} 'warm') .").expect(200)
    reactor = world.reactor("?x p ?y . ?y label ?z", None, lambda _: [])
    poster.post(post, world.rows("a=s b=o | a=t b=unknown"))
    assert [call.bindings for call in reactor.calls] == [world.rows('x=s y=o z="warm"')]


def test_11_a_rule_and_a_react_in_one_chain(world):
    asker, ask = with_rules(world, "?a r ?b", "(?x e:q ?y) -> (?x e:r ?y) .")
    world.answerer("?s p ?t", lambda _: world.rows("s=s t=o"), "source")
    world.reactor("?x p ?y", "?x q ?y", lambda rows: rows, "convert")
    assert asker.ask(ask)["bindingSet"] == world.rows("a=s b=o")


def test_11_bindings_flow_back_through_a_rule(world):
    asker, ask = with_rules(world, "?a q ?b", "(?x e:p ?y) -> (?x e:q ?y) .")
    answerer = world.answerer("?s p ?t", lambda _: world.rows("s=s t=o"))
    assert asker.ask(ask, world.rows("a=s"))["bindingSet"] == world.rows("a=s b=o")
    assert answerer.calls[0].bindings == world.rows("s=s")


@pytest.mark.parametrize("name, text", [
    ("facts.rules", "-> (<https://e.example/s> <https://e.example/configured> <https://e.example/o>) ."),
    ("facts.ttl", "@prefix e: <https://e.example/> . e:s e:configured e:o ."),
    ("facts.nt", "<https://e.example/s> <https://e.example/configured> <https://e.example/o> .")])
def test_11_a_configured_file_is_loaded_for_each_new_knowledge_base(new_world, tmp_path, name, text):
    (tmp_path / name).write_text(text)
    (tmp_path / "more.rules").write_text(
        "(?x <https://e.example/configured> ?y) -> (?x <https://e.example/derived> ?y) .")
    world = new_world(domain_knowledge=f"{tmp_path / name}:{tmp_path / 'more.rules'}")
    for word in ("one", "other"):
        asker = world.kb(word)
        ask = asker.ask_ki("?a <https://e.example/derived> ?b")
        assert asker.ask(ask)["bindingSet"] == [{"a": "<https://e.example/s>", "b": "<https://e.example/o>"}]
    asker.load_rules("").expect(200)
    assert asker.ask(ask)["bindingSet"] == []
