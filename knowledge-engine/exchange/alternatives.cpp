#include "knowledge-engine/exchange/alternatives.h"

#include <algorithm>

namespace gridlore::exchange {

std::size_t ValuesHash::operator()(const std::vector<rdf::TermId>& keys) const {
    std::size_t value = 0;
    for (const rdf::TermId id : keys) {
        value = (value ^ std::hash<rdf::TermId>{}(id)) * 0x100000001B3ULL;
    }
    return value ^ (value >> 32);
}

Alternatives::Disjoint& Alternatives::find(pattern::BindingSet::Row values, bool fed) {
    key_.clear();
    for (const rdf::TermId value : values) {
        key_.push_back(equality_.key(value));
    }
    return (fed ? fed_ : not_fed_)[key_];
}

bool Alternatives::has_enough(pattern::BindingSet::Row values, bool fed) {
    return find(values, fed).count >= enough_;
}

void Alternatives::add(pattern::BindingSet::Row values, bool fed, std::span<const Giver> givers) {
    Disjoint& same = find(values, fed);
    if (givers.empty()) {
        same.count = enough_;
    }
    const auto is_known = [&](const Giver& one) { return std::ranges::find(same.givers, one) != same.givers.end(); };
    if (std::ranges::none_of(givers, is_known)) {
        same.givers.insert(same.givers.end(), givers.begin(), givers.end());
        ++same.count;
    }
}

}  // namespace gridlore::exchange
