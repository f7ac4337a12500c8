#include "tests/support/naive_covers.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace gridlore::naive {
namespace {

bool extends(const Use& large, const Use& small) {
    return large.assigned.size() > small.assigned.size() &&
           std::includes(large.assigned.begin(), large.assigned.end(), small.assigned.begin(), small.assigned.end());
}

}  // namespace

std::vector<Use> maximal(const std::vector<Use>& uses) {
    std::vector<Use> result;
    std::copy_if(uses.begin(), uses.end(), std::back_inserter(result), [&](const Use& use) {
        return std::none_of(uses.begin(), uses.end(),
                            [&](const Use& other) { return other.provider == use.provider && extends(other, use); });
    });
    return result;
}

/// Whether the assignment keeps to what the level allows between different triples of the domain.
bool Providers::is_consistent(const Triples& target, const Use& use) const {
    std::map<std::string, rdf::Term> target_constants;
    std::map<std::string, rdf::Term> provider_constants;
    for (const auto& [t, c] : use.assigned) {
        const auto ours = terms(target[t]);
        const auto theirs = terms(all_[use.provider].pattern[c]);
        for (std::size_t i = 0; i < 3; ++i) {
            if ((constant(ours[i]) && constant(theirs[i]) && ours[i] != theirs[i]) ||
                (variable(ours[i]) && constant(theirs[i]) &&
                 !bind(target_constants, variable(ours[i])->name, *constant(theirs[i]))) ||
                (constant(ours[i]) && variable(theirs[i]) &&
                 !bind(provider_constants, variable(theirs[i])->name, *constant(ours[i])))) {
                return false;
            }
        }
        for (const auto& [t2, c2] : use.assigned) {
            const auto our_others = terms(target[t2]);
            const auto their_others = terms(all_[use.provider].pattern[c2]);
            for (std::size_t i = 0; level_ <= 2 && t != t2 && i < 3; ++i) {
                for (std::size_t j = 0; j < 3; ++j) {
                    if ((variable(ours[i]) && ours[i] == our_others[j] && theirs[i] != their_others[j]) ||
                        (variable(theirs[i]) && theirs[i] == their_others[j] && ours[i] != our_others[j])) {
                        return false;
                    }
                }
            }
        }
    }
    return true;
}

void Providers::extend_use(const Triples& target, std::size_t triple, Use use, std::vector<Use>& uses) const {
    if (triple == target.size()) {
        if (!use.assigned.empty() && is_consistent(target, use)) {
            uses.push_back(use);
        }
        return;
    }
    extend_use(target, triple + 1, use, uses);
    for (std::size_t c = 0; c < all_[use.provider].pattern.size(); ++c) {
        const bool taken =
            std::any_of(use.assigned.begin(), use.assigned.end(), [&](const auto& a) { return a.second == c; });
        if (!taken) {
            Use longer = use;
            longer.assigned.emplace(triple, c);
            extend_use(target, triple + 1, longer, uses);
        }
    }
}

/// At level 1 a use serves the whole or nothing, in a post of both sides.
std::vector<Use> Providers::uses(const Triples& target) const {
    std::vector<Use> result;
    for (std::size_t provider = 0; provider < all_.size(); ++provider) {
        extend_use(target, 0, {provider, {}}, result);
    }
    std::erase_if(result, [&](const Use& use) {
        const std::size_t served = use.assigned.size();
        return level_ == 1 && (served < target.size() || (is_post_ && served < all_[use.provider].pattern.size()));
    });
    return result;
}

bool Providers::may_join(const Cover& cover, const Use& use) const {
    if (level_ == 1) {
        return cover.empty();
    }
    if (level_ == 5 || all_[use.provider].kind == Provider::Kind::Fact) {
        return true;
    }
    return std::all_of(cover.begin(), cover.end(), [&](const Use& other) {
        if (other.provider != use.provider) {
            return true;
        }
        return level_ >= 3 && std::any_of(use.assigned.begin(), use.assigned.end(), [&](const auto& a) {
                   return std::any_of(other.assigned.begin(), other.assigned.end(),
                                      [&](const auto& b) { return a.second == b.second; });
               });
    });
}

void Providers::extend_cover(const Triples& target, const std::vector<Use>& uses, const std::set<std::size_t>& covered,
                             const Cover& cover, std::vector<Cover>& covers) const {
    std::size_t next = 0;
    while (covered.contains(next)) {
        ++next;
    }
    if (next == target.size()) {
        Row constants;
        for (const Use& use : cover) {
            for (const auto& [t, c] : use.assigned) {
                const auto ours = terms(target[t]);
                const auto theirs = terms(all_[use.provider].pattern[c]);
                for (std::size_t i = 0; i < 3; ++i) {
                    if (variable(ours[i]) && constant(theirs[i]) &&
                        !bind(constants, variable(ours[i])->name, *constant(theirs[i]))) {
                        return;
                    }
                }
            }
        }
        covers.push_back(cover);
        return;
    }
    for (const Use& use : uses) {
        const bool overlaps = std::any_of(use.assigned.begin(), use.assigned.end(),
                                          [&](const auto& a) { return covered.contains(a.first); });
        if (!use.assigned.contains(next) || overlaps || !may_join(cover, use)) {
            continue;
        }
        std::set<std::size_t> more = covered;
        for (const auto& [t, c] : use.assigned) {
            more.insert(t);
        }
        Cover longer = cover;
        longer.push_back(use);
        extend_cover(target, uses, more, longer, covers);
    }
}

std::vector<Cover> Providers::covers(const Triples& target) const {
    std::vector<Cover> result;
    extend_cover(target, uses(target), {}, {}, result);
    return result;
}

std::optional<Row> Providers::question(const Triples& target, const Use& use, const Row& binding) const {
    Row result;
    for (const auto& [t, c] : use.assigned) {
        const auto ours = terms(target[t]);
        const auto theirs = terms(all_[use.provider].pattern[c]);
        for (std::size_t i = 0; i < 3; ++i) {
            const auto value = variable(ours[i]) ? binding.find(variable(ours[i])->name) : binding.end();
            const rdf::Term* known = constant(ours[i])        ? constant(ours[i])
                                     : value == binding.end() ? nullptr
                                                              : &value->second;
            if (known == nullptr) {
                continue;
            }
            if (constant(theirs[i]) ? *constant(theirs[i]) != *known
                                    : !bind(result, variable(theirs[i])->name, *known)) {
                return std::nullopt;
            }
        }
    }
    return result;
}

std::optional<Row> Providers::gift(const Triples& target, const Use& use, const Row& row) const {
    Row binding;
    for (const auto& [t, c] : use.assigned) {
        const auto ours = terms(target[t]);
        const auto theirs = terms(all_[use.provider].pattern[c]);
        for (std::size_t i = 0; i < 3; ++i) {
            const rdf::Term& value = constant(theirs[i]) ? *constant(theirs[i]) : row.at(variable(theirs[i])->name);
            if (constant(ours[i]) ? *constant(ours[i]) != value : !bind(binding, variable(ours[i])->name, value)) {
                return std::nullopt;
            }
        }
    }
    return binding;
}

}  // namespace gridlore::naive
