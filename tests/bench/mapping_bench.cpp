/// What lifting and lowering cost: a year of readings beside nlohmann/json, which only builds a DOM; small payloads;
/// and how long it takes until many documents are loaded.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "adapter/mapping/lift/lift.h"
#include "adapter/mapping/lower/lower.h"
#include "adapter/mapping/read/read_document.h"
#include "adapter/service/services.h"
#include "tests/bench/checked.h"
#include "tests/bench/metering_payload.h"
#include "tests/bench/private_memory.h"
#include "tests/bench/timed.h"
#include "tests/support/payloads.h"

namespace gridlore::bench {
namespace {

constexpr double megabyte = 1e6;
const std::filesystem::path mappings = GRIDLORE_MAPPINGS;

std::string file_text(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A document that ships, with what it has to be given.
struct Case {
    explicit Case(const std::string& file)
        : document(mapping::read_document(file_text(mappings / file), file).document) {
        if (!document) {
            give_up(file + " cannot be read");
        }
        std::mt19937_64 random(1);
        options.given = test::random_given(*document, random);
    }

    mapping::PartRows rows_of(const std::string& json) const {
        return checked(mapping::lift(*document, json, options));
    }

    std::shared_ptr<const mapping::Document> document;
    mapping::LiftOptions options;
};

void lift(benchmark::State& state, const Case& of, const std::string& json) {
    for ([[maybe_unused]] auto _ : state) {  // NOLINT(*-DeadStores)
        benchmark::DoNotOptimize(of.rows_of(json));
    }
}

void lower(benchmark::State& state, const Case& of, const std::string& json) {
    const mapping::PartRows rows = of.rows_of(json);
    for ([[maybe_unused]] auto _ : state) {  // NOLINT(*-DeadStores)
        benchmark::DoNotOptimize(checked(mapping::lower(*of.document, rows)));
    }
}

void build_dom(benchmark::State& state, const std::string& json) {
    for ([[maybe_unused]] auto _ : state) {  // NOLINT(*-DeadStores)
        benchmark::DoNotOptimize(nlohmann::json::parse(json));
    }
}

/// Lifts in pieces what is made in pieces, and keeps nothing. Returns the private memory that it needed.
double memory_of_lifting(const Case& of, std::size_t years) {
    constexpr std::size_t readings_of_piece = 96;  // a day
    std::size_t rows = 0;
    const mapping::RowHandler count = [&rows](std::size_t, std::span<const rdf::TermView>) -> Result<void> {
        ++rows;
        return {};
    };
    const PrivateMemory memory;
    mapping::Lifter lifter(*of.document, count, of.options);
    checked(lifter.write(metering_begin()));
    for (std::size_t first = 0; first < years * readings_of_year; first += readings_of_piece) {
        checked(lifter.write((first == 0 ? "" : ",") + metering_elements(first, readings_of_piece)));
    }
    checked(lifter.write(metering_end()));
    checked(lifter.finish());
    if (rows != years * readings_of_year) {
        give_up("readings were lost");
    }
    return static_cast<double>(memory.needed()) / megabyte;
}

/// The documents that ship, again and again with other names and paths.
class ManyDocuments {
  public:
    explicit ManyDocuments(std::size_t count)
        : folder_(std::filesystem::temp_directory_path() / ("gridlore-documents-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
        std::filesystem::copy_file(mappings / "services.yaml", folder_ / "services.yaml");
        std::vector<std::string> texts;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(mappings)) {
            if (entry.path().extension() == ".yaml" && entry.path().filename() != "services.yaml") {
                texts.push_back(file_text(entry.path()));
            }
        }
        // One that names another document would have to name its copy.
        std::erase_if(texts, [](const std::string& text) { return text.find(" removes: ") != std::string::npos; });
        for (std::size_t i = 0; i < count; ++i) {
            const std::string number = std::to_string(i);
            std::ofstream(folder_ / (number + ".yaml")) << renamed(texts[i % texts.size()], number);
        }
    }
    ~ManyDocuments() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    ManyDocuments(const ManyDocuments&) = delete;
    ManyDocuments& operator=(const ManyDocuments&) = delete;

    std::string folder() const { return folder_.string(); }

  private:
    static std::string renamed(const std::string& text, const std::string& number) {
        static const std::regex id("(^|\n)id: (.*)");
        static const std::regex path(R"(((GET|POST|PUT|DELETE): "?|also: \["?|, "?)/)");
        return std::regex_replace(std::regex_replace(text, id, "$1id: $2." + number), path, "$1/copy-" + number + "/");
    }

    const std::filesystem::path folder_;
};

/// As when the program starts: read, checked, and on the exchange.
void load(benchmark::State& state, const std::string& folder, std::size_t documents) {
    service::Settings settings;
    settings.folders = {folder};
    SystemClock clock;
    const Executor none = [](const std::function<void()>&) { return false; };
    for ([[maybe_unused]] auto _ : state) {  // NOLINT(*-DeadStores)
        exchange::Exchange exchange({}, clock);
        service::Services services(settings, exchange, clock, none, none);
        const service::LoadOutcome outcome = services.load();
        if (!outcome.problems.empty() || outcome.documents != documents) {
            give_up(outcome.problems.empty() ? "documents are missing" : outcome.problems.front());
        }
    }
}

template <typename Run>
void add(const std::string& name, Run run) {
    benchmark::RegisterBenchmark(name.c_str(), run)
        ->Repetitions(5)
        ->Unit(benchmark::kMicrosecond)
        ->ReportAggregatesOnly(false);
}

void run(int argc, char** argv) {
    const Case metering("dso/metering-data.yaml");
    const std::string year = metering_begin() + metering_elements(0, readings_of_year) + metering_end();
    const double megabytes = static_cast<double>(year.size()) / megabyte;
    add("dom_of_a_year", [&](benchmark::State& state) { build_dom(state, year); });
    add("lift_a_year", [&](benchmark::State& state) { lift(state, metering, year); });
    add("lower_a_year", [&](benchmark::State& state) { lower(state, metering, year); });
    std::vector<TimeTarget> targets = {{.benchmark = "dom_of_a_year", .megabytes = megabytes}};
    for (const char* const way : {"lift_a_year", "lower_a_year"}) {
        targets.push_back({.benchmark = way, .megabytes = megabytes, .at_least = 50});
        targets.push_back(
            {.benchmark = way, .megabytes = megabytes, .at_least = 0.3, .floor = "dom_of_a_year", .of_floor = true});
    }
    std::vector<std::unique_ptr<Case>> small;
    for (const auto& [name, file] :
         {std::pair("offer", "flexibility/offers.yaml"), std::pair("fault", "observability/fault-notification.yaml")}) {
        const Case& of = *small.emplace_back(std::make_unique<Case>(file));
        const std::string json = of.document->examples.back().json;
        add(std::string("lift_of_") + name, [&of, json](benchmark::State& state) { lift(state, of, json); });
        add(std::string("lower_of_") + name, [&of, json](benchmark::State& state) { lower(state, of, json); });
        targets.push_back({.benchmark = std::string("lift_of_") + name, .at_most = 20});
        targets.push_back({.benchmark = std::string("lower_of_") + name, .at_most = 20});
    }
    constexpr std::size_t document_count = 500;
    const ManyDocuments documents(document_count);
    add("load_of_500_documents", [&](benchmark::State& state) { load(state, documents.folder(), document_count); });
    targets.push_back({.benchmark = "load_of_500_documents", .unit = "ms", .at_most = 1000});
    std::vector<Figure> figures = run_benchmarks(argc, argv, targets);
    for (const std::size_t years : {1UL, 10UL}) {
        figures.push_back({.name = "memory_of_lifting_years_" + std::to_string(years),
                           .value = memory_of_lifting(metering, years),
                           .unit = "MB",
                           .at_most = 1});
    }
    print_table(figures);
}

}  // namespace
}  // namespace gridlore::bench

int main(int argc, char** argv) {
    gridlore::bench::run(argc, argv);
}
