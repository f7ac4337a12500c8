"""One system knows more than is asked, another less: the first serves, the second is left in peace."""

from harness.knowledge_base import holder


def test_a_bigger_answer_serves_and_a_smaller_one_is_not_contacted(world):
    archive = world.answerer("?r madeBy ?meter . ?r hasValue ?v . ?r isMeasuredIn ?unit", holder(world.rows(
        "r=r1 meter=m1 v=230 unit=volt | r=r2 meter=m2 v=231 unit=volt")), "archive")
    register = world.answerer("?r madeBy ?meter", holder(world.rows("r=r9 meter=m9")), "register")
    client, readings = world.asker("?reading madeBy ?by . ?reading hasValue ?value", "client", reasonerLevel=1)

    result = client.ask(readings, world.rows("by=m1"))

    assert result["bindingSet"] == world.rows("reading=r1 by=m1 value=230")
    assert archive.calls[0].bindings == world.rows("meter=m1")
    assert register.calls == []
    entry, = result["exchangeInfo"]
    assert entry["knowledgeBaseId"] == archive.id and "unit" in entry["bindingSet"][0]


def test_a_part_that_nobody_completes_contacts_nobody(world):
    register = world.answerer("?r madeBy ?meter", holder(world.rows("r=r9 meter=m9")), "register")
    client, readings = world.asker("?reading madeBy ?by . ?reading hasValue ?value", "client")

    assert client.ask(readings) == {"bindingSet": [], "exchangeInfo": []}
    assert register.calls == []
