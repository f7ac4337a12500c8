/// What an exchange costs inside the process: on a steady network, with many answerers, and after a change.
#include <benchmark/benchmark.h>

#include <array>
#include <functional>
#include <map>
#include <memory>

#include "tests/bench/crowd.h"
#include "tests/bench/timed.h"

namespace gridlore::bench {
namespace {

/// Networks are built when first needed: a filtered run should not wait for the others'.
class Crowds {
  public:
    Crowd& get(Crowd::Exchanges kind, std::size_t interactions, std::size_t partners, Crowd::Gives gives) {
        auto& crowd = crowds_[{kind, interactions, partners, gives}];
        if (!crowd) {
            crowd = std::make_unique<Crowd>(kind, interactions, partners, gives);
        }
        return *crowd;
    }

  private:
    std::map<std::tuple<Crowd::Exchanges, std::size_t, std::size_t, Crowd::Gives>, std::unique_ptr<Crowd>> crowds_;
};

void run_steady(benchmark::State& state, Crowd& crowd) {
    if (!crowd.run()) {
        return state.SkipWithError("not everybody took part");
    }
    for ([[maybe_unused]] auto _ : state) {  // NOLINT(*-DeadStores)
        benchmark::DoNotOptimize(crowd.run());
    }
}

void run_after_change(benchmark::State& state, Crowd& crowd) {
    for ([[maybe_unused]] auto _ : state) {  // NOLINT(*-DeadStores)
        state.PauseTiming();
        crowd.change();
        state.ResumeTiming();
        if (!crowd.run()) {
            return state.SkipWithError("not everybody took part");
        }
    }
}

void run_changes(benchmark::State& state, Crowd& crowd) {
    for ([[maybe_unused]] auto _ : state) {  // NOLINT(*-DeadStores)
        crowd.change();
    }
}

/// What no exchange can do without: the rows are copied to a partner behind an interface and back.
class Floor {
  public:
    virtual ~Floor() = default;
    virtual pattern::TermRows answer(pattern::TermRows asked) = 0;
};

class FixedRows final : public Floor {
  public:
    pattern::TermRows answer(pattern::TermRows asked) override { return asked.empty() ? asked : rows_; }

  private:
    pattern::TermRows rows_ = {
        {{"reading", rdf::Term::iri("urn:e:reading-0")}, {"voltage", rdf::Term::string("231.5")}}};
};

void run_floor(benchmark::State& state) {
    const std::unordered_map<std::string, std::shared_ptr<Floor>> partners = {
        {"urn:kb:partner-0", std::make_shared<FixedRows>()}};
    const std::string name = "urn:kb:partner-0";
    for ([[maybe_unused]] auto _ : state) {  // NOLINT(*-DeadStores)
        pattern::TermRows result = partners.at(name)->answer({{}});
        benchmark::DoNotOptimize(result);
    }
}

benchmark::internal::Benchmark* repeat(benchmark::internal::Benchmark* one) {
    return one->Repetitions(5)->Unit(benchmark::kMicrosecond)->ReportAggregatesOnly(false);
}

}  // namespace
}  // namespace gridlore::bench

int main(int argc, char** argv) {
    using namespace gridlore::bench;
    Crowds crowds;
    std::vector<TimeTarget> targets;
    const auto add = [&](const std::string& name, Crowd::Exchanges kind, std::size_t interactions, std::size_t partners,
                         void (*run)(benchmark::State&, Crowd&), Crowd::Gives gives = Crowd::Gives::OwnReadings) {
        return repeat(benchmark::RegisterBenchmark(name.c_str(), [=, &crowds](benchmark::State& state) {
            run(state, crowds.get(kind, interactions, partners, gives));
        }));
    };
    repeat(benchmark::RegisterBenchmark("direct_call", run_floor));
    targets.push_back({.benchmark = "direct_call"});
    for (const auto& [kind, verb] :
         {std::pair(Crowd::Exchanges::Ask, "ask"), std::pair(Crowd::Exchanges::Post, "post")}) {
        for (const std::size_t size : {1UL, 10UL, 100UL, 1'000UL, 10'000UL}) {
            const std::string name = std::string(verb) + "_of_" + std::to_string(size);
            add(name, kind, size, 1, run_steady);
            targets.push_back({.benchmark = name, .floor = "direct_call"});
        }
        targets.back().at_most = 50;
        targets.push_back({.benchmark = std::string(verb) + "_of_10000",
                           .at_most = 2,
                           .floor = std::string(verb) + "_of_100",
                           .of_floor = true});
        const std::array gifts = {std::pair(Crowd::Gives::OwnReadings, "their_own_readings"),
                                  std::pair(Crowd::Gives::SameReading, "the_same_reading"),
                                  std::pair(Crowd::Gives::OwnVoltages, "other_values_of_one")};
        for (const auto& [gives, what] : gifts) {
            if (kind == Crowd::Exchanges::Ask) {
                const std::string name = std::string("ask_of_1000_who_give_") + what;
                add(name, kind, 1'000, 1'000, run_steady, gives);
                targets.push_back({.benchmark = name, .per = 1'000, .at_most = 20});
            }
        }
        const std::string after_change = std::string(verb) + "_after_change_of_10000";
        add(after_change, kind, 10'000, 1, run_after_change)->Iterations(50);
        targets.push_back({.benchmark = after_change, .unit = "ms", .at_most = 20});
        const std::string change = std::string("change_beside_10000_for_") + verb;
        add(change, kind, 10'000, 1, run_changes)->Iterations(100);
        targets.push_back({.benchmark = change, .unit = "ms"});
    }
    print_table(run_benchmarks(argc, argv, targets));
}
