/// Durable records in memory, for tests; it can be slow, and it can fail. Confined to the test's thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapter/rest-api/durable_records.h"

namespace gridlore::test_support {

class Shelf final : public rest_api::DurableRecords {
  public:
    void submit(rest_api::RecordChange change, std::function<void(Result<void>)> done) override {
        waiting.emplace_back(std::move(change), std::move(done));
        if (!is_slow) {
            tell();
        }
    }

    /// Makes what waits, or, with an error, nothing of it.
    void tell(const Result<void>& result = {}) {
        for (auto& [change, done] : std::exchange(waiting, {})) {
            if (result) {
                make(change);
            }
            done(result);
        }
    }

    std::vector<rest_api::Record> all() const { return {records.begin(), records.end()}; }

    bool is_slow = false;  ///< changes wait for `tell`
    std::map<std::string, std::string> records;
    std::vector<std::pair<rest_api::RecordChange, std::function<void(Result<void>)>>> waiting;

  private:
    void make(const rest_api::RecordChange& change) {
        for (const std::string& prefix : change.remove) {
            std::erase_if(records, [&](const auto& record) { return record.first.starts_with(prefix); });
        }
        for (const auto& [key, value] : change.put) {
            records[key] = value;
        }
    }
};

}  // namespace gridlore::test_support
