"""A client learns what is missing on the exchange, and gets its answer as soon as somebody provides it."""

from harness.knowledge_base import holder


def test_a_gap_is_named_and_closes_when_somebody_fills_it(world):
    world.answerer("?meter voltage ?volts", holder(world.rows("meter=m1 volts=229")), "meter-operator")
    client, question = world.asker("?m voltage ?v . ?m inPostalCode ?area", "client",
                                   ki_fields={"knowledgeGapsEnabled": True})

    result = client.ask(question)
    assert result["bindingSet"] == []
    assert result["knowledgeGaps"] == [[world.pattern("?m inPostalCode ?area")]]

    world.answerer("?m inPostalCode ?code", holder(world.rows('m=m1 code="1000-001"')), "grid-operator")
    result = client.ask(question)
    assert result["bindingSet"] == world.rows('m=m1 v=229 area="1000-001"')
    assert result["knowledgeGaps"] == []
