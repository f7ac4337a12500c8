#include "knowledge-engine/store/lmdb/hashed_ids.h"

namespace gridlore::store::lmdb {
namespace {

constexpr std::size_t first_slots = 1024;

}  // namespace

/// Of the slot with that hash, or of the free one where it belongs. Precondition: their number is a power of two.
std::size_t HashedIds::place_of(const Slots& slots, const Hash& hash) {
    const std::size_t mask = slots.size() - 1;
    std::size_t at = hash.second & mask;
    while (slots[at].id != 0 && (slots[at].hash.first != hash.first || slots[at].hash.second != hash.second)) {
        at = (at + 1) & mask;
    }
    return at;
}

Result<void> HashedIds::grow() {
    const std::size_t count = slots_.size() == 0 ? first_slots : slots_.size() * 2;
    auto larger = Slots::make(folder_, count, memory_ / 3 * 2);  // while it grows there are two
    if (!larger) {
        return std::move(larger).error();
    }
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (slots_[i].id != 0) {
            (*larger)[place_of(*larger, slots_[i].hash)] = slots_[i];
        }
    }
    slots_ = *std::move(larger);
    return {};
}

std::uint64_t HashedIds::find(const Hash& hash) const {
    return slots_.size() == 0 ? 0 : slots_[place_of(slots_, hash)].id;
}

Result<void> HashedIds::set(const Hash& hash, std::uint64_t id) {
    if (used_ >= slots_.size() / 3 * 2) {
        if (auto grown = grow(); !grown) {
            return grown;
        }
    }
    Slot& slot = slots_[place_of(slots_, hash)];
    used_ += slot.id == 0 ? 1 : 0;
    slot = {hash, id};
    return {};
}

}  // namespace gridlore::store::lmdb
