/// How long the server takes until it is ready, and how much memory it has then.
#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "adapter/http/client.h"
#include "tests/bench/checked.h"
#include "tests/bench/figures.h"
#include "tests/load/child_process.h"

namespace gridlore::load {
namespace {

constexpr std::size_t starts = 10;
constexpr std::chrono::milliseconds idle{500};  // what starting needed for a moment is given back

struct Start {
    std::vector<double> milliseconds;
    std::vector<double> megabytes;
};

Start measure(const std::vector<std::string>& command) {
    Start start;
    for (std::size_t i = 0; i < starts; ++i) {
        const auto before = std::chrono::steady_clock::now();
        const ChildProcess server(command);
        auto client = bench::checked(http::Client::make(server.address()));
        const auto response = bench::checked(client.send("GET", "/health/ready"));
        const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - before;
        if (response.status != 200) {
            bench::give_up("the server listens and is not ready");
        }
        start.milliseconds.push_back(time.count());
        std::this_thread::sleep_for(idle);
        start.megabytes.push_back(server.resident_bytes() / 1e6);
    }
    return start;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void run() {
    const Start gridlore = measure(gridlore_command());
    const Start bare = measure(bare_command());
    bench::print_table({{.name = "start_until_ready",
                         .value = median(gridlore.milliseconds),
                         .unit = "ms",
                         .floor = median(bare.milliseconds),
                         .at_most = 100},
                        {.name = "resident_when_idle",
                         .value = median(gridlore.megabytes),
                         .unit = "MB",
                         .floor = median(bare.megabytes),
                         .at_most = 20}});
}

}  // namespace
}  // namespace gridlore::load

int main() {
    gridlore::load::run();
}
