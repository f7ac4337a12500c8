/// Queries by their text, parsed and planned: clients send the same ones again and again.
#pragma once

#include <atomic>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/evaluation/engine.h"
#include "knowledge-engine/query/syntax/parser.h"

namespace gridlore::sparql {

/// A query with the plan that was made for it last. Internally synchronized.
class ParsedQuery {
  public:
    explicit ParsedQuery(query::Query query) : query_(std::make_shared<const query::Query>(std::move(query))) {}

    const query::Query& query() const { return *query_; }
    /// A plan for that state of the store and the context's dataset; errors as `PreparedQuery::prepare`.
    Result<std::shared_ptr<const query::PreparedQuery>> plan(const store::Snapshot& snapshot,
                                                             const query::Context& context);

    /// Whether its last answer took so little that the next may be given at once (quick_query.h).
    bool is_quick() const { return is_quick_; }
    void set_quick(bool is_quick) { is_quick_ = is_quick; }

  private:
    const std::shared_ptr<const query::Query> query_;
    std::mutex mutex_;
    std::shared_ptr<const query::PreparedQuery> plan_;  ///< for the query's own dataset
    std::atomic<bool> is_quick_ = false;
};

/// Keeps those that were used last. Internally synchronized.
class QueryCache {
  public:
    /// At most `size` queries; texts of more than some kilobytes are never kept.
    explicit QueryCache(std::size_t size) : size_(size) {}

    /// Errors as `parse_query`.
    Result<std::shared_ptr<ParsedQuery>> parse(const std::string& text, const query::ParseOptions& options);
    /// Null: it is not kept.
    std::shared_ptr<ParsedQuery> find(const std::string& text, const std::string& base);

  private:
    struct Entry {
        std::string key;
        std::shared_ptr<ParsedQuery> parsed;
    };

    std::shared_ptr<ParsedQuery> find(const std::string& key);
    void keep(const std::string& key, std::shared_ptr<ParsedQuery> parsed);

    const std::size_t size_;
    std::mutex mutex_;
    std::list<Entry> entries_;  ///< the one used last comes first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_;
};

}  // namespace gridlore::sparql
