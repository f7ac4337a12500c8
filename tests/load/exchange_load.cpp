/// Asks over REST that long-polling answerers serve, beside the same calls to a bare Beast server.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "tests/bench/checked.h"
#include "tests/bench/figures.h"
#include "tests/load/child_process.h"
#include "tests/load/connection.h"
#include "tests/load/open_files.h"
#include "tests/load/registration.h"

namespace gridlore::load {
namespace {

using bench::give_up;
using Seconds = std::chrono::duration<double>;

constexpr std::size_t clients = 64;
constexpr int calls_of_exchange = 3;  // the ask, the poll, the answer
constexpr std::chrono::milliseconds warm_up{200};
constexpr std::chrono::milliseconds measured{1000};
constexpr std::size_t rounds = 15;
constexpr std::chrono::seconds patience{20};

struct Ids {
    std::string answer;
    std::string ask;
};

/// Who asks and who answers, each over a connection of its own. Meter i is asked by asker i alone. Confined to its
/// thread, but for the figures and `stop`.
class Crowd {
  public:
    /// Of the meters `first`, `first + step` and so on.
    Crowd(std::uint16_t port, const std::vector<Ids>& ids, std::size_t first, std::size_t step) : port_(port) {
        for (std::size_t i = first; i < ids.size(); i += step) {
            answerers_.push_back(std::make_unique<Answerer>(context_, *this, i, ids[i].answer));
            askers_.push_back(std::make_unique<Asker>(context_, *this, i, ids[i].ask));
        }
    }

    /// In an order of no meaning: servers deal connections out to their threads in turn, and neither all partners nor
    /// none of them should meet on one thread.
    void connect() {
        std::vector<std::function<void()>> connections;
        for (std::size_t i = 0; i < askers_.size(); ++i) {
            connections.emplace_back([this, i] { answerers_[i]->connect(); });
            connections.emplace_back([this, i] { askers_[i]->connect(); });
        }
        std::mt19937 random(17);  // NOLINT(*-msc32-*,*-msc51-*): the same for each server
        std::ranges::shuffle(connections, random);
        for (const auto& connect : connections) {
            connect();
        }
    }

    /// Everybody asks as fast as answers come, until `stop`.
    void run() {
        for (auto& asker : askers_) {
            asker->ask();
        }
        context_.restart();
        while (under_way_ > 0) {
            if (context_.run_one_for(patience) == 0) {
                give_up("an ask was not answered");
            }
        }
    }
    void start() { is_asking_ = true; }
    void stop() { is_asking_ = false; }

    std::size_t exchanges() const { return exchanges_; }
    /// Of the last poll and the last ask.
    const std::string& poll_body() const { return poll_body_; }
    const std::string& ask_body() const { return ask_body_; }

  private:
    class Answerer {
      public:
        Answerer(boost::asio::io_context& context, Crowd& crowd, std::size_t number, const std::string& interaction)
            : crowd_(crowd),
              number_(number),
              poll_(request_text("GET", "/rest/sc/handle", identity_headers(meter_id(number)))),
              headers_(identity_headers(meter_id(number), interaction)),
              connection_(context, [this](int status, std::string_view body) { received(status, body); }) {}

        void connect() {
            connection_.connect(crowd_.port_);
            connection_.send(poll_);
        }

      private:
        void received(int status, std::string_view body) {
            const bool is_work = status == 200 && !body.empty();
            if (!is_work && status != 200 && status != 202) {
                give_up("a poll or an answer got the status " + std::to_string(status));
            }
            if (is_work) {
                crowd_.poll_body_ = body;
            }
            connection_.send(is_work ? request_text("POST", "/rest/sc/handle", headers_,
                                                    answer_body(number_, handle_request_id(body)))
                                     : poll_);
        }

        Crowd& crowd_;
        std::size_t number_;
        std::string poll_;
        std::string headers_;
        Connection connection_;
    };

    class Asker {
      public:
        Asker(boost::asio::io_context& context, Crowd& crowd, std::size_t number, const std::string& interaction)
            : crowd_(crowd),
              ask_(request_text("POST", "/rest/sc/ask", identity_headers(asker_id(number), interaction), "[{}]")),
              connection_(context, [this](int status, std::string_view body) { received(status, body); }) {}

        void connect() { connection_.connect(crowd_.port_); }

        void ask() {
            ++crowd_.under_way_;
            connection_.send(ask_);
        }

      private:
        void received(int status, std::string_view body) {
            if (status != 200 || body.find("SUCCEEDED") == std::string_view::npos) {
                give_up("an ask got the status " + std::to_string(status) + " and " + std::string(body));
            }
            crowd_.ask_body_ = body;
            ++crowd_.exchanges_;
            --crowd_.under_way_;
            if (crowd_.is_asking_) {
                ask();
            }
        }

        Crowd& crowd_;
        std::string ask_;
        Connection connection_;
    };

    std::uint16_t port_;
    boost::asio::io_context context_{1};
    std::vector<std::unique_ptr<Answerer>> answerers_;
    std::vector<std::unique_ptr<Asker>> askers_;
    std::string poll_body_;
    std::string ask_body_;
    std::size_t under_way_ = 0;
    std::atomic<std::size_t> exchanges_ = 0;
    std::atomic<bool> is_asking_ = false;
};

struct Rate {
    double calls_per_second = 0;
    double processor_seconds = 0;  ///< of the server, for one exchange
};

/// A server and its clients, on as many threads as the server has: they must not be what one waits for.
class Load {
  public:
    Load(const ChildProcess& server, const std::vector<Ids>& ids) : server_(server) {
        const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
        for (std::size_t i = 0; i < threads; ++i) {
            crowds_.push_back(std::make_unique<Crowd>(server.port(), ids, i, threads));
            crowds_.back()->connect();
        }
    }

    Rate run() {
        std::vector<std::thread> threads;
        for (auto& crowd : crowds_) {
            crowd->start();
            threads.emplace_back([&crowd] { crowd->run(); });
        }
        std::this_thread::sleep_for(warm_up);
        const auto start = std::chrono::steady_clock::now();
        const Seconds processor_before = server_.processor_time();
        const std::size_t before = exchanges();
        std::this_thread::sleep_for(measured);
        const auto served = static_cast<double>(exchanges() - before);
        const Seconds processor = server_.processor_time() - processor_before;
        const Seconds time = std::chrono::steady_clock::now() - start;
        for (std::size_t i = 0; i < threads.size(); ++i) {
            crowds_[i]->stop();
            threads[i].join();
        }
        return {served * calls_of_exchange / time.count(), processor.count() / served};
    }

    const Crowd& any_crowd() const { return *crowds_.front(); }

  private:
    std::size_t exchanges() const {
        std::size_t sum = 0;
        for (const auto& crowd : crowds_) {
            sum += crowd->exchanges();
        }
        return sum;
    }

    const ChildProcess& server_;
    std::vector<std::unique_ptr<Crowd>> crowds_;
};

std::vector<Ids> register_all(const ChildProcess& server) {
    auto client = bench::checked(http::Client::make(server.address()));
    std::vector<Ids> ids(clients);
    for (std::size_t i = 0; i < clients; ++i) {
        ids[i].answer = register_meter(client, i);
        register_asker(client, i);
        ids[i].ask = register_ask(client, asker_id(i), i);
    }
    return ids;
}

double median(std::array<Rate, rounds> rates, double Rate::*figure) {
    std::ranges::sort(rates, {}, figure);
    return rates[rounds / 2].*figure;
}

void run() {
    raise_open_file_limit();
    const ChildProcess gridlore(gridlore_command());
    const std::vector<Ids> ids = register_all(gridlore);
    Load exchanging(gridlore, ids);
    exchanging.run();  // what it answers with is what the bare server answers with
    const ChildProcess bare(bare_command(exchanging.any_crowd().poll_body(), exchanging.any_crowd().ask_body()));
    Load calling(bare, ids);
    std::array<Rate, rounds> of_gridlore;
    std::array<Rate, rounds> of_bare;
    for (std::size_t round = 0; round < rounds; ++round) {
        of_gridlore[round] = exchanging.run();
        of_bare[round] = calling.run();
    }
    constexpr double microseconds = 1e6;
    bench::print_table({{.name = "rest_requests_of_64_clients",
                         .value = median(of_gridlore, &Rate::calls_per_second),
                         .unit = "/s",
                         .floor = median(of_bare, &Rate::calls_per_second),
                         .at_least = 0.4,
                         .of_floor = true},
                        {.name = "rest_processor_time_of_exchange",
                         .value = median(of_gridlore, &Rate::processor_seconds) * microseconds,
                         .unit = "us",
                         .floor = median(of_bare, &Rate::processor_seconds) * microseconds}});
}

}  // namespace
}  // namespace gridlore::load

int main() {
    gridlore::load::run();
}
