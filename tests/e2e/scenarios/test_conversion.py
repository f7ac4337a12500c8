"""A converter REACTs to values in one unit with values in another; nobody else knows that it is there."""

from harness.knowledge_base import holder
from harness.world import assert_same_rows, integer


def to_volts(rows):
    def number(term):
        return int(term.split('"')[1])
    return [{"m": row["m"], "v": integer(number(row["mv"]) // 1000)} for row in rows]


def test_an_ask_in_volts_is_served_by_millivolts_and_a_converter(world):
    meters = world.answerer("?meter millivolts ?mv", holder(world.rows("meter=m1 mv=229000 | meter=m2 mv=207000")),
                            "meters")
    converter = world.reactor("?m millivolts ?mv", "?m volts ?v", to_volts, "converter")
    client, voltages = world.asker("?m volts ?v", "client")

    result = client.ask(voltages, world.rows("m=m1"))

    assert result["bindingSet"] == world.rows("m=m1 v=229")
    assert meters.calls[0].bindings == world.rows("meter=m1"), "the question is passed back through the converter"
    assert converter.calls[0].bindings == world.rows("m=m1 mv=229000")
    assert [entry["knowledgeBaseId"] for entry in result["exchangeInfo"]] == [meters.id]


def test_a_post_in_millivolts_reaches_one_that_reacts_to_volts(world):
    converter = world.reactor("?m millivolts ?mv", "?m volts ?v", to_volts, "converter")
    alarm = world.reactor("?where volts ?level", None, lambda _: [], "alarm")
    meter, news = world.poster("?m millivolts ?mv", word="meter")

    result = meter.post(news, world.rows("m=m1 mv=229000 | m=m2 mv=207000"))

    assert_same_rows(alarm.calls[0].bindings, world.rows("where=m1 level=229 | where=m2 level=207"))
    assert {entry["knowledgeBaseId"] for entry in result["exchangeInfo"]} == {converter.id, alarm.id}
