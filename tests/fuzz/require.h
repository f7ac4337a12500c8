/// What every fuzz target needs: an input as text, and a property that has to hold.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::fuzz {

/// Ends the program, which the fuzzer reports as a finding.
inline void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// An input is refused with a reason, and never for a defect of ours.
inline void require_refusal(const Error& error) {
    require(error.kind == ErrorKind::InvalidInput || error.kind == ErrorKind::LimitExceeded);
    require(!error.message.empty());
}

}  // namespace gridlore::fuzz
