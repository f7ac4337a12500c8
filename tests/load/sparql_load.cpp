/// A small query over HTTP from many clients, beside the same calls to a bare Beast server that returns the same bytes.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "adapter/http/client.h"
#include "tests/bench/checked.h"
#include "tests/bench/figures.h"
#include "tests/load/child_process.h"
#include "tests/load/connection.h"
#include "tests/load/open_files.h"

namespace gridlore::load {
namespace {

using bench::give_up;
using Seconds = std::chrono::duration<double>;

constexpr std::size_t clients = 64;
constexpr int meters = 1000;
constexpr std::chrono::milliseconds warm_up{200};
constexpr std::chrono::milliseconds measured{1000};
constexpr std::size_t rounds = 9;
constexpr std::chrono::seconds patience{20};

/// `SELECT ?value ?time { <urn:meter:7> <urn:value> ?value ; <urn:time> ?time }`
const std::string query_path =
    "/sparql?query=SELECT%20%3Fvalue%20%3Ftime%20%7B%20%3Curn%3Ameter%3A7%3E%20%3Curn%3Avalue%3E%20%3Fvalue%20%3B%20"
    "%3Curn%3Atime%3E%20%3Ftime%20%7D";

/// Clients that ask again and again. Confined to its thread, but for the count and `stop`.
class Askers {
  public:
    Askers(std::uint16_t port, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            connections_.push_back(std::make_unique<Connection>(
                context_, [this, i](int status, std::string_view body) { received(i, status, body); }));
            connections_.back()->connect(port);
        }
    }

    void run() {
        is_asking_ = true;
        under_way_ = connections_.size();
        for (const auto& connection : connections_) {
            connection->send(request_);
        }
        context_.restart();
        while (under_way_ > 0) {
            if (context_.run_one_for(patience) == 0) {
                give_up("a query was not answered");
            }
        }
    }
    void stop() { is_asking_ = false; }
    std::size_t answers() const { return answers_; }

  private:
    void received(std::size_t client, int status, std::string_view body) {
        if (status != 200 || body.empty()) {
            give_up("a query got the status " + std::to_string(status));
        }
        ++answers_;
        if (is_asking_) {
            connections_[client]->send(request_);
        } else {
            --under_way_;
        }
    }

    const std::string request_ =
        request_text("GET", query_path, "Accept: application/sparql-results+json\r\nUser-Agent: load\r\n");
    boost::asio::io_context context_{1};
    std::vector<std::unique_ptr<Connection>> connections_;
    std::size_t under_way_ = 0;
    std::atomic<std::size_t> answers_ = 0;
    std::atomic<bool> is_asking_ = false;
};

/// A server and its clients, on as many threads as the server has: they must not be what one waits for.
class Load {
  public:
    explicit Load(const ChildProcess& server) {
        const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
        for (std::size_t i = 0; i < threads; ++i) {
            askers_.push_back(std::make_unique<Askers>(server.port(), clients / threads));
        }
    }

    double requests_per_second() {
        std::vector<std::thread> threads;
        for (const auto& askers : askers_) {
            threads.emplace_back([&askers] { askers->run(); });
        }
        std::this_thread::sleep_for(warm_up);
        const auto start = std::chrono::steady_clock::now();
        const std::size_t before = answers();
        std::this_thread::sleep_for(measured);
        const auto served = static_cast<double>(answers() - before);
        const Seconds time = std::chrono::steady_clock::now() - start;
        for (std::size_t i = 0; i < threads.size(); ++i) {
            askers_[i]->stop();
            threads[i].join();
        }
        return served / time.count();
    }

  private:
    std::size_t answers() const {
        std::size_t sum = 0;
        for (const auto& askers : askers_) {
            sum += askers->answers();
        }
        return sum;
    }

    std::vector<std::unique_ptr<Askers>> askers_;
};

/// A folder that is gone with this object.
class Folder {
  public:
    Folder() : path_(std::filesystem::temp_directory_path() / ("gridlore-sparql-load-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string path() const { return (path_ / "store").string(); }

  private:
    const std::filesystem::path path_;
};

void fill(http::Client& client) {
    std::string data = "INSERT DATA {\n";
    for (int i = 0; i < meters; ++i) {
        const std::string number = std::to_string(i);
        data += "<urn:meter:" + number + "> <urn:value> " + number +
                ".5 ; <urn:time> '2026-01-01T00:00:00Z'"
                "^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n";
    }
    const auto done =
        bench::checked(client.send("POST", "/update", {{"Content-Type", "application/sparql-update"}}, data + "}"));
    if (done.status != 204) {
        give_up("the data were refused: " + *done.body);
    }
}

double median(std::array<double, rounds> figures) {
    std::ranges::sort(figures);
    return figures[rounds / 2];
}

void run() {
    raise_open_file_limit();
    const Folder folder;
    const ChildProcess gridlore(gridlore_command(folder.path()));
    auto client = bench::checked(http::Client::make(gridlore.address()));
    fill(client);
    const auto answer = bench::checked(client.send("GET", query_path, {{"Accept", "application/sparql-results+json"}}));
    const ChildProcess bare(bare_command({}, *answer.body));
    Load asking(gridlore);
    Load calling(bare);
    std::array<double, rounds> of_gridlore{};
    std::array<double, rounds> of_bare{};
    for (std::size_t round = 0; round < rounds; ++round) {
        of_gridlore[round] = asking.requests_per_second();
        of_bare[round] = calling.requests_per_second();
    }
    bench::print_table({{.name = "sparql_requests_of_64_clients",
                         .value = median(of_gridlore),
                         .unit = "/s",
                         .floor = median(of_bare),
                         .at_least = 0.5,
                         .of_floor = true}});
}

}  // namespace
}  // namespace gridlore::load

int main() {
    gridlore::load::run();
}
