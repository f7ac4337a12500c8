/// Which handle request ids may be given out: none that was given out before a restart. They are reserved in large
/// blocks, well before they are needed. Internally synchronized.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "adapter/rest-api/durable_records.h"

namespace gridlore::rest_api {

/// The record that holds the last id reserved, in decimal.
inline constexpr const char* handle_request_ids_key = "handle-request-ids";
inline constexpr std::uint64_t handle_request_id_block = 1'000'000;

class HandleRequestIds : public std::enable_shared_from_this<HandleRequestIds> {
  public:
    /// `base`: the last id that may have been given out before; those of one block beyond it are reserved. `records`
    /// must outlive the server's work; null: ids need not be reserved.
    HandleRequestIds(std::uint64_t base, DurableRecords* records)
        : base_(base), records_(records), reserved_(base + handle_request_id_block) {}

    /// Each knowledge base's ids begin behind it.
    std::uint64_t base() const { return base_; }
    /// Whether `id` is reserved; reserves more in time. False only if the disk does not keep up, or refuses.
    bool allows(std::uint64_t id);

  private:
    const std::uint64_t base_;
    DurableRecords* const records_;
    std::atomic<std::uint64_t> reserved_;
    std::atomic<bool> is_reserving_ = false;
};

}  // namespace gridlore::rest_api
