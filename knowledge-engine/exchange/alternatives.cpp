#include "knowledge-engine/exchange/alternatives.h"

#include <algorithm>

namespace gridlore::exchange {

std::size_t Alternatives::Hash::operator()(const std::vector<rdf::TermId>& key) const {
    std::size_t value = 0;
    for (const rdf::TermId id : key) {
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

void Alternatives::add(pattern::BindingSet::Row values, bool fed, std::span<const std::uint64_t> providers) {
    Disjoint& same = find(values, fed);
    if (providers.empty()) {
        same.count = enough_;
    }
    const auto is_known = [&](std::uint64_t one) {
        return std::ranges::find(same.providers, one) != same.providers.end();
    };
    if (std::ranges::none_of(providers, is_known)) {
        same.providers.insert(same.providers.end(), providers.begin(), providers.end());
        ++same.count;
    }
}

}  // namespace gridlore::exchange
