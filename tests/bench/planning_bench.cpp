/// What planning costs: the first ask after a change, of 15 triples with 10 candidates each, at every reasoner level.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/checked.h"
#include "tests/bench/crowd.h"
#include "tests/bench/timed.h"

namespace gridlore::bench {
namespace {

constexpr std::size_t triples_asked = 15;
constexpr std::size_t candidates_of_each = 10;
constexpr const char* asker = "urn:kb:asker";

std::string number(std::size_t value) {
    return std::to_string(value);
}

/// How the candidates of a triple come about.
enum class Parts {
    Single,  ///< each ANSWER gives one triple
    Alike,   ///< as Single, but the ten ANSWERs of a triple have one pattern
    Mixed,   ///< ANSWERs of 1, 2, 3, 5 and 15 triples side by side
    Chain    ///< all triples have one predicate: each of ten ANSWERs of 1 to 5 triples may give each triple asked
};

/// The triples asked are a chain of points, each with what is known of it: `?p0 next ?p1 . ?p1 is ?v1 . ?p1 next …`.
std::string triple(std::size_t place, Parts parts) {
    if (parts == Parts::Chain) {
        return "?p" + number(place) + " e:next ?p" + number(place + 1) + " .";
    }
    const std::string point = "?p" + number(place / 2);
    return place % 2 == 0 ? point + " e:is-" + number(place) + " ?v" + number(place) + " ."
                          : point + " e:next-" + number(place) + " ?p" + number(place / 2 + 1) + " .";
}

std::string triples(std::size_t first, std::size_t count, Parts parts) {
    std::string text;
    for (std::size_t i = first; i < first + count; ++i) {
        text += triple(i, parts) + ' ';
    }
    return text;
}

/// One asks; the others give parts of it. They have nothing to tell, so that what is measured is the plan, and one call
/// to each.
class Patchwork {
  public:
    Patchwork(int level, Parts parts) : exchange_({}, clock_), parts_(parts) {
        exchange::KnowledgeBaseDescription description;
        description.id = asker;
        description.reasoner_level = static_cast<std::uint8_t>(level);
        checked(exchange_.add_knowledge_base(description, std::make_shared<Answerer>(exchange_, pattern::TermRows())));
        request_.knowledge_base = asker;
        request_.interaction = add(asker, exchange::InteractionType::Ask, triples(0, triples_asked, parts));
        switch (parts) {
            case Parts::Single:
            case Parts::Alike:
                tile(1, candidates_of_each);
                break;
            case Parts::Mixed:
                for (const std::size_t length : {1, 2, 3, 5, 15}) {
                    tile(length, candidates_of_each / 5);
                }
                break;
            case Parts::Chain:
                for (std::size_t i = 0; i < candidates_of_each; ++i) {
                    add_answer(0, i / 2 + 1);
                }
                break;
        }
    }

    bool run() {
        bool done = false;
        exchange_.ask(request_, [&](const Result<exchange::AskResult>& result) { done = result.has_value(); });
        return done;
    }

    /// One more candidate for the first triple comes, or goes again.
    void change() {
        if (newcomer_.empty()) {
            newcomer_ = add_answer(0, 1);
        } else {
            checked(exchange_.remove_knowledge_base(newcomer_));
            newcomer_.clear();
        }
    }

  private:
    /// All triples asked, parted into ANSWERs of `length` triples, `times` over.
    void tile(std::size_t length, std::size_t times) {
        for (std::size_t time = 0; time < times; ++time) {
            for (std::size_t first = 0; first < triples_asked; first += length) {
                add_answer(first, std::min(length, triples_asked - first));
            }
        }
    }

    /// The id of its knowledge base. A triple that nobody asks for tells patterns apart that would be the same.
    std::string add_answer(std::size_t first, std::size_t count) {
        std::string id = "urn:kb:partner-" + number(++partners_);
        exchange::KnowledgeBaseDescription description;
        description.id = id;
        checked(exchange_.add_knowledge_base(description, std::make_shared<Answerer>(exchange_, pattern::TermRows())));
        const std::string own = parts_ == Parts::Alike ? ""
                                                       : "?p" + number(parts_ == Parts::Chain ? first : first / 2) +
                                                             " e:own-" + number(partners_) + " ?own .";
        add(id, exchange::InteractionType::Answer, triples(first, count, parts_) + own);
        return id;
    }

    std::string add(const std::string& knowledge_base, exchange::InteractionType type, const std::string& text) {
        exchange::InteractionSpec spec;
        spec.type = type;
        spec.pattern = pattern_of(text);
        return checked(exchange_.add_interaction(knowledge_base, std::move(spec)));
    }

    SystemClock clock_;
    exchange::Exchange exchange_;
    Parts parts_;
    exchange::Request request_;
    std::size_t partners_ = 0;
    std::string newcomer_;  ///< the knowledge base that came last, if it is there
};

void run_after_change(benchmark::State& state, int level, Parts parts) {
    Patchwork patchwork(level, parts);
    for ([[maybe_unused]] auto _ : state) {  // NOLINT(*-DeadStores)
        state.PauseTiming();
        patchwork.change();
        state.ResumeTiming();
        if (!patchwork.run()) {
            return state.SkipWithError("the ask failed");
        }
    }
}

void run_steady(benchmark::State& state, int level, Parts parts) {
    Patchwork patchwork(level, parts);
    for ([[maybe_unused]] auto _ : state) {  // NOLINT(*-DeadStores)
        if (!patchwork.run()) {
            return state.SkipWithError("the ask failed");
        }
    }
}

void add_benchmark(const std::string& name, void (*run)(benchmark::State&, int, Parts), int level, Parts parts) {
    benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) { run(state, level, parts); })
        ->Repetitions(5)
        ->MinTime(0.1)
        ->Unit(benchmark::kMicrosecond)
        ->ReportAggregatesOnly(false);
}

}  // namespace
}  // namespace gridlore::bench

int main(int argc, char** argv) {
    using namespace gridlore::bench;
    std::vector<TimeTarget> targets;
    for (const auto& [parts, what] : {std::pair(Parts::Single, "single"), std::pair(Parts::Alike, "alike"),
                                      std::pair(Parts::Mixed, "mixed"), std::pair(Parts::Chain, "chain")}) {
        for (int level = 1; level <= 5; ++level) {
            const std::string suffix = std::string("_") + what + "_at_level_" + std::to_string(level);
            add_benchmark("plan" + suffix, run_after_change, level, parts);
            add_benchmark("planned" + suffix, run_steady, level, parts);
            targets.push_back({.benchmark = "plan" + suffix, .unit = "ms", .at_most = 20, .floor = "planned" + suffix});
        }
    }
    print_table(run_benchmarks(argc, argv, targets));
}
