"""A control room asks who is on the exchange, and hears who comes and goes."""

from harness.meta import PATTERN, PREFIXES
from harness.waiting import eventually
from harness.world import assert_same_rows


def test_a_control_room_sees_who_is_there_and_who_comes_and_goes(world):
    control_room = world.kb("control-room", name="Control room")
    names = control_room.ask_ki("?kb a ke:KnowledgeBase . ?kb ke:hasName ?name", prefixes=PREFIXES,
                                includeMetaKIs=True)
    news = control_room.react_ki(PATTERN, None, lambda _: [], prefixes=PREFIXES, knowledgeInteractionName="news")

    def who_is_there():
        return [row["name"] for row in control_room.ask(names)["bindingSet"] if world.namespace in row["kb"]]

    assert who_is_there() == []

    hems = world.kb("hems", name="HEMS of street 7")
    assert who_is_there() == ['"HEMS of street 7"']

    readings = hems.answer_ki(world.pattern("?meter voltage ?volts"), lambda _: [], knowledgeInteractionName="voltage")
    eventually(lambda: len(control_room.calls) == 2, "the HEMS and its interaction are announced")
    arrival, change = control_room.calls
    assert arrival.interaction == change.interaction == news
    assert arrival.requester == change.requester == hems.id
    assert {row["isMeta"][1:5] for row in arrival.bindings} == {"true"}
    announced, = [row for row in change.bindings if row["ki"] == f"<{readings}>"]
    assert announced["pattern"] == f'"{world.pattern("?meter voltage ?volts")} . "'

    hems.leave()
    eventually(lambda: len(control_room.calls) == 3, "its departure is announced")
    assert_same_rows([{"kb": row["kb"]} for row in control_room.calls[2].bindings[:1]], [{"kb": f"<{hems.id}>"}])
    assert who_is_there() == []
