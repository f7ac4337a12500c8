"""Section 16: timers and limits, as they come and as they are configured. The long ones run beside all other tests."""

from harness.long_timers import LEASE
from harness.waiting import Background, eventually, stretched


def test_16_long_poll_is_29_seconds_and_never_later_than_30(long_timers):
    response, seconds = long_timers.long_poll.result(60)
    response.expect(202)
    assert 28 <= seconds < 29 + stretched(1)


def test_16_one_knowledge_base_is_waited_for_10_seconds(long_timers):
    result, seconds = long_timers.wait_for_one.result(60)
    entry, = result["exchangeInfo"]
    assert entry["status"] == "FAILED" and "TimeoutException" in entry["failedMessage"]
    assert 9.5 <= seconds < 10 + stretched(2)


def test_16_a_lease_ends_the_knowledge_base_and_only_a_renewal_keeps_it(long_timers):
    response, seconds, later = long_timers.expiry.result(60)
    assert response.status in (410, 404)  # 404 if the lease ended between two polls
    assert LEASE <= seconds < LEASE + 2.5 + stretched(2)
    later.expect_error(404)


def test_16_subscribers_hear_of_an_expired_lease(long_timers):
    long_timers.expiry.result(60)
    call = eventually(lambda: next((call for call in long_timers.subscriber.calls
                                    if call.requester == long_timers.leased_id), None), "the removal is heard of")
    assert len(call.bindings) == 8 + 2


def test_16_a_renewed_lease_counts_from_the_renewal(long_timers):
    status_after_first_lease, renewed_at, gone_at = long_timers.renewal.result(90)
    assert status_after_first_lease == 200
    assert LEASE <= gone_at - renewed_at < LEASE + stretched(3)


def test_16_queue_limit_refuses_the_newest_and_says_why(new_world):
    """REF: the oldest is cancelled."""
    world = new_world(queue_limit=3)
    slow, exchanges = world.queue_of_asks(5)

    def entry_of(exchange):
        return next(entry for entry in exchange.result()["exchangeInfo"] if entry["knowledgeBaseId"] == slow.id)
    for refused in exchanges[3:]:
        entry = entry_of(refused)
        assert entry["status"] == "FAILED" and "TimeoutException" not in entry["failedMessage"]
    for count in range(1, 4):
        call = slow.take()
        assert call.bindings == world.rows(f"x=s{count}")
        slow.reply(call, [])
    assert [entry_of(exchange)["status"] for exchange in exchanges[:3]] == ["SUCCEEDED"] * 3


def test_16_unanswered_limit_cancels_nothing_that_was_delivered(new_world):
    world = new_world(unanswered_limit=2)
    asker, ask = world.asker("?a p ?b")
    slow = world.kb("slow")
    slow.answer_ki(world.pattern("?x p ?y"))
    exchanges = [Background(asker.ask, ask, world.rows("a=s1"))]
    calls = [slow.take()]
    exchanges.append(Background(asker.ask, ask, world.rows("a=s2")))
    calls.append(slow.take())
    entry, = asker.ask(ask, world.rows("a=s3"))["exchangeInfo"]
    assert entry["status"] == "FAILED" and "TimeoutException" not in entry["failedMessage"]
    for call, exchange in zip(calls, exchanges):
        slow.reply(call, [])
        assert exchange.result()["exchangeInfo"][0]["status"] == "SUCCEEDED"


def test_16_limit_of_exchanges_under_way(new_world):
    world = new_world(exchanges=3)
    asker, ask = world.asker("?a p ?b")
    slow = world.kb("slow")
    slow.answer_ki(world.pattern("?x p ?y"))
    under_way = [Background(asker.ask, ask) for _ in range(3)]
    calls = [slow.take() for _ in under_way]
    assert asker.try_ask(ask).expect_error(429, 503).message
    for call in calls:
        slow.reply(call, [])
    for exchange in under_way:
        assert exchange.result()["exchangeInfo"][0]["status"] == "SUCCEEDED"
    again = Background(asker.ask, ask)
    slow.reply(slow.take(), [])
    again.result()


def test_16_body_limit(new_world):
    world = new_world(body_limit=2000)
    asker, ask = world.asker("?a p ?b")
    large = [{"a": f'"{"x" * 3000}"'}]
    asker.try_ask(ask, large).expect_error(413)
    assert asker.ask(ask) == {"bindingSet": [], "exchangeInfo": []}
