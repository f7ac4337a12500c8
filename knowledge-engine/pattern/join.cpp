#include "knowledge-engine/pattern/join.h"

#include <algorithm>
#include <unordered_map>

namespace gridlore::pattern {
namespace {

std::vector<std::size_t> bound_variables(BindingSet::Row row) {
    std::vector<std::size_t> variables;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i].is_bound()) {
            variables.push_back(i);
        }
    }
    return variables;
}

std::size_t hash_of(BindingSet::Row row, const std::vector<std::size_t>& variables, Equality equality) {
    std::size_t hash = 0;
    for (const std::size_t v : variables) {
        hash = (hash ^ std::hash<rdf::TermId>{}(equality.key(row[v]))) * 0x100000001B3ULL;
    }
    return hash;
}

/// Row numbers by the hash of `variables`.
using Index = std::unordered_multimap<std::size_t, std::size_t>;

Index index_of(const BindingSet& rows, const std::vector<std::size_t>& variables, Equality equality) {
    Index index;
    index.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        index.emplace(hash_of(rows.row(i), variables, equality), i);
    }
    return index;
}

}  // namespace

std::optional<BindingSet> join(const BindingSet& a, const BindingSet& b, Equality equality, std::size_t limit) {
    BindingSet joined(a.width());
    if (a.empty() || b.empty()) {
        return joined;
    }
    const std::vector<std::size_t> of_a = bound_variables(a.row(0));
    const std::vector<std::size_t> of_b = bound_variables(b.row(0));
    std::vector<std::size_t> shared;
    std::set_intersection(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(), std::back_inserter(shared));

    const Index index = index_of(b, shared, equality);
    std::vector<rdf::TermId> merged(a.width());
    for (std::size_t i = 0; i < a.size(); ++i) {
        const BindingSet::Row left = a.row(i);
        const auto [begin, end] = index.equal_range(hash_of(left, shared, equality));
        for (auto it = begin; it != end; ++it) {
            const BindingSet::Row right = b.row(it->second);
            if (!std::ranges::all_of(shared, [&](std::size_t v) { return equality.equal(left[v], right[v]); })) {
                continue;
            }
            if (joined.size() == limit) {
                return std::nullopt;
            }
            std::ranges::copy(right, merged.begin());
            for (const std::size_t v : of_a) {
                merged[v] = left[v];
            }
            joined.add(merged);
        }
    }
    return joined;
}

Agreement::Agreement(const BindingSet& bindings, Equality equality) : bindings_(bindings), equality_(equality) {
    if (bindings.size() == 1) {
        only_ = bound_variables(bindings.row(0));
        everything_ = only_.empty();
        return;
    }
    Key key;
    for (std::size_t i = 0; i < bindings.size(); ++i) {
        const BindingSet::Row row = bindings.row(i);
        std::vector<std::size_t> variables = bound_variables(row);
        if (variables.empty()) {
            everything_ = true;
            groups_.clear();
            return;
        }
        const std::size_t width = variables.size();
        const auto group = groups_.try_emplace(std::move(variables), width, equality).first;
        read_key(group->first, row, key);
        group->second.insert(key);
    }
}

bool Agreement::read_key(const std::vector<std::size_t>& variables, BindingSet::Row row, Key& key) {
    key.clear();
    for (const std::size_t v : variables) {
        if (!row[v].is_bound()) {
            return false;
        }
        key.push_back(row[v]);
    }
    return true;
}

bool Agreement::agree(BindingSet::Row a, BindingSet::Row b) const {
    for (std::size_t v = 0; v < a.size(); ++v) {
        if (a[v].is_bound() && b[v].is_bound() && !equality_.equal(a[v], b[v])) {
            return false;
        }
    }
    return true;
}

bool Agreement::agrees_with_only(BindingSet::Row row) const {
    const BindingSet::Row only = bindings_.row(0);
    return std::ranges::all_of(only_,
                               [&](std::size_t v) { return !row[v].is_bound() || equality_.equal(row[v], only[v]); });
}

bool Agreement::contains(BindingSet::Row row) const {
    if (everything_) {
        return true;
    }
    if (bindings_.size() == 1) {
        return agrees_with_only(row);
    }
    Key key;
    for (const auto& [variables, keys] : groups_) {
        if (read_key(variables, row, key)) {
            if (keys.contains(key)) {
                return true;
            }
            continue;
        }
        // The row leaves a variable of this group open: only comparing one by one tells.
        for (std::size_t i = 0; i < bindings_.size(); ++i) {
            if (agree(row, bindings_.row(i))) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace gridlore::pattern
