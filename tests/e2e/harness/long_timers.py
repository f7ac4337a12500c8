"""What takes half a minute by the contract, started with the session so that it runs beside all other tests."""

import threading

from harness.knowledge_base import SILENT
from harness.meta import PATTERN, PREFIXES, REMOVED
from harness.server import Server
from harness.waiting import Background, Stopwatch
from harness.world import World

LEASE = 30  # the shortest that the contract allows


class LongTimers:
    """One server with its own timers as they come, and one that looks at leases often."""

    def __init__(self):
        self._as_it_comes = Server()
        self._leasing = Server(long_poll=2, lease_check=0.2)
        self._worlds = [World(self._as_it_comes), World(self._leasing)]
        plain, leasing = self._worlds
        self.long_poll = Background(self._measure_long_poll, plain)
        self.wait_for_one = Background(self._measure_wait, plain)
        self.subscriber = self._subscribe(leasing)
        self.leased_id = leasing.kb_id("leased")
        self.expiry = Background(self._live_until_expiry, leasing)
        self.renewal = Background(self._renew_once, leasing)

    def close(self):
        self._as_it_comes.stop()
        self._leasing.stop()

    @staticmethod
    def _measure_long_poll(world):
        knowledge_base = world.kb("polling")
        knowledge_base.answer_ki(world.pattern("?x polled ?y"))
        since = Stopwatch()
        return knowledge_base.poll(), since.seconds

    @staticmethod
    def _measure_wait(world):
        asker, ask = world.asker("?a p ?b")
        world.answerer("?x p ?y", lambda _: SILENT)
        since = Stopwatch()
        return asker.ask(ask), since.seconds

    @staticmethod
    def _subscribe(world):
        subscriber = world.kb("subscriber")
        subscriber.react_ki(PATTERN, None, lambda _: [], prefixes=PREFIXES, communicativeAct={
            "requiredPurposes": [REMOVED], "satisfiedPurposes": ["https://w3id.org/knowledge-engine/InformPurpose"]})
        return subscriber

    @staticmethod
    def _live_until_expiry(world):
        """Polls and asks all the time, which renews nothing: the last poll's response, when it came, and what a later
        call gets."""
        since = Stopwatch()
        leased = world.kb("leased", leaseRenewalTime=LEASE)
        ask = leased.ask_ki(world.pattern("?a p ?b"))
        leased.answer_ki(world.pattern("?x q ?y"))
        response = leased.poll()
        while response.status == 202:
            leased.try_ask(ask).expect(200, 404, 410)
            response = leased.poll()
        return response, since.seconds, world.rest.get("/sc", kb=leased.id)

    @staticmethod
    def _renew_once(world):
        """Renewed after two thirds of its time: whether it was there after the first lease, and when it was gone."""
        renewed = world.kb("renewed", leaseRenewalTime=LEASE)
        since = Stopwatch()
        threading.Event().wait(LEASE * 2 / 3)
        renewed_at = since.seconds
        world.rest.put("/sc/lease/renew", kb=renewed.id).expect(200)
        threading.Event().wait(LEASE * 1.1 - since.seconds)
        status_then = world.rest.get("/sc", kb=renewed.id).status
        while world.rest.get("/sc", kb=renewed.id).status == 200 and since.seconds < 3 * LEASE:
            threading.Event().wait(0.1)
        return status_then, renewed_at, since.seconds
