#include "adapter/graph/search_scans.h"

#include <algorithm>
#include <array>

namespace gridlore::graph {

using pattern::TermRow;
using rdf::Term;
using rdf::TermId;
using store::QuadIds;
using store::QuadPattern;

namespace {

void add_scans(const QuadPattern& base, Alternatives alternatives, std::vector<QuadPattern>& scans) {
    if (alternatives == nullptr) {
        scans.push_back(base);
        return;
    }
    for (const rdf::IdInterval& interval : alternatives->intervals) {
        scans.push_back(base);
        if (interval.first == interval.last) {
            scans.back().object = interval.first;
        } else {
            scans.back().object_range = interval;
        }
    }
    for (const TermId id : alternatives->ids) {
        scans.push_back(base);
        scans.back().object = id;
    }
}

}  // namespace

Result<void> SearchScans::prepare() {
    for (const pattern::TriplePattern& triple : question_.triples) {
        SearchTriple one;
        std::size_t position = 0;
        for (const pattern::PatternTerm* term : {&triple.subject, &triple.predicate, &triple.object}) {
            const auto placed = place_of(*term, position == 2);
            if (!placed) {
                return placed.error();
            }
            one.places[position++] = *placed;
        }
        triples_.push_back(one);
    }
    cells_.assign(names_.size(), {});
    given_.assign(names_.size(), nullptr);
    in_range_.assign(names_.size(), nullptr);
    is_object_only_.assign(names_.size(), true);
    for (const SearchTriple& triple : triples_) {
        for (const std::size_t position : {0, 1}) {
            if (triple.places[position].is_variable()) {
                is_object_only_[static_cast<std::size_t>(triple.places[position].variable)] = false;
            }
        }
    }
    return prepare_ranges();
}

Result<void> SearchScans::prepare_ranges() {
    for (const auto& [name, range] : question_.ranges) {
        const auto it = std::ranges::find(names_, name);
        if (it == names_.end()) {
            continue;
        }
        const auto variable = static_cast<std::size_t>(it - names_.begin());
        ranges_.emplace(variable, &range);
        is_empty_ = is_empty_ || !is_object_only_[variable];  // only literals are in ranges
        const auto within = terms_.within(range, kept_);
        if (!within) {
            return within.error();
        }
        in_range_[variable] = *within;
        is_empty_ = is_empty_ || (*within != nullptr && (*within)->empty());
    }
    return {};
}

Result<Place> SearchScans::place_of(const pattern::PatternTerm& term, bool is_object) {
    Place place;
    if (const auto* variable = std::get_if<pattern::Variable>(&term)) {
        const auto it = std::ranges::find(names_, variable->name);
        place.variable = static_cast<int>(it - names_.begin());
        if (it == names_.end()) {
            names_.push_back(variable->name);
        }
        return place;
    }
    const Term constant = terms_.inside(std::get<Term>(term));
    if (constant.is_literal()) {
        is_empty_ = is_empty_ || !is_object;
        const auto equal = terms_.equal_to(constant, kept_);
        if (!equal) {
            return equal.error();
        }
        place.alternatives = *equal;
        is_empty_ = is_empty_ || place.alternatives->empty();
        return place;
    }
    const auto id = terms_.find(constant);
    if (!id) {
        return id.error();
    }
    place.id = *id;
    is_empty_ = is_empty_ || !place.id.is_bound();
    return place;
}

const pattern::Range* SearchScans::range_of(std::size_t variable) const {
    const auto range = ranges_.find(variable);
    return range == ranges_.end() ? nullptr : range->second;
}

Result<bool> SearchScans::begin(const TermRow& binding) {
    std::ranges::fill(cells_, TermId());
    given_ = in_range_;
    kept_of_binding_.clear();
    for (const auto& [name, outside] : binding) {
        const auto it = std::ranges::find(names_, name);
        if (it == names_.end()) {
            continue;
        }
        const auto variable = static_cast<std::size_t>(it - names_.begin());
        const Term term = terms_.inside(outside);
        if (term.is_literal()) {
            const auto equal = terms_.equal_to(term, kept_of_binding_);
            if (!equal) {
                return equal.error();
            }
            given_[variable] = *equal;
            if (!is_object_only_[variable] || (*equal)->empty()) {
                return false;
            }
            continue;
        }
        const auto id = terms_.find(term);
        if (!id) {
            return id.error();
        }
        if (!id->is_bound()) {
            return false;
        }
        cells_[variable] = *id;
    }
    return true;
}

std::vector<bool> SearchScans::known() const {
    std::vector<bool> known(cells_.size());
    for (std::size_t v = 0; v < known.size(); ++v) {
        known[v] = cells_[v].is_bound() || given_[v] != nullptr;
    }
    return known;
}

Result<std::vector<QuadPattern>> SearchScans::scans_of(const SearchTriple& triple) {
    QuadPattern base;
    Alternatives alternatives = nullptr;
    const auto id_of = [&](const Place& place) {
        return place.is_variable() ? cells_[static_cast<std::size_t>(place.variable)] : place.id;
    };
    base.subject = id_of(triple.places[0]);
    base.predicate = id_of(triple.places[1]);
    const Place& object = triple.places[2];
    if (object.is_variable()) {
        const auto variable = static_cast<std::size_t>(object.variable);
        if (!cells_[variable].is_bound()) {
            alternatives = given_[variable];
        } else if (is_object_only_[variable]) {
            const auto equal = terms_.equal_to(cells_[variable]);
            if (!equal) {
                return equal.error();
            }
            alternatives = *equal;
        } else {
            base.object = cells_[variable];
        }
    } else if (object.alternatives != nullptr) {
        alternatives = object.alternatives;
    } else {
        base.object = object.id;
    }
    std::vector<QuadPattern> scans;
    for (const store::GraphScope& scope : scopes_) {
        base.graph = scope;
        add_scans(base, alternatives, scans);
    }
    return scans;
}

bool SearchScans::bind(const SearchTriple& triple, const QuadIds& quad, std::vector<std::size_t>& bound) {
    const std::array<TermId, 3> ids = {quad.subject, quad.predicate, quad.object};
    for (std::size_t position = 0; position < 3; ++position) {
        const Place& place = triple.places[position];
        if (!place.is_variable()) {
            continue;
        }
        const auto variable = static_cast<std::size_t>(place.variable);
        if (!cells_[variable].is_bound()) {
            cells_[variable] = ids[position];
            bound.push_back(variable);
        } else if (cells_[variable] != ids[position] && !is_object_only_[variable]) {
            unbind(bound);
            return false;
        }
    }
    return true;
}

void SearchScans::unbind(std::vector<std::size_t>& bound) {
    for (const std::size_t variable : bound) {
        cells_[variable] = {};
    }
    bound.clear();
}

}  // namespace gridlore::graph
