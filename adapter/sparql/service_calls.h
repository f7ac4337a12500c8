/// Which other endpoints a pattern asks. A pure function; safe from any thread. Private to this folder.
#pragma once

#include <vector>

#include "knowledge-engine/query/algebra.h"

namespace gridlore::sparql {

/// Each SERVICE of `pattern`, those of its EXISTS among them, but for what one of these endpoints is to ask in turn.
/// Valid as long as `pattern`.
std::vector<const query::Service*> service_calls(const query::Group& pattern);

}  // namespace gridlore::sparql
