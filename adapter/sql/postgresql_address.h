/// What stands behind `postgresql:` in a source's address.
#pragma once

#include <string>

#include "adapter/sql/postgresql_library.h"
#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::sql {

/// libpq's words (`dbname=meters host=db`), or a URI without its scheme, as a URI in which every value is
/// percent-encoded, with bounds for connecting. InvalidInput, without any word of it: it is malformed.
Result<std::string> postgresql_uri(const PostgresqlLibrary& libpq, const std::string& words, Duration timeout);

}  // namespace gridlore::sql
