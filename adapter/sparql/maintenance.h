/// `/operator/backup` and `/operator/check`: what the operator of a running server asks of its store. Private to this
/// folder.
///
/// One of them at a time, on a thread of its own: readers and writers go on. Each ends, and leaves nothing, when its
/// client goes or the server stops.
#pragma once

#include <memory>
#include <string_view>

#include "adapter/http/http.h"
#include "adapter/sparql/services.h"

namespace gridlore::sparql {

inline constexpr std::string_view backup_path = "/operator/backup";
inline constexpr std::string_view check_path = "/operator/check";

/// Copies the store to a new folder in the one that is set for backups: `?name=`, or the time. A client says no more
/// than a name, since whoever reaches the server may send one.
void post_backup(const std::shared_ptr<Services>& services, http::Request request,
                 std::shared_ptr<http::Responder> responder);
/// Says what the check of the store found.
void post_check(const std::shared_ptr<Services>& services, http::Request request,
                std::shared_ptr<http::Responder> responder);

}  // namespace gridlore::sparql
