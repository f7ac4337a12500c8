#include "adapter/graph/search_order.h"

#include <algorithm>
#include <cmath>

namespace gridlore::graph {
namespace {

/// How many quads a term has at a place of a triple, on average.
struct Fan {
    double of_subject = 10;
    double of_predicate = 1000;
    double of_object = 10;
};

Result<Fan> fan_of(const SearchTriple& triple, const store::Snapshot& snapshot) {
    Fan fan;
    const Place& predicate = triple.places[1];
    if (predicate.is_variable()) {
        return fan;
    }
    const auto statistics = snapshot.statistics(predicate.id);
    if (!statistics) {
        return statistics.error();
    }
    const auto mean = [&](std::uint64_t distinct) {
        return static_cast<double>(statistics->quads) / static_cast<double>(std::max<std::uint64_t>(distinct, 1));
    };
    fan.of_subject = mean(statistics->subjects);
    fan.of_object = mean(statistics->objects);
    return fan;
}

/// What a triple is expected to have once `bound` is bound beside what was known when it was counted.
double expected(const SearchTriple& triple, double count, const Fan& fan, const std::vector<bool>& known,
                const std::vector<bool>& bound) {
    const std::array<double, 3> means = {fan.of_subject, fan.of_predicate, fan.of_object};
    double least = count;
    std::size_t joined = 0;
    for (std::size_t position = 0; position < 3; ++position) {
        const Place& place = triple.places[position];
        const auto variable = static_cast<std::size_t>(place.variable);
        if (place.is_variable() && bound[variable] && !known[variable]) {
            least = std::min(least, means[position]);
            ++joined;
        }
    }
    return joined > 1 ? std::min(least, 1.0) : least;
}

bool is_joined(const SearchTriple& triple, const std::vector<bool>& bound) {
    bool has_variable = false;
    for (const Place& place : triple.places) {
        has_variable = has_variable || place.is_variable();
        if (place.is_variable() && bound[static_cast<std::size_t>(place.variable)]) {
            return true;
        }
    }
    return !has_variable;
}

}  // namespace

Result<std::vector<std::size_t>> search_order(const std::vector<SearchTriple>& triples,
                                              const std::vector<double>& counts, const std::vector<bool>& known,
                                              const store::Snapshot& snapshot) {
    std::vector<Fan> fans;
    for (const SearchTriple& triple : triples) {
        const auto fan = fan_of(triple, snapshot);
        if (!fan) {
            return fan.error();
        }
        fans.push_back(*fan);
    }
    std::vector<std::size_t> order;
    std::vector<bool> bound = known;
    std::vector<bool> is_done(triples.size());
    while (order.size() < triples.size()) {
        std::size_t best = triples.size();
        double least = 0;
        for (std::size_t t = 0; t < triples.size(); ++t) {
            if (is_done[t]) {
                continue;
            }
            // What shares nothing with the rows so far multiplies them.
            const double factor = order.empty() || is_joined(triples[t], bound) ? 1 : 1e6;
            const double rows = factor * expected(triples[t], counts[t], fans[t], known, bound);
            if (best == triples.size() || rows < least) {
                best = t;
                least = rows;
            }
        }
        is_done[best] = true;
        order.push_back(best);
        for (const Place& place : triples[best].places) {
            if (place.is_variable()) {
                bound[static_cast<std::size_t>(place.variable)] = true;
            }
        }
    }
    return order;
}

}  // namespace gridlore::graph
