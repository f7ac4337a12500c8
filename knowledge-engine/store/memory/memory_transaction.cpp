#include "knowledge-engine/store/memory/memory_transaction.h"

#include <array>

#include "knowledge-engine/store/backend.h"

namespace gridlore::store {

Result<void> MemoryTransaction::check_no_scan() const {
    if (state_.quads.open_scans() > 0) {
        return Error{ErrorKind::Internal, "the store was changed during a scan of it"};
    }
    return {};
}

Result<rdf::TermId> MemoryTransaction::add_term(const rdf::Term& term) {
    return state_.terms.add(term);
}

Result<rdf::TermId> MemoryTransaction::add_blank_node() {
    return state_.terms.add_blank_node();
}

Result<bool> MemoryTransaction::insert(const QuadIds& quad) {
    if (Result<void> fine = check_no_scan(); !fine) {
        return std::move(fine).error();
    }
    const bool added = state_.quads.insert(quad);
    if (added) {
        quads_.push_back({quad, true});
    }
    return added;
}

Result<bool> MemoryTransaction::remove(const QuadIds& quad) {
    if (Result<void> fine = check_no_scan(); !fine) {
        return std::move(fine).error();
    }
    const bool removed = state_.quads.remove(quad);
    if (removed) {
        quads_.push_back({quad, false});
    }
    return removed;
}

Result<std::uint64_t> MemoryTransaction::clear(const GraphScope& graph) {
    std::vector<QuadIds> all;
    {
        const auto cursor = state_.quads.cursor();
        cursor->seek({{}, {}, {}, graph});
        std::array<QuadIds, 256> some;
        while (true) {
            const auto count = cursor->next(some);
            if (!count) {
                return count.error();
            }
            if (*count == 0) {
                break;
            }
            all.insert(all.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(*count));
        }
    }
    for (const QuadIds& quad : all) {
        if (auto removed = remove(quad); !removed) {
            return std::move(removed).error();
        }
    }
    return all.size();
}

void MemoryTransaction::remember_record(std::string_view key) {
    const auto it = state_.records.find(key);
    records_.push_back(
        {std::string(key), it == state_.records.end() ? std::nullopt : std::optional<std::string>(it->second)});
}

Result<void> MemoryTransaction::put_record(std::string_view key, std::string_view value) {
    if (auto fits = check_record_key(key); !fits) {
        return fits;
    }
    remember_record(key);
    state_.records.insert_or_assign(std::string(key), std::string(value));
    return {};
}

Result<void> MemoryTransaction::remove_record(std::string_view key) {
    if (auto fits = check_record_key(key); !fits) {
        return fits;
    }
    remember_record(key);
    if (const auto it = state_.records.find(key); it != state_.records.end()) {
        state_.records.erase(it);
    }
    return {};
}

Result<std::vector<std::pair<std::string, std::string>>> MemoryTransaction::records(std::string_view prefix) const {
    std::vector<std::pair<std::string, std::string>> found;
    for (auto it = state_.records.lower_bound(prefix); it != state_.records.end() && it->first.starts_with(prefix);
         ++it) {
        found.emplace_back(*it);
    }
    return found;
}

void MemoryTransaction::keep() {
    state_.version += quads_.empty() ? 0 : 1;
}

void MemoryTransaction::undo() {
    for (auto change = quads_.rbegin(); change != quads_.rend(); ++change) {
        if (change->inserted) {
            state_.quads.remove(change->quad);
        } else {
            state_.quads.insert(change->quad);
        }
    }
    for (auto change = records_.rbegin(); change != records_.rend(); ++change) {
        if (change->before) {
            state_.records.insert_or_assign(std::move(change->key), *std::move(change->before));
        } else {
            state_.records.erase(change->key);
        }
    }
    state_.terms.shrink(terms_before_);
}

}  // namespace gridlore::store
