"""Section 6: terms, their equality, and what must be bound."""

import pytest

from harness.world import RDF, XSD, assert_same_rows, integer, typed

OWL = "http://www.w3.org/2002/07/owl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"

READ_AND_WRITTEN = [  # what is read, what is written back
    ("<https://e.example/x>", "<https://e.example/x>"),
    ("<https://e.example/ü>", "<https://e.example/ü>"),
    ('"warm"', '"warm"'),
    ("'warm'", '"warm"'),
    ('"""warm"""', '"warm"'),
    ("'''warm'''", '"warm"'),
    ('"""wa"rm\nhot"""', '"wa\\"rm\\nhot"'),
    ('""', '""'),
    (f'"warm"^^<{XSD}string>', '"warm"'),
    ('"warm"@en', '"warm"@en'),
    ('"warm"@EN', '"warm"@en'),
    ('"hi"@en-gb', '"hi"@en-GB'),
    ('"hi"@EN-LATN-us', '"hi"@en-Latn-US'),
    (integer("7"), integer("7")),
    ("7", integer("7")),
    ("-3", integer("-3")),
    ("+5", integer("+5")),
    ("007", integer("007")),
    ("21.50", typed("21.50", "decimal")),
    (".5", typed(".5", "decimal")),
    ("1.", typed("1.", "decimal")),
    ("7e0", typed("7e0", "double")),
    ("1.5E-3", typed("1.5E-3", "double")),
    ("true", typed("true", "boolean")),
    ("false", typed("false", "boolean")),
    (typed("7", "int"), typed("7", "int")),
    (typed("2026-03-04T09:15:02Z", "dateTime"), typed("2026-03-04T09:15:02Z", "dateTime")),
    ('"x"^^<https://e.example/own>', '"x"^^<https://e.example/own>'),
    ('"7"^^xsd:int', typed("7", "int")),
    ("rdf:type", f"<{RDF}type>"),
    ("owl:Thing", f"<{OWL}Thing>"),
    ("rdfs:label", f"<{RDFS}label>"),
    ("xsd:int", f"<{XSD}int>"),
    ("foo:bar", "<foo:bar>"),
    ("<foo>", "<foo>"),
    (r'"a\"b"', r'"a\"b"'),
    (r"'a\'b'", '''"a'b"'''),
    (r'"a\\b"', r'"a\\b"'),
    (r'"a\nb\rc\td"', r'"a\nb\rc\td"'),
    (r'"a\bb"', '"a\bb"'),
    (r'"a\fb"', r'"a\fb"'),
    (r'"\u00e9\U0001F600"', '"é😀"'),
    ('"é😀"', '"é😀"'),
    ('"a\tb"', r'"a\tb"'),
    (typed("eek", "decimal"), typed("eek", "decimal")),
]
DIRECTIONS = ["ask", "answer", "post", "react"]


def send_through(world, direction, value):
    """What becomes of a value that goes into the engine one way or another."""
    subject = world.iri("s")
    if direction in ("ask", "answer"):
        asker, ask = world.asker("?a p ?b")
        if direction == "ask":
            answerer = world.answerer("?x p ?y", lambda _: [])
            asker.ask(ask, [{"b": value}])
            return answerer.calls[0].bindings[0]["y"]
        answerer = world.answerer("?x p ?y", lambda _: [{"x": subject, "y": value}])
        result = asker.ask(ask)
        assert answerer.first_reply().status == 200, answerer.first_reply()
        assert result["exchangeInfo"][0]["bindingSet"] == [{"x": subject, "y": result["bindingSet"][0]["b"]}]
        return result["bindingSet"][0]["b"]
    poster, post = world.poster("?a p ?b", "?a q ?c")
    given = value if direction == "react" else world.iri("o")
    reactor = world.reactor("?x p ?y", "?x q ?z", lambda _: [{"x": subject, "z": given}])
    result = poster.post(post, [{"a": subject, "b": value if direction == "post" else world.iri("o")}])
    assert reactor.first_reply().status == 200, reactor.first_reply()
    return reactor.calls[0].bindings[0]["y"] if direction == "post" else result["resultBindingSet"][0]["c"]


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("read, written", READ_AND_WRITTEN, ids=[repr(case[0]) for case in READ_AND_WRITTEN])
def test_6_read_and_written(world, direction, read, written):
    assert send_through(world, direction, read) == written


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("value, written", [
    (5, integer("5")), (-3, integer("-3")), (21.5, typed("21.5", "decimal")), (True, typed("true", "boolean")),
    (False, typed("false", "boolean"))], ids=str)
def test_6_json_numbers_and_booleans_are_taken_as_their_text(world, direction, value, written):
    assert send_through(world, direction, value) == written


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_6_a_blank_node_is_accepted(world, direction):
    assert send_through(world, direction, "_:b").startswith("_:")


def test_6_each_reading_of_a_blank_node_is_a_new_node(world):
    asker, ask = world.asker("?a p ?v . ?b q ?v")
    world.answerer("?x p ?y", lambda _: [{"x": world.iri("s"), "y": "_:b"}], "one")
    world.answerer("?x q ?y", lambda _: [{"x": world.iri("s"), "y": "_:b"}], "other")
    assert asker.ask(ask)["bindingSet"] == []


REJECTED = [
    ("variable", "?x"), ("bare word", "foo"), ("IRI without brackets", "http://e.example/x"), ("empty", ""),
    ("unterminated string", '"warm'), ("unterminated long string", '"""warm"'),
    ("unterminated IRI", "<https://e.example"),
    ("multi-line short string", '"wa\nrm"'), ("two terms", "<https://e.example/x> <https://e.example/y>"),
    ("two numbers", "1 2"), ("leading space", " 7"), ("trailing space", "7 "), ("trailing newline", "7\n"),
    ("collection", "(1 2)"), ("empty collection", "()"), ("anonymous node", "[]"), ("language tag missing", '"warm"@'),
    ("invalid language tag", '"warm"@e n'), ("language tag with an underscore", '"warm"@en_GB'),
    ("IRI with a space", "<https://e.example/a b>"), ("null as text", "null"), ("TRUE", "TRUE"), ("False", "False"),
    ("bad escape", r'"\x"'), ("short unicode escape", r'"\u00e"'), ("datatype missing", '"7"^^'),
    ("datatype that is a string", '"7"^^"int"'), ("number with a letter", "7a"), ("sign only", "-"), ("dot only", "."),
    ("exponent missing", "7e"), ("quoted triple", "<< <a> <b> <c> >>"),
]


@pytest.mark.parametrize("value", [case[1] for case in REJECTED], ids=[case[0] for case in REJECTED])
@pytest.mark.parametrize("kind", ["ask", "post"])
def test_6_rejected_in_a_request(world, kind, value):
    rows = [{"a": world.iri("s"), "reading": world.iri("o")}, {"a": world.iri("s"), "reading": value}]
    if kind == "ask":
        asker, ki = world.asker("?a p ?reading")
        message = asker.try_ask(ki, rows).expect_error(400).message
    else:
        poster, ki = world.poster("?a p ?reading")
        message = poster.try_post(ki, rows).expect_error(400).message
    assert "reading" in message, "the message names the place"


@pytest.mark.parametrize("value", [case[1] for case in REJECTED], ids=[case[0] for case in REJECTED])
@pytest.mark.parametrize("kind", ["answer", "react"])
def test_6_rejected_in_an_answer(world, kind, value):
    rows = [{"x": world.iri("s"), "reading": value}]
    if kind == "answer":
        asker, ki = world.asker("?a p ?b")
        responder = world.answerer("?x p ?reading", lambda _: rows)
        result = asker.ask(ki)
    else:
        poster, ki = world.poster("?a p ?b")
        responder = world.reactor("?x p ?y", "?x q ?reading", lambda _: rows)
        result = poster.post(ki, world.rows("a=s b=o"))
    assert "reading" in responder.first_reply().expect_error(400).message
    assert result["exchangeInfo"][0]["status"] == "FAILED" and result["exchangeInfo"][0]["failedMessage"]


EQUALITY = [  # two terms, and whether they are equal by value
    ("1", "01", True), ("1", '"1"^^xsd:int', True), ("1", "1.0", True), ("01", "1.00", True),
    ('"1"^^xsd:long', '"1"^^xsd:unsignedByte', True), ('"1"^^xsd:int', "1.0", True), ("1", "+1", True),
    ("1.5", "1.50", True), ("0", "-0", True), ("-7", "-07", True), ("1e0", "1.0e0", True), ("100e0", "1e2", True),
    ('"a"@en', '"a"@EN', True), ('"a"', f'"a"^^<{XSD}string>', True), ('"a"', "'''a'''", True),
    ("123456789012345678901234567890", "0123456789012345678901234567890", True),
    ("1", "1e0", False), ("1.0", "1e0", False), ('"1"^^xsd:float', "1e0", False), ('"1"^^xsd:float', "1", False),
    ("1", '"1"', False), ("1", "2", False), ("1", "1.00000000000000000001", False), ('"a"', '"a"@en', False),
    ('"a"@en', '"a"@de', False), ('"a"@en', '"a"@en-GB', False), ('"a"', '"A"', False), ("<a:x>", '"a:x"', False),
    ("<a:x>", "<a:X>", False), ("true", '"true"', False), ('"x"^^<a:t>', '"x"^^<a:u>', False),
    ("123456789012345678901234567890", "123456789012345678901234567891", False),
]
EQUALITY_IDS = [f"{one} {'is' if equal else 'is not'} {other}" for one, other, equal in EQUALITY]


@pytest.mark.parametrize("one, other, equal", EQUALITY, ids=EQUALITY_IDS)
def test_6_equality_in_joins(world, one, other, equal):
    asker, ask = world.asker("?a p ?v . ?b q ?v")
    world.answerer("?x p ?y", lambda _: [{"x": world.iri("s"), "y": one}], "one")
    world.answerer("?x q ?y", lambda _: [{"x": world.iri("t"), "y": other}], "other")
    result = asker.ask(ask)
    if not equal:
        assert result["bindingSet"] == []
        return
    row, = result["bindingSet"]
    forms = [entry["bindingSet"][0]["y"] for entry in result["exchangeInfo"]]
    assert row["a"] == world.iri("s") and row["b"] == world.iri("t") and row["v"] in forms


@pytest.mark.parametrize("one, other, equal", EQUALITY, ids=EQUALITY_IDS)
def test_6_equality_with_what_is_asked_for(world, one, other, equal):
    """The row keeps the form of whoever supplied it."""
    asker, ask = world.asker("?a p ?b")
    world.answerer("?x p ?y", lambda _: [{"x": world.iri("s"), "y": other}])
    result = asker.ask(ask, [{"b": one}])
    entry, = result["exchangeInfo"]
    if equal:
        assert entry["status"] == "SUCCEEDED"
        assert result["bindingSet"] == [{"a": world.iri("s"), "b": entry["bindingSet"][0]["y"]}]
    else:
        assert entry["status"] == "FAILED" and result["bindingSet"] == []


def test_6_the_answerers_form_is_returned(world):
    asker, ask = world.asker("?a p ?b")
    world.answerer("?x p ?y", lambda _: [{"x": world.iri("s"), "y": "01"}])
    assert asker.ask(ask, [{"b": "1"}])["bindingSet"] == [{"a": world.iri("s"), "b": integer("01")}]


def test_6_duplicates_collapse_in_what_is_asked(world):
    asker, ask = world.asker("?a p ?b")
    answerer = world.answerer("?x p ?y", lambda _: [])
    asker.ask(ask, world.rows("a=s | a=s | a=t"))
    assert_same_rows(answerer.calls[0].bindings, world.rows("x=s | x=t"))


def test_6_duplicates_collapse_in_what_is_posted(world):
    poster, post = world.poster("?a p ?b")
    reactor = world.reactor("?x p ?y", None, lambda _: [])
    poster.post(post, world.rows("a=s b=o | a=s b=o"))
    assert reactor.calls[0].bindings == world.rows("x=s y=o")


@pytest.mark.parametrize("asked", ["", "*"], ids=["no binding", "the empty binding"])
def test_6_both_empty_sets_ask_for_everything(world, asked):
    asker, ask = world.asker("?a p ?b")
    answerer = world.answerer("?x p ?y", lambda _: world.rows("x=s y=o"))
    assert asker.ask(ask, world.rows(asked))["bindingSet"] == world.rows("a=s b=o")
    assert answerer.calls[0].bindings == [{}]


def test_6_an_empty_answer_means_nothing_found(world):
    asker, ask = world.asker("?a p ?b")
    world.answerer("?x p ?y", lambda _: [])
    result = asker.ask(ask)
    assert result["bindingSet"] == [] and result["exchangeInfo"][0]["status"] == "SUCCEEDED"


def test_6_the_empty_binding_as_an_answer_is_incomplete(world):
    asker, ask = world.asker("?a p ?b")
    answerer = world.answerer("?x p ?y", lambda _: [{}])
    result = asker.ask(ask)
    answerer.first_reply().expect_error(400)
    assert result["bindingSet"] == [] and result["exchangeInfo"][0]["status"] == "FAILED"


def test_6_the_empty_binding_is_yes_for_a_pattern_without_variables(world):
    asker, ask = world.asker("<s> p <o>")
    answerer = world.answerer("<s> p <o>", lambda _: [{}])
    assert asker.ask(ask)["bindingSet"] == [{}]
    assert answerer.first_reply().status == 200 and answerer.calls[0].bindings == [{}]


def test_6_a_question_that_contradicts_a_constant_contacts_nobody(world):
    asker, ask = world.asker("?a p ?b")
    answerer = world.answerer("<s> p ?y", lambda _: world.rows("y=o"))
    assert asker.ask(ask, world.rows("a=u")) == {"bindingSet": [], "exchangeInfo": []}
    assert not answerer.calls


@pytest.mark.parametrize("asked, received", [
    ("a=s", "x=s"), ("b=o", "y=o"), ("a=s b=o", "x=s y=o"), ("a=s | b=o", "x=s | y=o"), ("a=s stranger=z", "x=s"),
    ("stranger=z", "*")])
def test_6_an_ask_may_bind_any_variables(world, asked, received):
    asker, ask = world.asker("?a p ?b")
    answerer = world.answerer("?x p ?y", lambda _: [])
    asker.ask(ask, world.rows(asked))
    assert_same_rows(answerer.calls[0].bindings, world.rows(received))


def test_6_a_post_ignores_unknown_keys(world):
    poster, post = world.poster("?a p ?b")
    reactor = world.reactor("?x p ?y", None, lambda _: [])
    poster.post(post, world.rows("a=s b=o stranger=z"))
    assert reactor.calls[0].bindings == world.rows("x=s y=o")


def test_6_a_react_without_result_pattern_answers_with_an_empty_set(world):
    poster, post = world.poster("?a p ?b")
    reactor = world.reactor("?x p ?y", None, lambda _: [])
    assert poster.post(post, world.rows("a=s b=o"))["exchangeInfo"][0]["status"] == "SUCCEEDED"
    assert reactor.first_reply().status == 200
