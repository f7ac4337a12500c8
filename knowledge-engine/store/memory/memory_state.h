/// All that the memory store holds. Confined: see `Turns`.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "knowledge-engine/store/memory/quad_set.h"
#include "knowledge-engine/store/memory/term_table.h"

namespace gridlore::store {

struct MemoryState {
    TermTable terms;
    QuadSet quads;
    std::map<std::string, std::string, std::less<>> records;
    std::uint64_t version = 0;
};

}  // namespace gridlore::store
