/// What can be configured of the REST API. A value type.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "knowledge-engine/base/clock.h"

namespace gridlore::rest_api {

struct Settings {
    std::uint8_t reasoner_level = 2;                   ///< of a knowledge base that asks for none
    Duration long_poll = std::chrono::seconds(29);     ///< clients give up after 30 to 35 s
    std::size_t queue_limit = 10'000;                  ///< work that waits for one knowledge base
    std::size_t unanswered_limit = 10'000;             ///< work that one knowledge base has fetched and not answered
    std::size_t json_depth = 32;                       ///< arrays and objects within one another, in a body
    std::size_t inline_bytes = std::size_t{64} << 10;  ///< a larger body is not read on the network's thread
    std::size_t inline_rows = 1000;                    ///< a result of more rows is not written there either
};

}  // namespace gridlore::rest_api
