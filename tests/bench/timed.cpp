#include "tests/bench/timed.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <map>

namespace gridlore::bench {
namespace {

/// Gathers the processor times of all repetitions while Google Benchmark prints what it always prints.
class GatheringReporter final : public benchmark::ConsoleReporter {
  public:
    GatheringReporter() : ConsoleReporter(OO_Tabular) {}

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.run_type == Run::RT_Iteration && !run.error_occurred) {
                const double time = run.GetAdjustedCPUTime();
                const double nanoseconds = time * 1e9 / benchmark::GetTimeUnitMultiplier(run.time_unit);
                times_[run.run_name.function_name + (run.run_name.args.empty() ? "" : "/" + run.run_name.args)]
                    .push_back(nanoseconds);
            }
        }
        ConsoleReporter::ReportRuns(runs);
    }

    std::optional<double> median(const std::string& name) const {
        const auto found = times_.find(name);
        if (found == times_.end()) {
            return std::nullopt;
        }
        std::vector<double> sorted = found->second;
        std::ranges::sort(sorted);
        return sorted[sorted.size() / 2];
    }

  private:
    std::map<std::string, std::vector<double>> times_;  ///< nanoseconds
};

double nanoseconds_in(const std::string& unit) {
    return unit == "ms" ? 1e6 : unit == "us" ? 1e3 : 1;
}

double shown(const TimeTarget& target, double nanoseconds) {
    constexpr double second = 1e9;
    return target.megabytes ? *target.megabytes / (nanoseconds / second)
                            : nanoseconds / nanoseconds_in(target.unit) / target.per;
}

}  // namespace

std::vector<Figure> run_benchmarks(int argc, char** argv, const std::vector<TimeTarget>& targets) {
    benchmark::Initialize(&argc, argv);
    GatheringReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    benchmark::Shutdown();
    std::vector<Figure> figures;
    for (const TimeTarget& target : targets) {
        if (const std::optional<double> measured = reporter.median(target.benchmark)) {
            Figure figure{target.benchmark, shown(target, *measured), target.megabytes ? "MB/s" : target.unit};
            if (const std::optional<double> floor = reporter.median(target.floor)) {
                figure.floor = shown(target, *floor);
            }
            figure.at_most = target.at_most;
            figure.at_least = target.at_least;
            figure.of_floor = target.of_floor;
            figures.push_back(std::move(figure));
        }
    }
    return figures;
}

}  // namespace gridlore::bench
