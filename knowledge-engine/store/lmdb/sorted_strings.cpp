#include "knowledge-engine/store/lmdb/sorted_strings.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace gridlore::store::lmdb {
namespace {

constexpr std::size_t least_piece = 4096;
constexpr std::size_t most_piece = std::size_t{16} << 20;  // a larger one fits no processor's cache
constexpr std::size_t number_size = sizeof(std::uint64_t);
constexpr std::size_t key_size = sizeof(std::uint64_t);
/// Strings that are the same so far are compared whole.
constexpr std::size_t deepest = 256;
constexpr std::ptrdiff_t few = 8;

/// The eight bytes from `depth` on, as a number that sorts as they do; zeros stand for what is behind the end.
std::uint64_t key_at(std::string_view bytes, std::size_t depth) {
    std::uint64_t key = 0;
    if (depth < bytes.size()) {
        std::memcpy(&key, bytes.data() + depth, std::min(key_size, bytes.size() - depth));
    }
    return __builtin_bswap64(key);
}

}  // namespace

SortedStrings::SortedStrings(const std::filesystem::path& folder, std::size_t memory)
    : piece_memory_(std::clamp(memory / 3, least_piece, most_piece)), pieces_(folder, memory / 3) {}

std::string_view SortedStrings::bytes_at(const Place& place) const {
    return std::string_view(piece_).substr(place.at + number_size, place.size);
}

Result<void> SortedStrings::add(std::string_view bytes, std::uint64_t number) {
    places_.push_back({0, static_cast<std::uint32_t>(piece_.size()), static_cast<std::uint32_t>(bytes.size())});
    piece_.append(reinterpret_cast<const char*>(&number), number_size).append(bytes);
    const std::size_t used = piece_.size() + places_.size() * sizeof(Place);
    return used < piece_memory_ ? Result<void>() : add_piece();
}

Result<void> SortedStrings::finish() {
    return places_.empty() ? Result<void>() : add_piece();
}

/// By eight bytes at a time: what begins with the same ones is sorted by those behind them.
void SortedStrings::sort(std::vector<Place>::iterator begin, std::vector<Place>::iterator end,
                         std::size_t depth) const {
    const auto in_full = [this](const Place& a, const Place& b) {
        const int order = bytes_at(a).compare(bytes_at(b));
        return order != 0 ? order < 0 : a.at < b.at;
    };
    if (end - begin <= few || depth >= deepest) {
        std::sort(begin, end, in_full);
        return;
    }
    bool are_same = true;
    bool has_end = false;
    for (auto place = begin; place != end; ++place) {
        place->key = key_at(bytes_at(*place), depth);
        are_same = are_same && place->key == begin->key;
        has_end = has_end || place->size < depth + key_size;
    }
    if (!are_same) {
        std::sort(begin, end, [](const Place& a, const Place& b) { return a.key < b.key; });
    }
    for (auto same = begin; same != end;) {
        const auto last = std::find_if(same, end, [key = same->key](const Place& place) { return place.key != key; });
        if (last - same > 1) {
            // A zero that is a byte and one that stands for the end are told apart by the whole strings.
            sort(same, last, has_end ? deepest : depth + key_size);
        }
        same = last;
    }
}

Result<void> SortedStrings::add_piece() {
    sort(places_.begin(), places_.end(), 0);
    for (const Place& place : places_) {
        if (auto appended = pieces_.append(std::string_view(piece_).substr(place.at, number_size + place.size));
            !appended) {
            return appended;
        }
    }
    ends_.push_back(pieces_.size());
    piece_.clear();
    places_.clear();
    return {};
}

SortedStrings::Merge::Merge(const SortedStrings& strings) {
    std::uint64_t begin = 0;
    for (const std::uint64_t end : strings.ends_) {
        inputs_.push_back({ByteSpool::Reader(strings.pieces_, begin, end), {}});
        begin = end;
    }
}

bool SortedStrings::Merge::is_later(const Input* a, const Input* b) {
    const int order = a->bytes.compare(b->bytes);
    return order != 0 ? order > 0 : a->number > b->number;
}

Result<bool> SortedStrings::Merge::advance(Input& input) {
    std::string_view record;
    auto next = input.reader.next(record);
    if (next && *next) {
        std::memcpy(&input.number, record.data(), number_size);
        input.bytes = record.substr(number_size);
    }
    return next;
}

Result<void> SortedStrings::Merge::begin() {
    for (Input& input : inputs_) {
        if (auto advanced = advance(input); !advanced) {
            return std::move(advanced).error();
        }
        heap_.push_back(&input);
    }
    std::make_heap(heap_.begin(), heap_.end(), is_later);
    return {};
}

Result<bool> SortedStrings::Merge::next(std::string_view& bytes, std::uint64_t& number) {
    if (!std::exchange(has_begun_, true)) {
        if (auto begun = begin(); !begun) {
            return std::move(begun).error();
        }
    } else if (!heap_.empty()) {
        std::pop_heap(heap_.begin(), heap_.end(), is_later);
        auto more = advance(*heap_.back());
        if (!more) {
            return more;
        }
        if (*more) {
            std::push_heap(heap_.begin(), heap_.end(), is_later);
        } else {
            heap_.pop_back();
        }
    }
    if (heap_.empty()) {
        return false;
    }
    bytes = heap_.front()->bytes;
    number = heap_.front()->number;
    return true;
}

}  // namespace gridlore::store::lmdb
