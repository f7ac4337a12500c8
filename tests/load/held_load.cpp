/// Ten thousand long polls held at once, each of a knowledge base of its own: what each of them costs, and whether an
/// ask still reaches its answerer.
#include <boost/asio/steady_timer.hpp>
#include <iostream>
#include <memory>
#include <random>
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

constexpr std::size_t held = 10'000;
constexpr std::size_t asks = 100;
constexpr std::size_t files_beside = 100;  // of both programs, beside those of the connections
constexpr std::chrono::milliseconds step{10};
constexpr std::chrono::seconds patience{60};

/// Answerers that poll again whenever a poll ends, as clients do.
class Crowd {
  public:
    explicit Crowd(std::uint16_t port) : port_(port) {}

    void add(std::size_t number, const std::string& interaction) {
        answerers_.push_back(std::make_unique<Answerer>(*this, number, interaction));
    }

    void run_for(std::chrono::milliseconds time) {
        context_.restart();
        context_.run_for(time);
    }

    /// Sends one ask and returns its answer.
    std::string ask(const std::string& asker, const std::string& interaction) {
        std::string answer;
        bool is_done = false;
        Connection connection(context_, [&](int status, std::string_view body) {
            is_done = true;
            answer = status == 200 ? body : "";
        });
        connection.connect(port_);
        connection.send(request_text("POST", "/rest/sc/ask", identity_headers(asker, interaction), "[{}]"));
        while (!is_done) {
            run_for(step);
        }
        return answer;
    }

    std::size_t dropped() const { return dropped_; }

  private:
    class Answerer {
      public:
        Answerer(Crowd& crowd, std::size_t number, const std::string& interaction)
            : crowd_(crowd),
              number_(number),
              headers_(identity_headers(meter_id(number), interaction)),
              connection_(crowd.context_, [this](int status, std::string_view body) { received(status, body); }) {
            connection_.connect(crowd.port_);
            poll();
        }

      private:
        void poll() { connection_.send(request_text("GET", "/rest/sc/handle", identity_headers(meter_id(number_)))); }

        void received(int status, std::string_view body) {
            if (status == 200 && !body.empty()) {
                connection_.send(
                    request_text("POST", "/rest/sc/handle", headers_, answer_body(number_, handle_request_id(body))));
            } else if (status == 200 || status == 202) {
                poll();
            } else {
                ++crowd_.dropped_;
            }
        }

        Crowd& crowd_;
        std::size_t number_;
        std::string headers_;
        Connection connection_;
    };

    std::uint16_t port_;
    boost::asio::io_context context_{1};
    std::vector<std::unique_ptr<Answerer>> answerers_;
    std::size_t dropped_ = 0;
};

/// So much memory of a server, for each connection.
struct Costs {
    double registration = 0;
    double poll = 0;
    std::size_t kept = 0;
    std::size_t served = 0;
};

/// Lets the crowd poll until the server holds all connections.
void wait_until_held(Crowd& crowd, const ChildProcess& server, std::size_t before) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (server.open_files() < before + held) {
        if (std::chrono::steady_clock::now() > deadline) {
            give_up("the server holds " + std::to_string(server.open_files() - before) + " connections only");
        }
        crowd.run_for(step);
    }
    crowd.run_for(std::chrono::seconds(1));  // the last requests are read, and memory that was needed for long is idle
}

std::size_t count_served(Crowd& crowd, http::Client& client) {
    std::mt19937 random(17);  // NOLINT(*-msc32-*,*-msc51-*): the same meters each time
    std::uniform_int_distribution<std::size_t> any(0, held - 1);
    register_asker(client, 0);
    std::size_t served = 0;
    for (std::size_t i = 0; i < asks; ++i) {
        const std::size_t meter = any(random);
        const std::string answer = crowd.ask(asker_id(0), register_ask(client, asker_id(0), meter));
        served += answer.find(value_of(meter)) == std::string::npos ? 0 : 1;
    }
    return served;
}

Costs measure_gridlore() {
    const ChildProcess server(gridlore_command());
    auto client = bench::checked(http::Client::make(server.address()));
    bench::checked(client.send("GET", "/health/ready"));
    const double idle = server.resident_bytes();
    std::vector<std::string> interactions;
    for (std::size_t i = 0; i < held; ++i) {
        interactions.push_back(register_meter(client, i));
    }
    const double registered = server.resident_bytes();
    const std::size_t files = server.open_files();
    Crowd crowd(server.port());
    for (std::size_t i = 0; i < held; ++i) {
        crowd.add(i, interactions[i]);
        crowd.run_for(std::chrono::milliseconds(0));
    }
    wait_until_held(crowd, server, files);
    Costs costs;
    costs.registration = (registered - idle) / held;
    costs.poll = (server.resident_bytes() - registered) / held;
    costs.served = count_served(crowd, client);
    crowd.run_for(std::chrono::seconds(35));  // long enough for every poll to end and be made again
    costs.kept = std::min(held - crowd.dropped(), server.open_files() - files);
    return costs;
}

double measure_bare() {
    const ChildProcess server(bare_command());
    auto client = bench::checked(http::Client::make(server.address()));
    bench::checked(client.send("GET", "/health/ready"));
    const double idle = server.resident_bytes();
    const std::size_t files = server.open_files();
    Crowd crowd(server.port());
    for (std::size_t i = 0; i < held; ++i) {
        crowd.add(i, "none");
        crowd.run_for(std::chrono::milliseconds(0));
    }
    wait_until_held(crowd, server, files);
    return (server.resident_bytes() - idle) / held;
}

void run() {
    const std::size_t limit = raise_open_file_limit();
    if (limit < held + files_beside) {
        give_up("at most " + std::to_string(limit) + " files may be open here: raise the hard limit (ulimit -Hn)");
    }
    const double bare = measure_bare() / 1000;
    const Costs costs = measure_gridlore();
    const double poll = costs.poll / 1000;
    const double registration = costs.registration / 1000;
    bench::print_table({{.name = "memory_of_held_poll_and_registration",
                         .value = poll + registration,
                         .unit = "kB",
                         .floor = bare,
                         .at_most = 20},
                        {.name = "memory_of_held_poll", .value = poll, .unit = "kB", .floor = bare},
                        {.name = "memory_of_registration", .value = registration, .unit = "kB"},
                        {.name = "polls_held_of_10000",
                         .value = static_cast<double>(costs.kept),
                         .unit = "polls",
                         .at_least = static_cast<double>(held)},
                        {.name = "asks_of_held_served_of_100",
                         .value = static_cast<double>(costs.served),
                         .unit = "asks",
                         .at_least = static_cast<double>(asks)}});
}

}  // namespace
}  // namespace gridlore::load

int main() {
    gridlore::load::run();
}
