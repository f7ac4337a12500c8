"""A meter operator knows the values, a grid operator the places; a client asks for values at a place."""

from harness.knowledge_base import holder
from harness.world import assert_same_rows


def test_values_of_one_and_places_of_another_are_joined(world):
    values = world.answerer("?meter voltage ?volts", holder(world.rows(
        "meter=m1 volts=229 | meter=m2 volts=207 | meter=m3 volts=231")), "meter-operator")
    places = world.answerer("?m inPostalCode ?code", holder(world.rows(
        'm=m1 code="1000-001" | m=m2 code="1000-001" | m=m4 code="1000-001" | m=m3 code="4000-002"')), "grid-operator")
    client, low_voltage = world.asker("?m voltage ?v . ?m inPostalCode ?area", "client")

    result = client.ask(low_voltage, world.rows('area="1000-001"'))

    assert_same_rows(result["bindingSet"], world.rows('m=m1 v=229 area="1000-001" | m=m2 v=207 area="1000-001"'))
    assert places.calls[0].bindings == world.rows('code="1000-001"')
    assert len(values.calls) == 1
    assert {entry["knowledgeBaseId"] for entry in result["exchangeInfo"]} == {values.id, places.id}


def test_a_client_of_level_1_is_not_joined_for(world):
    values = world.answerer("?meter voltage ?volts", holder(world.rows("meter=m1 volts=229")), "meter-operator")
    places = world.answerer("?m inPostalCode ?code", holder(world.rows('m=m1 code="1000-001"')), "grid-operator")
    client, low_voltage = world.asker("?m voltage ?v . ?m inPostalCode ?area", "client", reasonerLevel=1)

    assert client.ask(low_voltage) == {"bindingSet": [], "exchangeInfo": []}
    assert values.calls == [] and places.calls == []
