"""A client that knows an ontology finds meters when it asks for devices."""

from harness.knowledge_base import holder
from harness.world import assert_same_rows

PROFILE = """
@prefix e: <{ns}> .
# The subclass rule of RDFS, and what is a device.
[subclass: (?x rdf:type ?c), (?c rdfs:subClassOf ?d) -> (?x rdf:type ?d)]
-> (e:Meter rdfs:subClassOf e:Device) .
-> (e:SmartMeter rdfs:subClassOf e:Meter) .
"""


def test_an_ask_for_devices_finds_the_meters(world):
    meters = world.kb("meters")
    meters.answer_ki(f"?x a {world.iri('Meter')}", holder(world.rows("x=m1 | x=m2")))
    smart_meters = world.kb("smart-meters")
    smart_meters.answer_ki(f"?x a {world.iri('SmartMeter')}", holder(world.rows("x=m3")))
    client = world.kb("client", reasonerLevel=3)
    devices = client.ask_ki(f"?device a {world.iri('Device')}")

    assert client.ask(devices)["bindingSet"] == [], "without domain knowledge a meter is no device"

    client.load_rules(PROFILE.replace("{ns}", world.namespace)).expect(200)
    assert_same_rows(client.ask(devices)["bindingSet"], world.rows("device=m1 | device=m2 | device=m3"))

    stranger = world.kb("stranger", reasonerLevel=3)
    same_question = stranger.ask_ki(f"?device a {world.iri('Device')}")
    assert stranger.ask(same_question)["bindingSet"] == [], "domain knowledge is its owner's alone"
