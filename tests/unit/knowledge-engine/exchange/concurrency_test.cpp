#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <thread>

#include "knowledge-engine/exchange/meta.h"
#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using namespace std::chrono_literals;
using test_support::pattern_of;
using test_support::rows_of;

/// Answers with one row, at once or later on another thread.
class Answerer final : public KnowledgeBase {
  public:
    Answerer(Exchange& exchange, pattern::TermRows rows) : exchange_(exchange), rows_(std::move(rows)) {}

    Result<void> handle(Call call) override {
        if (removed_) {
            return Error{ErrorKind::Unavailable, "removed"};
        }
        (void)exchange_.reply(call.id, rows_);
        return {};
    }
    void cancel(CallId) override {}
    void removed() override { removed_ = true; }

  private:
    Exchange& exchange_;
    const pattern::TermRows rows_;
    std::atomic<bool> removed_ = false;
};

/// Replies on a thread of its own, as a client would, until it is ended.
class DistantAnswerer final : public KnowledgeBase {
  public:
    DistantAnswerer(Exchange& exchange, pattern::TermRows rows)
        : exchange_(exchange), rows_(std::move(rows)), thread_([this] { work(); }) {}

    Result<void> handle(Call call) override {
        const std::lock_guard lock(mutex_);
        calls_.push_back(call.id);
        changed_.notify_one();
        return {};
    }
    void cancel(CallId) override {}
    void removed() override {}

    void end() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        changed_.notify_one();
        if (thread_.joinable()) {
            thread_.join();
        }
    }

  private:
    void work() {
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, [&] { return ended_ || !calls_.empty(); });
            if (calls_.empty()) {
                return;
            }
            const std::vector<CallId> calls = std::exchange(calls_, {});
            lock.unlock();
            for (const CallId call : calls) {
                (void)exchange_.reply(call, rows_);
            }
            lock.lock();
        }
    }

    Exchange& exchange_;
    const pattern::TermRows rows_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<CallId> calls_;
    bool ended_ = false;
    std::thread thread_;
};

/// Notes what it is told about others, and that this is never out of order.
class Subscriber final : public KnowledgeBase {
  public:
    explicit Subscriber(Exchange& exchange) : exchange_(exchange) {}

    Result<void> handle(Call call) override {
        {
            const std::lock_guard lock(mutex_);
            told_[call.requesting_knowledge_base].push_back(call.bindings.size());
        }
        return exchange_.reply(call.id, {});
    }
    void cancel(CallId) override {}
    void removed() override {}

    std::map<std::string, std::vector<std::size_t>> told() const {
        const std::lock_guard lock(mutex_);
        return told_;
    }

  private:
    Exchange& exchange_;
    mutable std::mutex mutex_;
    std::map<std::string, std::vector<std::size_t>> told_;
};

class Crowd : public testing::Test {
  protected:
    KnowledgeBaseDescription described(const std::string& id) {
        KnowledgeBaseDescription description;
        description.id = id;
        return description;
    }

    std::string add(const std::string& id, std::shared_ptr<KnowledgeBase> receiver, InteractionType type,
                    const pattern::GraphPattern& pattern) {
        EXPECT_TRUE(exchange_->add_knowledge_base(described(id), std::move(receiver)));
        return interact(id, type, pattern);
    }
    std::string interact(const std::string& id, InteractionType type, const pattern::GraphPattern& pattern) {
        InteractionSpec spec;
        spec.type = type;
        spec.pattern = pattern;
        const auto added = exchange_->add_interaction(id, std::move(spec));
        EXPECT_TRUE(added);
        return added ? *added : "";
    }

    /// `threads` at once, each with its number.
    template <typename Work>
    static std::vector<std::thread> start(int threads, Work work) {
        std::vector<std::thread> started;
        for (int t = 0; t < threads; ++t) {
            started.emplace_back([work, t] { work(t); });
        }
        return started;
    }
    static void join(std::vector<std::thread>& threads) {
        for (std::thread& thread : threads) {
            thread.join();
        }
    }

    ManualClock clock_{TimePoint(std::chrono::hours(1))};
    std::unique_ptr<Exchange> exchange_ = std::make_unique<Exchange>(Settings{}, clock_);
};

TEST_F(Crowd, AsksAndPostsWhileThousandsComeAndGo) {
    const auto steady = std::make_shared<Answerer>(*exchange_, rows_of("x=e:steady y=1"));
    add("urn:kb:steady", steady, InteractionType::Answer, pattern_of("?x e:p ?y"));
    const auto distant = std::make_shared<DistantAnswerer>(*exchange_, rows_of("x=e:steady z=2"));
    add("urn:kb:distant", distant, InteractionType::Answer, pattern_of("?x e:q ?z"));
    const auto store = std::make_shared<Answerer>(*exchange_, pattern::TermRows{});
    add("urn:kb:store", store, InteractionType::React, pattern_of("?x e:news ?y"));

    std::atomic<bool> changing = true;
    std::atomic<int> asked = 0;
    std::atomic<int> told = 0;
    std::atomic<int> wrong = 0;
    auto clients = start(8, [&](int number) {
        const std::string id = "urn:kb:client" + std::to_string(number);
        const bool asks = number % 2 == 0;
        const auto self = std::make_shared<Answerer>(*exchange_, pattern::TermRows{});
        Request request;
        request.knowledge_base = id;
        request.interaction = asks ? add(id, self, InteractionType::Ask, pattern_of("?a e:p ?b . ?a e:q ?c"))
                                   : add(id, self, InteractionType::Post, pattern_of("?a e:news ?b"));
        request.bindings = asks ? rows_of("a=e:steady") : rows_of("a=e:s b=7");
        const auto is_wrong = [&](const auto& result, const std::string& needed) {
            if (!result) {
                return true;
            }
            return std::ranges::none_of(result->exchange_info, [&](const ExchangeInfo& info) {
                return info.knowledge_base == needed && info.status == ExchangeStatus::Succeeded;
            });
        };
        while (changing) {
            ++asked;
            if (asks) {
                exchange_->ask(request, [&](const Result<AskResult>& result) {
                    wrong += is_wrong(result, "urn:kb:distant") ||
                             test_support::text_of(result->bindings).find("a=e:steady b=1 c=2") == std::string::npos;
                    ++told;
                });
            } else {
                exchange_->post(request, [&](const Result<PostResult>& result) {
                    wrong += is_wrong(result, "urn:kb:store") ? 1 : 0;
                    ++told;
                });
            }
            while (asked - told > 64) {
                std::this_thread::yield();
            }
        }
    });
    auto writers = start(4, [&](int number) {
        for (int i = 0; i < 1250; ++i) {
            const std::string id = "urn:kb:guest" + std::to_string(number) + "-" + std::to_string(i % 50);
            const auto guest = std::make_shared<Answerer>(*exchange_, rows_of("x=e:steady y=" + std::to_string(i)));
            add(id, guest, InteractionType::Answer, pattern_of("?x e:p ?y"));
            const std::string other = interact(id, InteractionType::Answer,
                                               pattern_of("?x e:r" + std::to_string(i) + " e:o" + std::to_string(i)));
            EXPECT_TRUE(exchange_->remove_interaction(id, other));
            EXPECT_TRUE(exchange_->remove_knowledge_base(id));
        }
    });
    join(writers);
    changing = false;
    join(clients);
    distant->end();
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(told, asked);
    EXPECT_GT(asked, 0);
    EXPECT_EQ(exchange_->statistics().exchanges_under_way, 0U);
    EXPECT_EQ(exchange_->statistics().knowledge_bases, 3U + 8U);
}

TEST_F(Crowd, EveryChangeIsToldOnceAndInOrder) {
    const auto subscriber = std::make_shared<Subscriber>(*exchange_);
    add("urn:kb:subscriber", subscriber, InteractionType::React, meta_pattern());
    constexpr int each = 200;
    auto writers = start(8, [&](int number) {
        const std::string id = "urn:kb:guest" + std::to_string(number);
        for (int i = 0; i < each; ++i) {
            const auto guest = std::make_shared<Answerer>(*exchange_, pattern::TermRows{});
            add(id, guest, InteractionType::Answer, pattern_of("?x e:p ?y"));
            EXPECT_TRUE(exchange_->remove_knowledge_base(id));
        }
    });
    join(writers);
    // A thread that finds another delivering leaves its news to that one, which is back by now as well.
    const auto told = subscriber->told();
    ASSERT_EQ(told.size(), 8U);
    std::vector<std::size_t> expected;
    for (int i = 0; i < each; ++i) {
        expected.insert(expected.end(), {8, 9, 9});
    }
    for (const auto& [id, sizes] : told) {
        EXPECT_EQ(sizes, expected) << id;
    }
}

TEST_F(Crowd, SubscribersThatComeAndGoAreNeverTornApart) {
    std::atomic<bool> changing = true;
    auto subscribers = start(3, [&](int number) {
        const std::string id = "urn:kb:subscriber" + std::to_string(number);
        while (changing) {
            add(id, std::make_shared<Subscriber>(*exchange_), InteractionType::React, meta_pattern());
            EXPECT_TRUE(exchange_->remove_knowledge_base(id));
        }
    });
    auto writers = start(3, [&](int number) {
        const std::string id = "urn:kb:guest" + std::to_string(number);
        for (int i = 0; i < 300; ++i) {
            const auto guest = std::make_shared<Answerer>(*exchange_, pattern::TermRows{});
            add(id, guest, InteractionType::Answer, pattern_of("?x e:p ?y"));
            EXPECT_TRUE(exchange_->remove_knowledge_base(id));
        }
    });
    join(writers);
    changing = false;
    join(subscribers);
    EXPECT_EQ(exchange_->statistics().knowledge_bases, 0U);
}

TEST_F(Crowd, RepliesTimeOutsAndRemovalsMeetAndEachExchangeEndsOnce) {
    constexpr int rounds = 300;
    const auto asker = std::make_shared<Answerer>(*exchange_, pattern::TermRows{});
    const std::string ask = add("urn:kb:app", asker, InteractionType::Ask, pattern_of("?a e:p ?b"));
    std::atomic<int> told = 0;
    std::atomic<bool> changing = true;
    auto clock = start(1, [&](int) {
        while (changing) {
            clock_.advance(1s);
            std::this_thread::yield();
        }
    });
    auto clients = start(4, [&](int number) {
        const std::string id = "urn:kb:distant" + std::to_string(number);
        for (int i = 0; i < rounds; ++i) {
            const auto distant = std::make_shared<DistantAnswerer>(*exchange_, rows_of("x=e:s y=1"));
            add(id, distant, InteractionType::Answer, pattern_of("?x e:p ?y"));
            Request request;
            request.knowledge_base = "urn:kb:app";
            request.interaction = ask;
            request.wait_for_knowledge_base = 2s;
            exchange_->ask(request, [&](const Result<AskResult>& result) {
                EXPECT_TRUE(result);
                ++told;
            });
            EXPECT_TRUE(exchange_->remove_knowledge_base(id));
            distant->end();
        }
    });
    join(clients);
    changing = false;
    join(clock);
    clock_.advance(10s);
    EXPECT_EQ(told, 4 * rounds);
    EXPECT_EQ(exchange_->statistics().exchanges_under_way, 0U);
}

TEST_F(Crowd, StopsWhileAsksBegin) {
    const auto distant = std::make_shared<DistantAnswerer>(*exchange_, rows_of("x=e:s y=1"));
    add("urn:kb:distant", distant, InteractionType::Answer, pattern_of("?x e:p ?y"));
    std::atomic<int> begun = 0;
    std::atomic<int> asked = 0;
    std::atomic<int> told = 0;
    std::atomic<bool> refused = false;
    std::atomic<int> stopped = 0;
    auto clients = start(4, [&](int number) {
        const std::string id = "urn:kb:client" + std::to_string(number);
        const auto self = std::make_shared<Answerer>(*exchange_, pattern::TermRows{});
        Request request;
        request.knowledge_base = id;
        request.interaction = add(id, self, InteractionType::Ask, pattern_of("?a e:p ?b"));
        ++begun;
        while (!refused) {
            ++asked;
            exchange_->ask(request, [&](const Result<AskResult>& result) {
                EXPECT_TRUE(result || result.error().kind == ErrorKind::Unavailable ||
                            result.error().kind == ErrorKind::LimitExceeded);
                refused = refused || (!result && result.error().kind == ErrorKind::Unavailable);
                ++told;
            });
        }
    });
    while (begun < 4 || asked < 100) {
        std::this_thread::yield();
    }
    exchange_->stop(5s, [&] { ++stopped; });
    join(clients);
    clock_.advance(5s);
    while (stopped == 0) {
        std::this_thread::yield();
    }
    EXPECT_EQ(told, asked);
    distant->end();
    exchange_.reset();
    EXPECT_EQ(stopped, 1);
}

}  // namespace
}  // namespace gridlore::exchange
