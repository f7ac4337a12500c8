#include "knowledge-engine/store/memory/turns.h"

#include <algorithm>

namespace gridlore::store {
namespace {

constexpr std::chrono::milliseconds held_back(20);

}  // namespace

void Turns::begin_reading() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait_for(lock, held_back, [this] { return writers_waiting_ == 0 && !writing_; });
    changed_.wait(lock, [this] { return !writing_; });
    ++readers_;
}

bool Turns::try_reading() {
    const std::lock_guard<std::mutex> lock(mutex_);
    const bool is_free = writers_waiting_ == 0 && !writing_;
    readers_ += is_free ? 1 : 0;
    return is_free;
}

void Turns::end_reading() {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        --readers_;
    }
    changed_.notify_all();
}

bool Turns::begin_writing(std::chrono::milliseconds patience) {
    std::unique_lock<std::mutex> lock(mutex_);
    ++writers_waiting_;
    const auto is_free = [this] { return readers_ == 0 && !writing_; };
    const auto begun = std::chrono::steady_clock::now();
    // Another writer is not what the patience is for: it ends by itself.
    while (!is_free() && (writing_ || std::chrono::steady_clock::now() - begun < patience)) {
        changed_.wait_for(lock, std::max(patience, std::chrono::milliseconds(1)));
    }
    const bool free = is_free();
    --writers_waiting_;
    writing_ = writing_ || free;
    lock.unlock();
    changed_.notify_all();
    return free;
}

void Turns::end_writing() {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        writing_ = false;
    }
    changed_.notify_all();
}

std::size_t Turns::readers() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return readers_;
}

}  // namespace gridlore::store
