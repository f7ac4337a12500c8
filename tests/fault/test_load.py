"""More than usual: registrations while asks run, and more asks, connections or files than there is room for."""

import resource
import socket
import threading
from pathlib import Path

import pytest

from harness.waiting import TIME_FACTOR, Background, eventually, stretched
from harness.world import World

CHANGES = int(10_000 / TIME_FACTOR)  # an instrumented program is given as much time for fewer
WORKERS = 4


def come_and_go(world, worker):
    """Registrations and removals: of a knowledge base, and of interactions that match and that do not."""
    rest = world.rest.kept_alive()
    kb_id = world.kb_id(f"passing{worker}")
    changes = 0
    while changes < CHANGES // WORKERS:
        rest.post("/sc", json={"knowledgeBaseId": kb_id, "knowledgeBaseName": "", "knowledgeBaseDescription": ""}) \
            .expect(200)
        for pattern in ("?x p ?y", "?x other ?y"):
            ki = rest.post("/sc/ki", kb=kb_id, json={
                "knowledgeInteractionType": "PostKnowledgeInteraction",
                "argumentGraphPattern": world.pattern(pattern)}).expect(200).json()["knowledgeInteractionId"]
            if pattern == "?x p ?y":
                rest.delete("/sc/ki", kb=kb_id, ki=ki).expect(200)
        rest.delete("/sc", kb=kb_id).expect(200)
        changes += 5
    rest.close()


def test_ten_thousand_registrations_and_removals_while_asks_run(world, unharmed):
    exchanges_before = unharmed.count
    workers = [Background(come_and_go, world, worker) for worker in range(WORKERS)]
    for worker in workers:
        worker.result(240)
    assert unharmed.count > exchanges_before
    ours = [entry for entry in world.rest.get("/sc").json() if entry["knowledgeBaseId"].startswith(world.namespace)]
    assert ours == []


@pytest.mark.skipif(TIME_FACTOR != 1, reason="an instrumented program keeps what was freed")
def test_registrations_and_removals_leave_no_memory_behind(start_server):
    """After as many again, not a part of a kilobyte for each is kept."""
    server = start_server()
    sizes = []
    for _ in range(3):
        own = World(server)
        for worker in [Background(come_and_go, own, worker) for worker in range(WORKERS)]:
            worker.result(240)
        sizes.append(server.resident_kilobytes())
    assert sizes[2] - sizes[1] < CHANGES * 0.3, sizes


def test_more_asks_than_there_is_room_for(new_world):
    """The newest are refused with a reason; nothing is lost of those that are served."""
    world = new_world(exchanges=20, kb_wait=stretched(30))
    asker, ask = world.asker("?a p ?b")
    slow = world.kb("slow")
    slow.answer_ki(world.pattern("?x p ?y"))
    asks = [Background(asker.try_ask, ask, world.rows(f"a=s{number}")) for number in range(100)]
    eventually(lambda: sum(one.is_done() for one in asks) >= 80, "all but 20 are refused", within=20)
    for refused in [one for one in asks if one.is_done()]:
        assert refused.result().expect_error(429, 503).message
    served = [one for one in asks if not one.is_done()]
    assert len(served) == 20
    for _ in served:
        call = slow.take()
        slow.reply(call, [dict(call.bindings[0], y=world.iri("o"))])
    for one in served:
        assert len(one.result().expect(200).json()["bindingSet"]) == 1


def test_a_hundred_asks_at_once_are_all_served(world):
    asker, ask = world.asker("?a p ?b")
    world.answerer("?x p ?y", lambda rows: [dict(row, y=world.iri("o")) for row in rows])
    asks = [Background(asker.ask, ask, world.rows(f"a=s{number}")) for number in range(100)]
    for number, one in enumerate(asks):
        assert one.result(30)["bindingSet"] == world.rows(f"a=s{number} b=o")


def processor_seconds(server):
    user, system = Path(f"/proc/{server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / 100


def test_more_connections_than_files_may_be_open(start_server):
    """Neither a crash nor a busy loop; when clients leave, the next are served."""
    server = start_server()
    limit = server.open_files() + 20
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (limit, limit))
    clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(60)]
    eventually(lambda: server.open_files() >= limit - 2, "no more files may be opened")
    before = processor_seconds(server)
    threading.Event().wait(1)  # the time over which the processor's time is measured
    assert processor_seconds(server) - before < 0.5
    for client in clients:
        client.close()
    eventually(lambda: is_served(server), "new clients are served")


def is_served(server):
    try:
        return server.rest.get("/version", timeout=2).status == 200
    except OSError:
        return False
