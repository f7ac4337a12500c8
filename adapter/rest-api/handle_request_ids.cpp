#include "adapter/rest-api/handle_request_ids.h"

#include <string>

namespace gridlore::rest_api {

bool HandleRequestIds::allows(std::uint64_t id) {
    if (records_ == nullptr) {
        return true;
    }
    const std::uint64_t reserved = reserved_;
    if (id + handle_request_id_block / 2 > reserved && !is_reserving_.exchange(true)) {
        const std::uint64_t next = reserved_ + handle_request_id_block;
        records_->submit({.remove = {}, .put = {{handle_request_ids_key, std::to_string(next)}}},
                         [self = shared_from_this(), next](const Result<void>& done) {
                             if (done) {
                                 self->reserved_ = next;
                             }
                             self->is_reserving_ = false;
                         });
    }
    return id <= reserved_;
}

}  // namespace gridlore::rest_api
