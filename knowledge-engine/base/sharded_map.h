/// A hash map with cheap copies, for state that is read as an immutable snapshot and changed by publishing a new one.
///
/// Entries live in a fixed number of shards that copies share; a change copies one shard. Copying the map costs the
/// number of shards, changing it the size of one shard: at the 10^4..10^5 entries of a network both are microseconds.
/// A value type: a `const` map may be shared between threads; a copy may be changed by its owner.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>

namespace gridlore {

template <typename Key, typename Value, typename Hash = std::hash<Key>>
class ShardedMap {
    using Shard = std::unordered_map<Key, Value, Hash, std::equal_to<>>;

  public:
    static constexpr std::size_t shard_count = 256;

    /// Null if there is none. The pointer lives as long as any copy of the map that holds the same version of it.
    /// With a transparent hash `key` may be of another type that compares with keys.
    template <typename Like = Key>
    const Value* find(const Like& key) const {
        const auto& shard = shards_[index_of(key)];
        if (!shard) {
            return nullptr;
        }
        const auto it = shard->find(key);
        return it == shard->end() ? nullptr : &it->second;
    }

    void insert_or_assign(const Key& key, Value value) {
        Shard& shard = own(key);
        const std::size_t before = shard.size();
        shard.insert_or_assign(key, std::move(value));
        size_ += shard.size() - before;
    }

    void erase(const Key& key) {
        if (find(key) != nullptr) {
            own(key).erase(key);
            --size_;
        }
    }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    /// Calls `f(key, value)` for every entry, in no particular order.
    template <typename F>
    void for_each(F&& f) const {
        for (const auto& shard : shards_) {
            if (shard) {
                for (const auto& [key, value] : *shard) {
                    f(key, value);
                }
            }
        }
    }

  private:
    template <typename Like>
    static std::size_t index_of(const Like& key) {
        // The multiplication spreads hashes that are the identity over the shards.
        return (Hash{}(key)*0x9E3779B97F4A7C15ULL) >> 56;
    }

    /// The shard of `key`, made this copy's own.
    Shard& own(const Key& key) {
        auto& shard = shards_[index_of(key)];
        if (!shard) {
            shard = std::make_shared<Shard>();
        } else if (shard.use_count() != 1) {
            shard = std::make_shared<Shard>(*shard);
        }
        return *shard;
    }

    std::array<std::shared_ptr<Shard>, shard_count> shards_;
    std::size_t size_ = 0;
};

}  // namespace gridlore
