/// Where registrations are kept so that they outlive the server: named byte strings. Implemented by whoever has a disk.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::rest_api {

using Record = std::pair<std::string, std::string>;  ///< key (at most 100 bytes of ASCII) and value

/// Made as one; what is removed is removed first.
struct RecordChange {
    std::vector<std::string> remove;  ///< all records whose keys begin so
    std::vector<Record> put;
};

/// Internally synchronized.
class DurableRecords {
  public:
    virtual ~DurableRecords() = default;
    /// Changes are made in the order in which they are submitted, and all or nothing of each. `done` is called once,
    /// when it is on disk or has failed; those on disk are told of in that order. It is called on the records' own
    /// thread, or at once in `submit`, and holds up all changes behind it, others' too: it must be short, and hand on
    /// to an executor what is not. Let go of uncalled only when the server ends.
    virtual void submit(RecordChange change, std::function<void(Result<void>)> done) = 0;
};

}  // namespace gridlore::rest_api
