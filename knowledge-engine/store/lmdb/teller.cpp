#include "knowledge-engine/store/lmdb/teller.h"

#include <iterator>
#include <utility>

namespace gridlore::store::lmdb {

Teller::Teller() : thread_([this] { run(); }) {}

Teller::~Teller() {
    {
        const std::lock_guard lock(mutex_);
        stops_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void Teller::tell(std::vector<Told> outcomes) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.insert(waiting_.end(), std::make_move_iterator(outcomes.begin()),
                        std::make_move_iterator(outcomes.end()));
    }
    changed_.notify_one();
}

void Teller::run() {
    for (;;) {
        std::vector<Told> outcomes;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stops_ || !waiting_.empty(); });
            outcomes.swap(waiting_);
        }
        if (outcomes.empty()) {
            return;
        }
        for (Told& told : outcomes) {
            told.done(std::move(told.outcome));
        }
    }
}

}  // namespace gridlore::store::lmdb
