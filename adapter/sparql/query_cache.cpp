#include "adapter/sparql/query_cache.h"

#include <utility>

namespace gridlore::sparql {
namespace {

constexpr std::size_t text_limit = std::size_t{16} << 10;

/// What a relative IRI means depends on the base.
std::string key_of(const std::string& text, const std::string& base) {
    return base + '\n' + text;
}

}  // namespace

Result<std::shared_ptr<const query::PreparedQuery>> ParsedQuery::plan(const store::Snapshot& snapshot,
                                                                      const query::Context& context) {
    {
        const std::lock_guard lock(mutex_);
        if (plan_ && plan_->version() == snapshot.version() && !context.dataset.is_given()) {
            return plan_;
        }
    }
    auto prepared = query::PreparedQuery::prepare(query_, snapshot, context);
    if (!prepared) {
        return std::move(prepared).error();
    }
    auto shared = std::make_shared<const query::PreparedQuery>(*std::move(prepared));
    if (!context.dataset.is_given()) {
        const std::lock_guard lock(mutex_);
        plan_ = shared;
    }
    return shared;
}

Result<std::shared_ptr<ParsedQuery>> QueryCache::parse(const std::string& text, const query::ParseOptions& options) {
    const std::string key = key_of(text, options.base);
    if (auto known = find(key)) {
        return known;
    }
    auto query = query::parse_query(text, options);
    if (!query) {
        return std::move(query).error();
    }
    auto parsed = std::make_shared<ParsedQuery>(*std::move(query));
    if (size_ > 0 && key.size() <= text_limit) {
        keep(key, parsed);
    }
    return parsed;
}

std::shared_ptr<ParsedQuery> QueryCache::find(const std::string& text, const std::string& base) {
    return text.size() <= text_limit ? find(key_of(text, base)) : nullptr;
}

std::shared_ptr<ParsedQuery> QueryCache::find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) {
        return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->parsed;
}

void QueryCache::keep(const std::string& key, std::shared_ptr<ParsedQuery> parsed) {
    const std::lock_guard lock(mutex_);
    if (by_key_.contains(key)) {
        return;  // another thread was faster
    }
    if (entries_.size() == size_) {
        by_key_.erase(entries_.back().key);
        entries_.pop_back();
    }
    entries_.push_front({key, std::move(parsed)});
    by_key_.emplace(entries_.front().key, entries_.begin());
}

}  // namespace gridlore::sparql
