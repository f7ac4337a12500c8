"""The stored graph as a knowledge base among others: what clients of the exchange see of it."""

import pytest

from harness.knowledge_base import KnowledgeBase, holder
from harness.server import REPOSITORY

E = "urn:e:"
GRAPH = "urn:gridlore:graph"


def pattern(text):
    """`?a p ?b`: a bare word is an IRI of our own."""
    return " ".join(word if word[0] in '?."<' or word.isdigit() else f"<{E}{word}>" for word in text.split())


def iri(word):
    return f"<{E}{word}>"


def number(value):
    return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#integer>'


def insert(server, turtle):
    server.root.post("/update", content_type="application/sparql-update",
                     body=f"PREFIX e: <{E}> INSERT DATA {{ {turtle} }}".encode()).expect(204)


def select(server, query):
    return server.root.post("/sparql", content_type="application/sparql-query", body=query.encode(),
                            headers=[("Accept", "application/sparql-results+json")]).expect(200).json()


def ask(asker, interaction, bindings=None, **fields):
    body = [{}] if bindings is None else bindings
    body = {"bindingSet": body, "recipientSelector": {"knowledgeBases": []}, **fields} if fields else body
    return asker.rest.post("/sc/ask", kb=asker.id, ki=interaction, json=body).expect(200).json()


def contacted(answer):
    return {entry["knowledgeBaseId"] for entry in answer["exchangeInfo"]}


def sorted_rows(rows):
    return sorted(sorted(row.items()) for row in rows)


@pytest.fixture
def filled(start_server):
    server = start_server()
    insert(server, "e:s e:p e:t . e:t e:q 5 . e:u e:p e:v . GRAPH e:g { e:v e:q 9 }")
    return server


@pytest.mark.parametrize("level", [1, 2, 5])
def test_an_ask_is_answered_from_all_graphs(filled, level):
    asker = KnowledgeBase(filled.rest, "https://app.example", reasonerLevel=level)
    answer = ask(asker, asker.ask_ki(pattern("?a p ?b . ?b q ?c")))
    rows = [{"a": iri("s"), "b": iri("t"), "c": number(5)}, {"a": iri("u"), "b": iri("v"), "c": number(9)}]
    assert sorted_rows(answer["bindingSet"]) == sorted_rows(rows)
    assert contacted(answer) == {GRAPH}
    assert sorted_rows(answer["exchangeInfo"][0]["bindingSet"]) == sorted_rows(rows)


def test_its_rows_are_joined_with_those_of_others(filled):
    meter = KnowledgeBase(filled.rest, "https://meter.example")
    meter.answer_ki(pattern("?x r ?y"), holder([{"x": iri("s"), "y": number(1)}, {"x": iri("z"), "y": number(2)}]))
    asker = KnowledgeBase(filled.rest, "https://app.example")
    answer = ask(asker, asker.ask_ki(pattern("?a p ?b . ?a r ?c")))
    assert answer["bindingSet"] == [{"a": iri("s"), "b": iri("t"), "c": number(1)}]
    assert contacted(answer) == {GRAPH, meter.id}
    alone = KnowledgeBase(filled.rest, "https://alone.example", reasonerLevel=1)
    answer = ask(alone, alone.ask_ki(pattern("?a p ?b . ?a r ?c")))
    assert (answer["bindingSet"], answer["exchangeInfo"]) == ([], []), "at level 1 nothing is joined"


def test_a_range_and_bindings_by_value_restrict_it(filled):
    asker = KnowledgeBase(filled.rest, "https://app.example")
    values = asker.ask_ki(pattern("?a q ?b"))
    assert ask(asker, values, [{"b": '"5.0"^^<http://www.w3.org/2001/XMLSchema#decimal>'}])["bindingSet"] == [
        {"a": iri("t"), "b": number(5)}]
    answer = ask(asker, values, ranges={"b": {"from": number(6)}})
    assert answer["bindingSet"] == [{"a": iri("v"), "b": number(9)}]
    assert answer["exchangeInfo"][0]["bindingSet"] == [{"a": iri("v"), "b": number(9)}], "it was asked for no more"


def test_it_is_invisible_where_it_gives_nothing(filled):
    asker = KnowledgeBase(filled.rest, "https://app.example", reasonerLevel=5)
    nobody = asker.ask_ki(pattern("?a nothing ?b"), knowledgeGapsEnabled=True)
    answer = ask(asker, nobody)
    assert (answer["bindingSet"], answer["exchangeInfo"]) == ([], [])
    assert answer["knowledgeGaps"] == [["?a <urn:e:nothing> ?b"]]
    no_row = ask(asker, asker.ask_ki(pattern("?a p ?b")), [{"a": iri("nowhere")}])
    assert (no_row["bindingSet"], no_row["exchangeInfo"]) == ([], [])
    assert [kb["knowledgeBaseId"] for kb in filled.rest.get("/sc").json()] == [asker.id]
    filled.rest.get("/sc", kb=GRAPH).expect_error(404)
    network = asker.ask_ki("?kb a <https://w3id.org/knowledge-engine/KnowledgeBase>", includeMetaKIs=True)
    assert ask(asker, network)["bindingSet"] == []


def test_a_blank_node_is_known_again_when_it_comes_back(start_server):
    server = start_server(post_graph="default")
    insert(server, "[] e:p 1 . [] e:p 2")
    app = KnowledgeBase(server.rest, "https://app.example")
    [row] = ask(app, app.ask_ki(pattern("?a p ?b")), [{"b": number(2)}])["bindingSet"]
    node = row["a"]
    assert node.startswith("<urn:gridlore:blank:")
    assert ask(app, app.ask_ki(pattern("?a p ?b")), [{"a": node}])["bindingSet"] == [row], "in a binding"
    assert ask(app, app.ask_ki(f"{node} <{E}p> ?b"))["bindingSet"] == [{"b": number(2)}], "in a constant"
    posted = server.rest.post("/sc/post", kb=app.id, ki=app.post_ki(pattern("?a name ?n")),
                              json=[{"a": node, "n": '"second"'}]).expect(200).json()
    assert [entry["status"] for entry in posted["exchangeInfo"]] == ["SUCCEEDED"]
    found = select(server, f"SELECT ?a {{ ?a <{E}p> 2 ; <{E}name> 'second' }}")["results"]["bindings"]
    assert [row["a"]["type"] for row in found] == ["bnode"], "in a post"


def test_posts_are_stored_where_it_is_told_and_only_there(start_server):
    quiet, storing = start_server(), start_server(post_graph="urn:g:posts", post_predicates=f"{E}p")
    for server in (quiet, storing):
        poster = KnowledgeBase(server.rest, "https://poster.example")
        post = poster.post_ki(pattern("?a p ?b . ?a secret ?c"))
        response = server.rest.post("/sc/post", kb=poster.id, ki=post,
                                    json=[{"a": iri("s"), "b": number(1), "c": number(2)}]).expect(200).json()
        is_storing = server is storing
        assert contacted(response) == ({GRAPH} if is_storing else set())
        rows = select(server, "SELECT * { GRAPH ?g { ?s ?p ?o } }")["results"]["bindings"]
        assert [(row["g"]["value"], row["p"]["value"]) for row in rows] == (
            [("urn:g:posts", f"{E}p")] if is_storing else [])


def test_a_question_in_saref_terms_reaches_a_grid_model_in_cim(start_server):
    server = start_server(domain_knowledge=":".join(
        str(REPOSITORY / "ontology" / name)
        for name in ("gridlore-profile.ttl", "gridlore.ttl", "cim-saref.ttl", "saref.rules", "cim-saref.rules")))
    server.root.post("/update", content_type="application/sparql-update", body=b"""
        PREFIX cim: <http://iec.ch/TC57/CIM100#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        INSERT DATA { GRAPH <urn:model> {
          <urn:uuid:m1> a cim:Meter ; cim:EndDevice.UsagePoint <urn:uuid:p1> ; cim:IdentifiedObject.mRID "m1" .
          <urn:uuid:p1> a cim:UsagePoint ; cim:UsagePoint.Equipments <urn:uuid:load> .
          <urn:uuid:load> cim:Equipment.EquipmentContainer <urn:uuid:f1> .
          <urn:uuid:f1> a cim:Feeder ; cim:Feeder.NormalEnergizingSubstation <urn:uuid:s1> .
          <urn:uuid:s1> a cim:Substation .
          <urn:uuid:set> cim:MeterReading.Meter <urn:uuid:m1> ; cim:MeterReading.Readings <urn:uuid:r1> .
          <urn:uuid:r1> cim:MeasurementValue.timeStamp "2026-01-01T00:00:00Z"^^xsd:dateTime ; cim:Reading.value 231.5
        } }""").expect(204)
    asker = KnowledgeBase(server.rest, "https://app.example", reasonerLevel=3)
    prefixes = {"saref": "https://saref.etsi.org/core/", "gridlore": "https://w3id.org/gridlore#"}

    def rows(text):
        return ask(asker, asker.ask_ki(text, prefixes=prefixes))["bindingSet"]

    assert rows("?m a saref:Meter ; saref:hasIdentifier ?id") == [{"m": "<urn:uuid:m1>", "id": '"m1"'}]
    assert rows("?m a saref:Device ; gridlore:meterAt ?p") == [{"m": "<urn:uuid:m1>", "p": "<urn:uuid:p1>"}]
    assert rows("?s gridlore:feeds ?f . ?f gridlore:feeds ?p . ?m gridlore:meterAt ?p") == [
        {"s": "<urn:uuid:s1>", "f": "<urn:uuid:f1>", "p": "<urn:uuid:p1>", "m": "<urn:uuid:m1>"}]
    assert rows("""?o a saref:Observation ; saref:madeBy ?m ; saref:hasTimestamp ?t ; saref:hasResult ?r .
                   ?r saref:hasValue ?v""") == [
        {"o": "<urn:uuid:r1>", "m": "<urn:uuid:m1>", "r": "<urn:uuid:r1>",
         "t": '"2026-01-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>',
         "v": '"231.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'}]
    assert {row["x"] for row in rows("?x a saref:FeatureOfInterest")} == {
        "<urn:uuid:m1>", "<urn:uuid:p1>", "<urn:uuid:f1>", "<urn:uuid:s1>"}
