/// Which requests a call becomes. Pure functions; safe from any thread. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "adapter/http/http.h"
#include "adapter/service/source.h"
#include "adapter/service/variable_values.h"

namespace gridlore::service {

/// One request: its address, and the rows that it is for.
struct RemoteInput {
    std::string target;  ///< path and query
    http::Headers headers;
    Terms given;                   ///< of the first of its rows: what no payload has is the same in all of them
    std::vector<Terms> rows;       ///< in the document's variables
    bool is_of_one_thing = false;  ///< its path names what is asked for
};

/// Those of `call`, whose binding has an address (`Call`). A parameter that a row does not have is left out; so is a
/// row in which something that is needed has no JSON value in the document: the service knows nothing of it. Errors:
/// InvalidInput (another term that the codec of its variable does not take; a variable of the path is missing).
Result<std::vector<RemoteInput>> remote_inputs(const Called& called, const exchange::Call& call);

}  // namespace gridlore::service
