// When ANSWERs that must be given variables are asked, as docs/decisions/0010 says.
#include <algorithm>
#include <iterator>

#include "tests/support/naive_matcher_state.h"

namespace gridlore::naive {

/// Whose rows a provider waits for.
std::set<std::size_t> Matcher::waits_for(std::size_t provider) const {
    if (missing_.contains(provider)) {
        return input_sources_.at(provider);
    }
    std::set<std::size_t> all;
    if (providers_[provider].kind == Provider::Kind::React) {
        all = sources(Need{Provider::Kind::React, providers_[provider].index, {}}, std::nullopt);
    }
    all.erase(provider);
    return all;
}

/// The ANSWERs and REACTs of the question that are not done.
std::set<std::size_t> Matcher::open_providers() const {
    std::set<std::size_t> open;
    for (const Place& place : places_) {
        for (const Use& use : uses_at(place)) {
            const auto kind = providers_[use.provider].kind;
            if ((kind == Provider::Kind::Answer || kind == Provider::Kind::React) && !done_.contains(use.provider)) {
                open.insert(use.provider);
            }
        }
    }
    return open;
}

/// Calls the REACTs whose rows are all there, as long as there are any.
void Matcher::release_reacts() {
    for (bool moved = true; moved;) {
        moved = false;
        while (derive_once()) {
        }
        for (const std::size_t p : open_providers()) {
            const std::set<std::size_t> sources = waits_for(p);
            if (missing_.contains(p) || !std::includes(done_.begin(), done_.end(), sources.begin(), sources.end())) {
                continue;
            }
            if (const Rows rows = body_rows({Provider::Kind::React, providers_[p].index, {}}); !rows.empty()) {
                arguments_[p] = rows;
            }
            done_.insert(p);
            moved = true;
            break;  // What it gives counts for the next.
        }
    }
}

bool Matcher::ask_those_ready() {
    std::map<std::size_t, Rows> ready;
    for (const std::size_t p : open_providers()) {
        const std::set<std::size_t> sources = waits_for(p);
        if (missing_.contains(p) && std::includes(done_.begin(), done_.end(), sources.begin(), sources.end())) {
            ready[p] = inputs(p);
        }
    }
    for (const auto& [p, rows] : ready) {
        asked_[p] = rows;
        done_.insert(p);
    }
    return !ready.empty();
}

/// Of those who wait for each other and for nobody else: ANSWERs that have something to be asked with, or else REACTs
/// that have an argument; if there is none, nobody in the circle is called.
bool Matcher::begin_circle() {
    const std::set<std::size_t> open = open_providers();
    std::map<std::size_t, std::set<std::size_t>> reached;
    for (const std::size_t p : open) {
        std::vector<std::size_t> next = {p};
        while (!next.empty()) {
            const std::size_t one = next.back();
            next.pop_back();
            for (const std::size_t other : waits_for(one)) {
                if (open.contains(other) && reached[p].insert(other).second) {
                    next.push_back(other);
                }
            }
        }
    }
    for (const std::size_t p : open) {
        const auto reaches_back = [&](std::size_t other) { return other == p || reached[other].contains(p); };
        if (!std::all_of(reached[p].begin(), reached[p].end(), reaches_back)) {
            continue;
        }
        std::set<std::size_t> circle = reached[p];
        circle.insert(p);
        std::map<std::size_t, Rows> answers;
        std::map<std::size_t, Rows> reacts;
        for (const std::size_t member : circle) {
            const bool is_answer = missing_.contains(member);
            Rows rows = is_answer ? inputs(member) : body_rows({Provider::Kind::React, providers_[member].index, {}});
            if (!rows.empty()) {
                (is_answer ? answers : reacts)[member] = std::move(rows);
            }
        }
        for (const auto& [member, rows] : answers.empty() ? reacts : answers) {
            (answers.empty() ? arguments_ : asked_)[member] = rows;
            done_.insert(member);
        }
        if (answers.empty() && reacts.empty()) {
            done_.merge(circle);
        }
        return true;
    }
    return false;
}

void Matcher::ask_in_rounds() {
    for (auto& [p, rows] : asked_) {
        Rows met;
        std::copy_if(rows.begin(), rows.end(), std::inserter(met, met.end()),
                     [&, p = p](const Row& row) { return binds_needs(p, row); });
        for (const std::string& name : level_ > 1 && met != rows ? needs(p) : Names{}) {
            if (std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return !row.contains(name); })) {
                missing_[p].insert(name);
            }
        }
        rows = missing_.contains(p) ? Rows{} : std::move(met);
    }
    if (missing_.empty()) {
        return;
    }
    find_places();
    for (const std::size_t p : open_providers()) {
        if (providers_[p].kind == Provider::Kind::Answer && !missing_.contains(p)) {
            done_.insert(p);
        }
    }
    for (const auto& [p, names] : missing_) {
        find_wanted(p);
    }
    do {
        release_reacts();
    } while (ask_those_ready() || begin_circle());
}

}  // namespace gridlore::naive
