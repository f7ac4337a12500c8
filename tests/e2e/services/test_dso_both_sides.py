"""The DSO and a service provider with a Gridlore each, which speak the REST of D4.2 with each other, and the same
documents on both sides. Whoever is behind either of them only knows the exchange, or only the REST."""

import json

import pytest
from dso import PERIOD, DsoServer
from harness.knowledge_base import KnowledgeBase
from harness.meta import PREFIXES as META
from harness.service import Service
from printed import PAYLOADS

NEEDS, OFFERS, PLAN, HISTORY, STATUS = (json.loads(PAYLOADS[section][2] or PAYLOADS[section][1]) for section in (
    "3.2.2.1.1.1 response", "3.2.2.1.1.2", "3.2.2.2.1.2", "3.2.1.1.1.3 response", "3.2.3.2.1.4 response"))
PREFIXES = {"saref": "https://saref.etsi.org/core/", "s4ener": "https://saref.etsi.org/saref4ener/",
            "gridlore": "https://w3id.org/gridlore#", "vcard": "http://www.w3.org/2006/vcard/ns#"}


@pytest.fixture(scope="module")
def sides(tmp_path_factory):
    """(the DSO's, the service provider's). Each knows where the other is."""
    folder = tmp_path_factory.mktemp("sides")
    dso = DsoServer(folder / "dso", {}, post_graph="none")
    provider = DsoServer(folder / "provider", {"dso": {"address": f"http://127.0.0.1:{dso.port}"}}, post_graph="none")
    there = {"address": f"http://127.0.0.1:{provider.port}"}
    (folder / "dso" / "services.yaml").write_text(
        json.dumps({"service-provider": there, "observability-provider": there}), encoding="utf-8")
    dso.root.post("/mappings/reload").expect(200)
    yield dso, provider
    provider.stop()
    dso.stop()


@pytest.fixture(autouse=True)
def forget(sides):
    for side in sides:
        side.root.delete("/graphs?default").expect(200, 204, 404)


def known(server, pattern, prefixes, row):
    """What a program on the exchange of one side is told."""
    asker = KnowledgeBase(server.rest, "https://asker.example")
    answer = asker.ask(asker.ask_ki(pattern, prefixes=prefixes, includeMetaKIs=True), [row])["bindingSet"]
    asker.close()
    return answer


@pytest.mark.parametrize("document, payload, path, query, given", [
    ("flexibility/needs", NEEDS, "/1.0/Flexibility/Needs", PERIOD, {}),
    ("dso/flexibility-data", HISTORY, "/1.0/Data/Flexibility", {"Zone ID": "Z123456", **PERIOD}, {}),
    ("observability/opportunities", {"opportunities": [{"zip_code": "4200-013", "message": ["More."]}]},
     "/GridObservability/opportunities", {"zip_codes": "4200"}, {"asked": "4200"})])
def test_what_the_dso_knows_is_asked_for_at_the_other_side(sides, document, payload, path, query, given):
    """IC-5.22, IC-5.23, IC-5.3, IC-5.6, IC-5.11, IC-8.1, IC-8.3: an ask of the one side is a GET, and an ask of the
    other again."""
    dso, provider = sides
    dso.store(document, payload, **given)
    assert provider.ask(path, query).expect(200).json() == payload


@pytest.mark.parametrize("sender, receiver, path, payload, pattern", [
    (1, 0, "/1.0/Flexibility/Offers", OFFERS, "?it a s4ener:FlexOffer ; gridlore:offeredMeter ?meter ."),
    (0, 1, "/1.0/Flexibility/Needs", NEEDS, "?it a s4ener:FlexRequest ; gridlore:eligibleMeter ?meter ."),
    (0, 1, "/1.0/Flexibility/ActivationPlan", PLAN, "?it a s4ener:FlexibilityInstruction ; "
                                                    "s4ener:hasInstructionStatus ?status .")],
    ids=["offers", "needs", "plan"])
def test_news_of_one_side_are_news_at_the_other(sides, sender, receiver, path, payload, pattern):
    """IC-5.22, IC-5.23, IC-5.7, IC-5.8, IC-5.9, IC-8.1, IC-8.2, IC-0.2, IC-2.5: a post of the one side is a POST, and a
    post of the other again, whose programs react."""
    listener = KnowledgeBase(sides[receiver].rest, f"https://listener.example{path}")
    listener.react_ki(pattern, prefixes=PREFIXES, handler=lambda _: [])
    answer = sides[sender].root.post(path, json=payload).expect(200).json()
    (delivered,) = answer["delivered"]
    assert delivered["status"] == "SUCCEEDED"
    (call,) = listener.calls
    assert call.bindings and call.requester.startswith("urn:gridlore:served:flexibility.")
    listener.close()


def test_lists_of_different_lengths_are_refused_with_their_place(tmp_path):
    """IC-6-Q8: of the columns of 3.2.1.1.1.3."""
    wrong = [HISTORY[0] | {"Needs": [100]}]
    other = Service(lambda _: (200, wrong))
    asker = DsoServer(tmp_path / "asker", {"dso": {"address": other.address}})
    detail = asker.ask("/1.0/Data/Flexibility", {"Zone ID": "Z123456", **PERIOD}).expect(502).json()["detail"]
    assert "/0/Needs" in detail and "has a length of 1" in detail
    asker.stop()
    other.stop()


def test_an_ask_of_the_exchange_reaches_the_other_side(sides):
    """IC-5.22, IC-5.15, IC-8.7, IC-0.9: the DSO's programs ask on the exchange, and the answer comes by REST."""
    dso, provider = sides
    provider.store("observability/hems-status", STATUS)
    pattern = """?manager a gridlore:EnergyManager ; saref:hasIdentifier ?hems ; saref:madeExecution ?check .
        ?check saref:observes gridlore:AbnormalVoltage ; saref:hasTimestamp ?at ; saref:hasResult ?finding .
        ?finding saref:hasValue ?abnormal ."""
    (row,) = known(dso, pattern, PREFIXES, {"hems": '"ID1234"'})
    assert row["abnormal"].startswith('"true"')


DESCRIBED = """?kb ke:hasKnowledgeInteraction ?ki . ?ki rdf:type ?kind . ?ki ke:isMeta ?meta .
    ?ki ke:hasGraphPattern ?gp . ?gp ke:hasPattern ?pattern ."""
NO_META = {"meta": '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'}


def interactions(server):
    """{(knowledge base, kind)} of all that documents made, and their patterns."""
    rows = [row for row in known(server, DESCRIBED, META, NO_META) if row["kb"].startswith("<urn:gridlore:")]
    kinds = {(row["kb"].removeprefix("<urn:gridlore:").removesuffix(">"),
              row["kind"].rpartition("/")[2].removesuffix("KnowledgeInteraction>")) for row in rows}
    return kinds, {row["pattern"] for row in rows}


def test_what_is_rest_is_also_on_the_exchange(sides):
    """IC-5.22, IC-0.2, IC-8.5, IC-8.6, ON-6, ON-9: GET is an ask or an answer, POST a post or a react, with a pattern
    of SAREF's family."""
    of_dso, patterns = interactions(sides[0])
    of_provider, further = interactions(sides[1])
    assert of_dso >= {("served:flexibility.needs", "Ask"), ("served:flexibility.offers", "Post"),
                      ("service:service-provider", "React"), ("service:observability-provider", "Answer"),
                      ("service:observability-provider", "React")}
    assert of_provider >= {("service:dso", "Answer"), ("service:dso", "React"),
                           ("served:flexibility.needs-notice", "Post")}
    for pattern in patterns | further:
        assert "https://saref.etsi.org/" in pattern or "https://w3id.org/gridlore#" in pattern
