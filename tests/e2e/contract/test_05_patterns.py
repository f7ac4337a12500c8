"""Section 5: which graph patterns are read, and their canonical form."""

import re

import pytest

NS = "https://ex.example/"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {"s": NS, "xsd": XSD, "p-1.x": NS}


def register(world, pattern, kind="Ask", field="graphPattern", prefixes=None):
    knowledge_base = world.kb()
    body = {"knowledgeInteractionType": kind + "KnowledgeInteraction", field: pattern,
            "prefixes": PREFIXES if prefixes is None else prefixes}
    return knowledge_base, world.rest.post("/sc/ki", kb=knowledge_base.id, json=body)


def iri(word):
    return f"<{NS}{word}>"


P, Q, S, T = iri("p"), iri("q"), iri("s"), iri("t")

ACCEPTED = [  # name, pattern, canonical form
    ("final dot", "?a s:p ?b .", f"?a {P} ?b . "),
    ("no final dot", "?a s:p ?b", f"?a {P} ?b . "),
    ("no space before the dot", "?a s:p ?b. ?b s:q ?c.", f"?a {P} ?b . ?b {Q} ?c . "),
    ("a", "?r a s:Room ; s:temp ?t", f"?r {RDF_TYPE} {iri('Room')} . ?r {iri('temp')} ?t . "),
    ("semicolon list", "?a s:p ?b ; s:q ?c .", f"?a {P} ?b . ?a {Q} ?c . "),
    ("comma list", "?a s:p ?b , ?c .", f"?a {P} ?b . ?a {P} ?c . "),
    ("both lists", "?a s:p ?b , ?c ; s:q s:t .", f"?a {P} ?b . ?a {P} ?c . ?a {Q} {T} . "),
    ("trailing semicolon", "?a s:p ?b ; .", f"?a {P} ?b . "),
    ("dollar variables", "$a s:p $b", f"?a {P} ?b . "),
    ("dollar and question mark", "$a s:p ?b . ?a s:q $b", f"?a {P} ?b . ?a {Q} ?b . "),
    ("full IRIs", f"{S} {P} {T} .", f"{S} {P} {T} . "),
    ("prefix with a dash and a dot", "?a p-1.x:p ?b", f"?a {P} ?b . "),
    ("local name with dot and colon", "?a s:p.q:r ?b", f"?a {iri('p.q:r')} ?b . "),
    ("local name that begins with a digit", "?a s:1p ?b", f"?a {iri('1p')} ?b . "),
    ("empty local name", "?a s: ?b", f"?a <{NS}> ?b . "),
    ("string", '?a s:p "warm"', f'?a {P} "warm" . '),
    ("string in single quotes", "?a s:p 'warm'", f'?a {P} "warm" . '),
    ("long string", '?a s:p """wa"rm"""', f'?a {P} "wa\\"rm" . '),
    ("long string in single quotes", "?a s:p '''wa'rm'''", f'?a {P} "wa\'rm" . '),
    ("escape in a string", '?a s:p "wa\\trm\\u00e9"', f'?a {P} "wa\\trmé" . '),
    ("xsd:string is dropped", '?a s:p "warm"^^xsd:string', f'?a {P} "warm" . '),
    ("language tag", '?a s:p "warm"@en', f'?a {P} "warm"@en . '),
    ("typed literal, prefixed", '?a s:p "7"^^xsd:int', f'?a {P} "7"^^<{XSD}int> . '),
    ("typed literal, full", f'?a s:p "7"^^<{XSD}dateTime>', f'?a {P} "7"^^<{XSD}dateTime> . '),
    ("integer", "?a s:p 7", f"?a {P} 7 . "),
    ("negative integer", "?a s:p -7", f"?a {P} -7 . "),
    ("integer with its datatype", '?a s:p "7"^^xsd:integer', f"?a {P} 7 . "),
    ("decimal", "?a s:p 5.0", f"?a {P} 5.0 . "),
    ("decimal with its datatype", '?a s:p "21.50"^^xsd:decimal', f"?a {P} 21.50 . "),
    ("double", "?a s:p 1.5e3", f'?a {P} "1.5e3"^^<{XSD}double> . '),
    ("true", "?a s:p true", f"?a {P} true . "),
    ("false with its datatype", '?a s:p "false"^^xsd:boolean', f"?a {P} false . "),
    ("comment", "?a s:p ?b . # that is all\n", f"?a {P} ?b . "),
    ("comment in the middle", "?a # who\n s:p # what\n ?b", f"?a {P} ?b . "),
    ("newlines and tabs", "?a\n\ts:p\r\n?b\n.\n", f"?a {P} ?b . "),
    ("variable predicate", "?a ?p ?b", "?a ?p ?b . "),
    ("ground triple", "s:s s:p s:t", f"{S} {P} {T} . "),
    ("literal as subject", '"warm" s:p ?b', f'"warm" {P} ?b . '),
    ("number as subject", "7 s:p ?b", f"7 {P} ?b . "),
    ("order as written", "?b s:q ?c . ?a s:p ?b", f"?b {Q} ?c . ?a {P} ?b . "),
    ("variable names with digits and underscores", "?1a s:p ?b_2", f"?1a {P} ?b_2 . "),
    ("variable beyond ASCII", "?größe s:p ?b", f"?größe {P} ?b . "),
    ("IRI beyond ASCII", "?a <https://ex.example/ü> ?b", "?a <https://ex.example/ü> ?b . "),
]


@pytest.mark.parametrize("pattern, canonical", [case[1:] for case in ACCEPTED], ids=[case[0] for case in ACCEPTED])
def test_5_accepted_and_canonical_form(world, pattern, canonical):
    knowledge_base, response = register(world, pattern)
    response.expect(200)
    entry, = world.rest.get("/sc/ki", kb=knowledge_base.id).json()
    assert entry["graphPattern"] == canonical and entry["prefixes"] == {}


@pytest.mark.parametrize("pattern, canonical", [case[1:] for case in ACCEPTED], ids=[case[0] for case in ACCEPTED])
def test_5_the_canonical_form_is_its_own(world, pattern, canonical):
    knowledge_base, response = register(world, canonical, prefixes={})
    response.expect(200)
    assert world.rest.get("/sc/ki", kb=knowledge_base.id).json()[0]["graphPattern"] == canonical


REJECTED = [
    ("empty", ""), ("space only", " \n"), ("comment only", "# nothing"), ("dot only", "."),
    ("undeclared prefix", "?a x:p ?b"), ("rdf is not predeclared", "?a rdf:type ?b"),
    ("empty prefix is not predeclared", "?a :p ?b"), ("bare word", "?a p ?b"),
    ("undeclared prefix of a datatype", '?a s:p "7"^^x:int'),
    ("anonymous node", "[] s:p ?b"), ("anonymous object", "?a s:p []"), ("property list", "?a s:p [ s:q ?b ]"),
    ("property list alone", "[ s:q ?b ]"), ("labelled blank node", "_:a s:p ?b"), ("blank object", "?a s:p _:b"),
    ("collection", "?a s:p (1 2)"), ("empty collection", "?a s:p ()"), ("collection as subject", "(?a) s:p ?b"),
    ("literal predicate", '?a "p" ?b'), ("number predicate", "?a 7 ?b"), ("boolean predicate", "?a true ?b"),
    ("PREFIX inside", "PREFIX e: <https://e.example/> ?a e:p ?b"),
    ("FILTER", "?a s:p ?b . FILTER(?b > 5)"), ("FILTER first", "FILTER(?b > 5) ?a s:p ?b"),
    ("FILTER in the middle", "?a s:p ?b . FILTER(?b > 5) ?a s:q ?c"),
    ("OPTIONAL", "?a s:p ?b . OPTIONAL { ?a s:q ?c }"),
    ("OPTIONAL in the middle", "?a s:p ?b . OPTIONAL { ?a s:q ?c } ?a s:t ?d"),
    ("UNION", "{ ?a s:p ?b } UNION { ?a s:q ?b }"), ("group", "{ ?a s:p ?b }"),
    ("GRAPH", "GRAPH ?g { ?a s:p ?b }"), ("MINUS", "?a s:p ?b . MINUS { ?a s:q ?c }"),
    ("VALUES", "?a s:p ?b . VALUES ?b { 5 }"), ("BIND", "?a s:p ?b . BIND(?b AS ?c)"),
    ("SERVICE", "SERVICE <https://e.example/> { ?a s:p ?b }"),
    ("sub-select", "{ SELECT ?a WHERE { ?a s:p ?b } }"), ("query", "SELECT * WHERE { ?a s:p ?b }"),
    ("quoted triple", "<< ?a s:p ?b >> s:q ?c"),
    ("path: sequence", "?a s:p/s:q ?b"), ("path: alternative", "?a s:p|s:q ?b"), ("path: inverse", "?a ^s:p ?b"),
    ("path: star", "?a s:p* ?b"), ("path: plus", "?a s:p+ ?b"), ("path: optional", "?a s:p? ?b"),
    ("path: negated", "?a !s:p ?b"), ("path: group", "?a (s:p) ?b"),
    ("variable with a dash", "?a-b s:p ?c"), ("variable without a name", "? s:p ?c"),
    ("relative IRI", "?a <p> ?b"), ("relative IRI with a path", "?a </p> ?b"), ("empty IRI", "?a <> ?b"),
    ("IRI with a space", "?a <https://e.example/a b> ?b"), ("unclosed IRI", "?a <https://e.example/p ?b"),
    ("two terms only", "?a s:p"), ("four terms", "?a s:p ?b ?c"), ("two dots", "?a s:p ?b . . ?a s:q ?c"),
    ("unclosed string", '?a s:p "warm'), ("newline in a short string", '?a s:p "wa\nrm"'),
    ("invalid language tag", '?a s:p "warm"@'), ("bad escape", '?a s:p "\\x"'), ("closing brace", "?a s:p ?b }"),
    ("control character", "?a s:p \u0001"),
]


@pytest.mark.parametrize("pattern", [case[1] for case in REJECTED], ids=[case[0] for case in REJECTED])
def test_5_rejected(world, pattern):
    knowledge_base, response = register(world, pattern)
    message = response.expect_error(400).message
    assert "graphPattern" in message
    assert world.rest.get("/sc/ki", kb=knowledge_base.id).json() == []


@pytest.mark.parametrize("kind, field", [("Answer", "graphPattern"), ("Post", "argumentGraphPattern"),
                                         ("React", "argumentGraphPattern")])
@pytest.mark.parametrize("pattern", ["?a s:p/s:q ?b", "?a s:p ?b . FILTER(?b > 5) ?a s:q ?c", "_:a s:p ?b", ""])
def test_5_rejected_in_every_type(world, kind, field, pattern):
    register(world, pattern, kind, field)[1].expect_error(400)


def test_5_an_error_names_line_and_column(world):
    message = register(world, "?a s:p ?b .\n?a x:q ?c .")[1].expect_error(400).message
    assert re.search(r"\b2\b", message) and re.search(r"\b4\b", message) and "x" in message


@pytest.mark.parametrize("ask, answer", [("?a p ?b . ?a p ?b", "?x p ?y"), ("?a p ?b", "?x p ?y . ?x p ?y")])
def test_5_a_triple_written_twice_counts_once(world, ask, answer):
    asker, ki = world.asker(ask, reasonerLevel=1)
    world.answerer(answer, lambda _: world.rows("x=s y=o"))
    assert asker.ask(ki)["bindingSet"] == world.rows("a=s b=o")


@pytest.mark.parametrize("one, other", [
    ("?a <{ns}p> 'x'", '?x <{ns}p> "x"^^<http://www.w3.org/2001/XMLSchema#string>'),
    ("$a <{ns}p> 7", '?x <{ns}p> "7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ("?a a <{ns}C>", "?x " + RDF_TYPE + " <{ns}C>")])
def test_5_patterns_match_however_they_are_written(world, one, other):
    asker = world.kb("asker")
    ki = asker.ask_ki(one.replace("{ns}", world.namespace))
    answerer = world.kb("answerer")
    answerer.answer_ki(other.replace("{ns}", world.namespace), lambda _: world.rows("x=s"))
    assert asker.ask(ki)["bindingSet"] == world.rows("a=s")
