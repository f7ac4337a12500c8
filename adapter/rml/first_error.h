/// Private to this folder.
#pragma once

#include "knowledge-engine/base/result.h"

namespace gridlore::rml {

/// The error of the first result that has one; nothing if none has. It lives as long as the result.
template <typename... Results>
const Error* first_error(const Results&... results) {
    const Error* found = nullptr;
    ((found = found == nullptr && !results ? &results.error() : found), ...);
    return found;
}

}  // namespace gridlore::rml
