/// Registrations with the disk and the threads that the program gives them.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "adapter/graph/open_store.h"
#include "adapter/graph/store_records.h"
#include "adapter/http/client.h"
#include "adapter/main/gateway.h"
#include "adapter/main/work_pool.h"
#include "adapter/rest-api/registrations.h"
#include "adapter/rest-api/rest_api.h"
#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "tests/support/exchange_world.h"
#include "tests/unit/knowledge-engine/rdf/temporary_folder.h"

namespace gridlore::program {
namespace {

using rest_api::Kept;
using rest_api::KeptKnowledgeBase;
using rest_api::Registrations;

/// Far beyond what anything here takes: a fault ends the test rather than the patience of whoever runs it.
constexpr std::chrono::seconds bound{20};

exchange::KnowledgeBaseDescription described(const std::string& id) {
    exchange::KnowledgeBaseDescription description;
    description.id = id;
    return description;
}

void nothing() {}

/// Takes calls and never answers.
class Silent final : public exchange::KnowledgeBase {
  public:
    Result<void> handle(exchange::Call) override { return {}; }
    void cancel(exchange::CallId) override {}
    void removed() override {}
};

class StatusResponder final : public http::Responder {
  public:
    void respond(http::Response response, std::function<void(bool)>) override { status_.set_value(response.status); }
    void on_disconnect(std::function<void()>) override {}
    std::future<unsigned> status() { return status_.get_future(); }

  private:
    std::promise<unsigned> status_;
};

/// Holds up the thread that enters until the test lets it go on.
class Barrier {
  public:
    void enter() {
        entered_.set_value();
        is_in_time_ = go_on_.get_future().wait_for(bound) == std::future_status::ready;
    }
    void wait_until_entered() { entered_.get_future().wait(); }
    void let_go() { go_on_.set_value(); }
    /// Once the thread has gone on: it had been let go.
    bool is_in_time() const { return is_in_time_; }

  private:
    std::promise<void> entered_;
    std::promise<void> go_on_;
    std::atomic<bool> is_in_time_ = false;
};

/// What the gateway has of this, in its order.
struct Parts {
    explicit Parts(unsigned threads) : pool(threads, 100) {}
    ~Parts() {
        records.stop();
        pool.stop();
    }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    Executor executor() {
        return [this](std::function<void()> work) { return pool.submit(std::move(work)); };
    }

    /// Returns when all that was submitted before is on disk, and whoever submitted it has been told.
    Result<void> write() {
        return store->write([](store::WriteTransaction&) { return Result<void>(); });
    }

    rdf::TemporaryFolder folder;
    const std::unique_ptr<store::QuadStore> store = std::move(store::open_lmdb_store(folder.path() / "store").value());
    ManualClock clock{TimePoint(std::chrono::seconds(1'772'615'702))};
    graph::StoreRecords records{*store};
    WorkPool pool;
    exchange::Exchange exchange{{}, clock, {}, executor()};
    rest_api::RestApi api{{}, exchange, clock, executor(), {}, {&records, 0}};
    Registrations registrations{&records, executor()};  ///< beside those of the API: a test uses either
};

/// One change of a registration, with `block` called when the disk has it.
struct BlockingChange {
    const char* name;
    void (*submit)(Registrations&, KeptKnowledgeBase&, const std::function<Result<void>()>& block, const Kept&);
};

const std::vector<BlockingChange> blocking_changes = {
    {"put",
     [](Registrations& all, KeptKnowledgeBase& one, const std::function<Result<void>()>& block, const Kept& kept) {
         all.put(
             one, described("urn:kb:a"), [block] { (void)block(); }, nothing, kept);
     }},
    {"add_interaction",
     [](Registrations&, KeptKnowledgeBase& one, const std::function<Result<void>()>& block, const Kept& kept) {
         one.add_interaction(
             "{}", [] { return Result<std::string>("urn:ki:2"); }, nothing,
             [block, kept](const Result<void>&) { kept(block()); });
     }},
    {"remove_interaction", [](Registrations&, KeptKnowledgeBase& one, const std::function<Result<void>()>& block,
                              const Kept& kept) { one.remove_interaction("urn:ki:1", block, kept); }},
    {"set_rules", [](Registrations&, KeptKnowledgeBase& one, const std::function<Result<void>()>& block,
                     const Kept& kept) { one.set_rules("", block, kept); }},
    {"remove", [](Registrations&, KeptKnowledgeBase& one, const std::function<Result<void>()>& block,
                  const Kept& kept) { one.remove(block, kept); }},
};

TEST(KeptRegistrations, HoldUpNobodysCommits) {
    for (const BlockingChange& change : blocking_changes) {
        SCOPED_TRACE(change.name);
        Parts parts(1);
        const auto kept = parts.registrations.make(described("urn:kb:a"));
        std::promise<void> added;
        kept->add_interaction(
            "{}", [] { return Result<std::string>("urn:ki:1"); }, nothing,
            [&added](const Result<void>&) { added.set_value(); });
        added.get_future().wait();

        Barrier barrier;
        std::promise<bool> is_kept;
        change.submit(
            parts.registrations, *kept,
            [&barrier] {
                barrier.enter();
                return Result<void>();
            },
            [&is_kept](const Result<void>& result) { is_kept.set_value(result.has_value()); });
        barrier.wait_until_entered();
        EXPECT_TRUE(parts.write());
        barrier.let_go();
        EXPECT_TRUE(is_kept.get_future().get());
        EXPECT_TRUE(barrier.is_in_time());
    }
}

TEST(KeptRegistrations, HoldUpNobodysRequestsWhileAskersAreTold) {
    Parts parts(2);
    const auto send = [handler = parts.api.handler()](const std::string& method, const std::string& path,
                                                      http::Headers headers, const std::string& body) {
        http::Request request;
        request.method = method;
        request.path = path;
        request.headers = std::move(headers);
        request.body = body;
        const auto responder = std::make_shared<StatusResponder>();
        auto status = responder->status();
        handler(std::move(request), responder);
        return status;
    };
    const auto add = [&send](const std::string& id) {
        return send("POST", "/rest/sc", {},
                    R"({"knowledgeBaseId":")" + id + R"(","knowledgeBaseName":"","knowledgeBaseDescription":""})");
    };
    ASSERT_EQ(add("urn:kb:a").get(), 200U);
    ASSERT_EQ(send("POST", "/rest/sc/ki", {{"Knowledge-Base-Id", "urn:kb:a"}},
                   R"({"knowledgeInteractionType":"AnswerKnowledgeInteraction","graphPattern":"?a <urn:e:p> ?b"})")
                  .get(),
              200U);
    ASSERT_TRUE(parts.exchange.add_knowledge_base(described("urn:kb:asker"), std::make_shared<Silent>()));
    exchange::InteractionSpec spec;
    spec.pattern = test_support::pattern_of("?a e:p ?b");
    const auto ask = parts.exchange.add_interaction("urn:kb:asker", spec);
    ASSERT_TRUE(ask);
    Barrier barrier;
    exchange::Request request;
    request.knowledge_base = "urn:kb:asker";
    request.interaction = *ask;
    request.bindings = {{}};
    parts.exchange.ask(std::move(request), [&barrier](const Result<exchange::AskResult>&) { barrier.enter(); });

    auto removed = send("DELETE", "/rest/sc", {{"Knowledge-Base-Id", "urn:kb:a"}}, "");
    barrier.wait_until_entered();
    EXPECT_TRUE(parts.write());
    EXPECT_EQ(add("urn:kb:b").get(), 200U);
    barrier.let_go();
    EXPECT_EQ(removed.get(), 200U);
    EXPECT_TRUE(barrier.is_in_time());
}

TEST(KeptRegistrations, FollowTheirOrderOnManyThreads) {
    constexpr std::size_t count = 20;
    Parts parts(4);
    std::vector<std::string> logs(count);  // not synchronized: of one knowledge base nothing happens at once
    std::latch left(count * 4);
    for (std::size_t i = 0; i < count; ++i) {
        const std::string id = "urn:kb:" + std::to_string(i);
        std::string& log = logs[i];
        const auto kept = [&log, &left](const char* what) {
            return [&log, &left, what](const Result<void>& result) {
                log += result ? what : result.error().message;
                left.count_down();
            };
        };
        const auto set = [&parts, id] {
            return parts.exchange.set_domain_knowledge(id,
                                                       exchange::parse_rules("-> (<urn:a> <urn:b> <urn:c>) .").value());
        };
        ASSERT_TRUE(parts.exchange.add_knowledge_base(described(id), std::make_shared<Silent>()));
        const auto made = parts.registrations.make(described(id));
        parts.registrations.put(
            *made, described(id), [&log] { log += "published, "; }, nothing, kept("put, "));
        made->set_rules("", set, kept("rules, "));
        made->set_rules("", set, kept("rules, "));
        made->remove([&parts, id] { return parts.exchange.remove_knowledge_base(id); }, kept("removed"));
    }
    left.wait();
    EXPECT_EQ(logs, std::vector<std::string>(count, "published, put, rules, rules, removed"));
    EXPECT_TRUE(parts.exchange.knowledge_bases().empty());
    EXPECT_TRUE(graph::begin_use(*parts.store)->registrations.empty());
}

TEST(KeptRegistrations, AreToldOfWhenThePoolStopsBeforeItsTurn) {
    Parts parts(1);
    Barrier barrier;
    ASSERT_TRUE(parts.pool.submit([&barrier] { barrier.enter(); }));
    barrier.wait_until_entered();
    std::atomic<int> told = 0;
    for (const std::string id : {"urn:kb:a", "urn:kb:b", "urn:kb:c"}) {
        const auto made = parts.registrations.make(described(id));
        parts.registrations.put(*made, described(id), nothing, nothing, [&](const Result<void>& result) {
            EXPECT_TRUE(result);
            if (++told == 3) {
                barrier.let_go();
            }
        });
    }
    ASSERT_TRUE(parts.write());
    EXPECT_EQ(told, 0);
    parts.records.stop();
    parts.pool.stop();
    EXPECT_EQ(told, 3);
    EXPECT_TRUE(barrier.is_in_time());
}

TEST(KeptRegistrations, AreToldOfWithoutThePool) {
    Parts parts(1);
    parts.pool.stop();
    std::promise<bool> is_kept;
    const auto made = parts.registrations.make(described("urn:kb:a"));
    parts.registrations.put(*made, described("urn:kb:a"), nothing, nothing,
                            [&is_kept](const Result<void>& result) { is_kept.set_value(result.has_value()); });
    EXPECT_TRUE(is_kept.get_future().get());
}

/// A client that registers one knowledge base and takes it back, again and again, until the server stops.
struct Restless {
    std::string id;
    bool is_registered = false;
    bool is_known = true;  ///< the server has answered the last request

    void run(std::uint16_t port, std::latch& begun) {
        auto client = http::Client::make("http://127.0.0.1:" + std::to_string(port)).value();
        for (int i = 0; is_known; ++i) {
            const auto response = is_registered ? client.send("DELETE", "/rest/sc", {{"Knowledge-Base-Id", id}})
                                                : client.send("POST", "/rest/sc", {},
                                                              R"({"knowledgeBaseId":")" + id +
                                                                  R"(","knowledgeBaseName":"a",)"
                                                                  R"("knowledgeBaseDescription":"a"})");
            if (i == 0) {
                begun.count_down();
            }
            is_known = response && response->status == 200;
            if (response && response->status == 503) {
                is_known = true;
                return;
            }
            is_registered = is_registered != is_known;
        }
    }
};

TEST(KeptRegistrations, AreAsTheyWereAnsweredWhenTheServerStopsAmongThem) {
    const rdf::TemporaryFolder folder;
    configuration::Configuration configuration;
    configuration.server.port = 0;
    configuration.store.place = (folder.path() / "store").string();
    configuration.log.level = logging::Level::Off;
    logging::Log log(configuration.log);
    std::vector<Restless> clients(4);
    {
        auto store = std::move(graph::open_store(configuration.store).value());
        const auto kept = std::move(graph::begin_use(*store).value());
        Gateway gateway(configuration, {}, std::move(store), kept, log);
        ASSERT_TRUE(gateway.start());
        std::latch begun(static_cast<std::ptrdiff_t>(clients.size()));
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < clients.size(); ++i) {
            clients[i].id = "urn:kb:" + std::to_string(i) + ":";
            threads.emplace_back([&client = clients[i], &begun, port = gateway.port()] { client.run(port, begun); });
        }
        begun.wait();
        gateway.stop();
        threads.clear();
    }
    const auto store = std::move(graph::open_store(configuration.store).value());
    const auto kept = graph::begin_use(*store);
    ASSERT_TRUE(kept);
    for (const Restless& client : clients) {
        std::size_t found = 0;
        for (const auto& [key, value] : kept->registrations) {
            found += value.find(client.id) == std::string::npos ? 0 : 1;
        }
        EXPECT_LE(found, 1U);
        if (client.is_known) {
            EXPECT_EQ(found, client.is_registered ? 1U : 0U) << client.id;
        }
    }
}

}  // namespace
}  // namespace gridlore::program
