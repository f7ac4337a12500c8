#include "tests/bench/figures.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>

namespace gridlore::bench {
namespace {

std::string number(double value) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(value < 10 ? 2 : value < 100 ? 1 : 0) << value;
    return text.str();
}

std::string target_text(const Figure& figure) {
    if (!figure.at_most && !figure.at_least) {
        return "";
    }
    const std::string bound = figure.at_most ? "≤ " + number(*figure.at_most) : "≥ " + number(*figure.at_least);
    return bound + (figure.of_floor ? " × floor" : " " + figure.unit);
}

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

}  // namespace

std::optional<bool> Figure::holds() const {
    if (!at_most && !at_least) {
        return std::nullopt;
    }
    if (of_floor && !floor) {
        return false;
    }
    const double judged = of_floor ? value / *floor : value;
    return (!at_most || judged <= *at_most) && (!at_least || judged >= *at_least);
}

void print_table(const std::vector<Figure>& figures) {
    std::cout << "\n| figure | measured | floor | ratio | target | |\n| --- | ---: | ---: | ---: | ---: | --- |\n";
    for (const Figure& figure : figures) {
        const std::optional<bool> holds = figure.holds();
        std::cout << "| " << figure.name << " | " << number(figure.value) << ' ' << figure.unit << " | "
                  << (figure.floor ? number(*figure.floor) + ' ' + figure.unit : "") << " | "
                  << (figure.floor ? number(figure.value / *figure.floor) : "") << " | " << target_text(figure) << " | "
                  << (!holds   ? ""
                      : *holds ? "holds"
                               : "MISSED")
                  << " |\n";
    }
    std::cout << std::endl;
}

std::vector<Figure> run_benchmarks(int argc, char** argv, const std::vector<TimeTarget>& targets) {
    benchmark::Initialize(&argc, argv);
    GatheringReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    benchmark::Shutdown();
    std::vector<Figure> figures;
    for (const TimeTarget& target : targets) {
        if (const std::optional<double> measured = reporter.median(target.benchmark)) {
            const double scale = nanoseconds_in(target.unit);
            Figure figure{target.benchmark, *measured / scale / target.per, target.unit};
            if (const std::optional<double> floor = reporter.median(target.floor)) {
                figure.floor = *floor / scale / target.per;
            }
            figure.at_most = target.at_most;
            figure.of_floor = target.of_floor;
            figures.push_back(std::move(figure));
        }
    }
    return figures;
}

}  // namespace gridlore::bench
