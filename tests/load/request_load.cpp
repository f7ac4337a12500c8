#include "tests/load/request_load.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/bench/checked.h"
#include "tests/load/connection.h"

namespace gridlore::load {
namespace {

using bench::give_up;
using Seconds = std::chrono::duration<double>;

constexpr std::chrono::milliseconds warm_up{200};
constexpr std::chrono::milliseconds measured{1000};
constexpr std::size_t rounds = 9;
constexpr std::chrono::seconds patience{20};

/// Clients that ask again and again. Confined to its thread, but for the count and `stop`.
class Askers {
  public:
    Askers(std::uint16_t port, std::vector<std::string> requests) : requests_(std::move(requests)) {
        for (std::size_t i = 0; i < requests_.size(); ++i) {
            connections_.push_back(std::make_unique<Connection>(
                context_, [this, i](int status, std::string_view body) { received(i, status, body); }));
            connections_.back()->connect(port);
        }
    }

    void run() {
        is_asking_ = true;
        under_way_ = connections_.size();
        for (std::size_t i = 0; i < requests_.size(); ++i) {
            connections_[i]->send(requests_[i]);
        }
        context_.restart();
        while (under_way_ > 0) {
            if (context_.run_one_for(patience) == 0) {
                give_up("a request was not answered");
            }
        }
    }
    void stop() { is_asking_ = false; }
    std::size_t answers() const { return answers_; }

  private:
    void received(std::size_t client, int status, std::string_view body) {
        if (status != 200 || body.empty()) {
            give_up("a request got the status " + std::to_string(status));
        }
        ++answers_;
        if (is_asking_) {
            connections_[client]->send(requests_[client]);
        } else {
            --under_way_;
        }
    }

    const std::vector<std::string> requests_;  ///< of each client
    boost::asio::io_context context_{1};
    std::vector<std::unique_ptr<Connection>> connections_;
    std::size_t under_way_ = 0;
    std::atomic<std::size_t> answers_ = 0;
    std::atomic<bool> is_asking_ = false;
};

/// A server's clients.
class Load {
  public:
    Load(const ChildProcess& server, const std::vector<std::string>& requests) : server_(server) {
        const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
        for (std::size_t i = 0; i < threads; ++i) {
            std::vector<std::string> own;
            for (std::size_t client = i; client < request_clients; client += threads) {
                own.push_back(requests[client % requests.size()]);
            }
            askers_.push_back(std::make_unique<Askers>(server.port(), std::move(own)));
        }
    }

    RequestRate run() {
        std::vector<std::thread> threads;
        for (const auto& askers : askers_) {
            threads.emplace_back([&askers] { askers->run(); });
        }
        std::this_thread::sleep_for(warm_up);
        const auto start = std::chrono::steady_clock::now();
        const Seconds processor_before = server_.processor_time();
        const std::size_t before = answers();
        std::this_thread::sleep_for(measured);
        const auto served = static_cast<double>(answers() - before);
        const Seconds processor = server_.processor_time() - processor_before;
        const Seconds time = std::chrono::steady_clock::now() - start;
        for (std::size_t i = 0; i < threads.size(); ++i) {
            askers_[i]->stop();
            threads[i].join();
        }
        return {served / time.count(), processor.count() / served};
    }

  private:
    std::size_t answers() const {
        std::size_t sum = 0;
        for (const auto& askers : askers_) {
            sum += askers->answers();
        }
        return sum;
    }

    const ChildProcess& server_;
    std::vector<std::unique_ptr<Askers>> askers_;
};

RequestRate medians(std::array<RequestRate, rounds> rates) {
    RequestRate median;
    for (double RequestRate::*const figure : {&RequestRate::per_second, &RequestRate::processor_seconds}) {
        std::ranges::sort(rates, {}, figure);
        median.*figure = rates[rounds / 2].*figure;
    }
    return median;
}

}  // namespace

RequestRates request_rates(const ChildProcess& server, const ChildProcess& floor,
                           const std::vector<std::string>& requests) {
    Load asking(server, requests);
    Load calling(floor, requests);
    std::array<RequestRate, rounds> of_server;
    std::array<RequestRate, rounds> of_floor;
    for (std::size_t round = 0; round < rounds; ++round) {
        of_server[round] = asking.run();
        of_floor[round] = calling.run();
    }
    return {medians(of_server), medians(of_floor)};
}

}  // namespace gridlore::load
