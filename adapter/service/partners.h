/// Those that send us JSON: whose faults are let pass, and how many there were (docs/operator.md, `tolerant`). Private
/// to this folder.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "adapter/mapping/lift/lift.h"

namespace gridlore::service {

/// How a payload is read. Safe from any thread.
struct Tolerance {
    bool is_tolerant = false;
    /// Called for each fault; empty where none is let pass.
    std::function<void(const std::string& pointer, const std::string& message)> warn;

    void apply(mapping::LiftOptions& options) const;
};

/// Internally synchronized.
class Partners : public std::enable_shared_from_this<Partners> {
  public:
    /// Whose faults are let pass from now on: entries of the services' file.
    void tolerate(std::set<std::string> partners);
    /// How what `partner` sends is read; faults that are let pass are counted. Empty: it is not known who sends it.
    Tolerance tolerance_for(const std::string& partner);
    /// Faults so far, by partner.
    std::map<std::string, std::uint64_t> faults() const;

  private:
    mutable std::mutex mutex_;
    // Guarded by mutex_:
    std::set<std::string> tolerated_;
    std::map<std::string, std::uint64_t> faults_;
};

}  // namespace gridlore::service
