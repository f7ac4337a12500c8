/// The program that the kill test kills: many clients that write to one store, and a verifier of what they left.
///
///     killed_writer write FOLDER CLIENTS    a line for each acknowledgement: `client COUNT`, `load N`, `clear N`
///     killed_writer verify FOLDER CLIENTS   reads such lines; says what is wrong
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "tests/fault/store/crash_workload.h"

namespace {

using namespace gridlore;

/// In one call, so that a kill does not tear it.
void say(const std::string& line) {
    if (::write(STDOUT_FILENO, (line + "\n").data(), line.size() + 1) < 0) {
        std::_Exit(1);
    }
}

[[noreturn]] void give_up(const Error& error) {
    std::cerr << error.message << std::endl;
    std::_Exit(1);
}

void write_on(store::QuadStore& store, std::size_t client, std::size_t count) {
    for (;; ++count) {
        if (auto written = fault::write_change(store, client, count); !written) {
            give_up(written.error());
        }
        say(std::to_string(client) + " " + std::to_string(count + 1));
    }
}

void load_on(store::QuadStore& store, std::size_t load) {
    for (;; ++load) {
        if (auto loaded = fault::load_graph(store, load); !loaded) {
            give_up(loaded.error());
        }
        say("load " + std::to_string(load));
        if (load >= 2) {
            say("clear " + std::to_string(load - 2));
            if (auto cleared = fault::clear_graph(store, load - 2); !cleared) {
                give_up(cleared.error());
            }
        }
    }
}

int write(store::QuadStore& store, std::size_t clients, std::size_t first_load) {
    auto there = fault::counts(store, clients);
    if (!there) {
        give_up(there.error());
    }
    std::vector<std::thread> threads;
    for (std::size_t client = 0; client < clients; ++client) {
        threads.emplace_back([&store, client, count = (*there)[client]] { write_on(store, client, count); });
    }
    load_on(store, first_load);
    return 0;
}

/// A client that nothing was acknowledged to may have a change there all the same.
int verify(store::QuadStore& store, std::size_t clients) {
    fault::Promised promised;
    promised.counts.resize(clients);
    std::set<std::size_t> loads;
    std::string who;
    for (std::size_t number = 0; std::cin >> who >> number;) {
        if (who == "load") {
            loads.insert(number);
        } else if (who == "clear") {
            loads.erase(number);
        } else {
            std::size_t& count = promised.counts.at(std::stoul(who));
            count = std::max(count, number);
        }
    }
    promised.loads.assign(loads.begin(), loads.end());
    const auto findings = fault::verify(store, promised);
    for (const std::string& finding : findings) {
        std::cout << finding << std::endl;
    }
    return findings.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() < 3) {
        std::cerr << "killed_writer write FOLDER CLIENTS FIRST_LOAD | verify FOLDER CLIENTS" << std::endl;
        return 2;
    }
    auto store = store::open_lmdb_store(arguments[1]);
    if (!store) {
        give_up(store.error());
    }
    const std::size_t clients = std::stoul(arguments[2]);
    return arguments[0] == "verify" ? verify(**store, clients) : write(**store, clients, std::stoul(arguments.at(3)));
}
