/// Ids by 128 bits of hash: so many that no two terms have the same ones. Beyond its memory it lies in a mapped file.
/// Confined.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <utility>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/mapped_array.h"

namespace gridlore::store::lmdb {

class HashedIds {
  public:
    HashedIds(std::filesystem::path folder, std::size_t memory) : folder_(std::move(folder)), memory_(memory) {}

    struct Hash {
        std::uint64_t first = 0;
        std::uint64_t second = 0;
    };
    /// 0: there is none.
    std::uint64_t find(const Hash& hash) const;
    /// Unavailable: there is no room for it.
    Result<void> set(const Hash& hash, std::uint64_t id);

  private:
    struct Slot {
        Hash hash;
        std::uint64_t id;
    };
    using Slots = MappedArray<Slot>;

    Result<void> grow();
    static std::size_t place_of(const Slots& slots, const Hash& hash);

    std::filesystem::path folder_;
    std::size_t memory_;
    Slots slots_;
    std::size_t used_ = 0;
};

}  // namespace gridlore::store::lmdb
