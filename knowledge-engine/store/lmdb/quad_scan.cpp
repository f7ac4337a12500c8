#include "knowledge-engine/store/lmdb/quad_scan.h"

#include <algorithm>
#include <cstring>

namespace gridlore::store::lmdb {
namespace {

/// The first of the values, each `size` bytes, that is not less than `bound` (`or_equal`: that is greater).
const char* partition_point(const char* begin, const char* end, std::size_t size, const char* bound, bool or_equal) {
    std::size_t count = static_cast<std::size_t>(end - begin) / size;
    while (count > 0) {
        const std::size_t half = count / 2;
        const int order = std::memcmp(begin + half * size, bound, size);
        if (order < 0 || (or_equal && order == 0)) {
            begin += (half + 1) * size;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return begin;
}

}  // namespace

Result<void> OrderScan::open(const ReadContext& context, const QuadOrder& order) {
    auto cursor = Cursor::open(context.txn, context.table(order.table));
    if (!cursor) {
        return std::move(cursor).error();
    }
    cursor_ = *std::move(cursor);
    value_size_ = order.value_size();
    return {};
}

int OrderScan::at_end(int code) {
    begin_ = nullptr;
    return code;
}

int OrderScan::enter_page(const MDB_val& key, const MDB_val& value) {
    if (key.mv_size != id_size || value.mv_size != value_size_) {
        return at_end(MDB_CORRUPTED);
    }
    first_ = read_id(static_cast<const char*>(key.mv_data));
    place_ = static_cast<const char*>(value.mv_data);
    MDB_val unused{};
    MDB_val page{};
    const int code = cursor_.get(unused, page, MDB_GET_MULTIPLE);
    if (code != MDB_SUCCESS) {
        return at_end(code);
    }
    is_single_ = page.mv_data == nullptr || page.mv_size == 0;
    begin_ = is_single_ ? place_ : static_cast<const char*>(page.mv_data);
    end_ = begin_ + (is_single_ ? value_size_ : page.mv_size);
    const bool fits = static_cast<std::size_t>(end_ - begin_) % value_size_ == 0 && begin_ <= place_ && place_ < end_;
    return fits ? MDB_SUCCESS : at_end(MDB_CORRUPTED);
}

bool OrderScan::seek_within_page(const ScanRange& range) {
    if (begin_ == nullptr || first_ != range.lower.first() || !range.has_one_key()) {
        return false;
    }
    const char* lower = range.lower.rest();
    const bool is_before = std::memcmp(lower, begin_, value_size_) < 0;
    if ((is_before && !is_single_) || std::memcmp(end_ - value_size_, lower, value_size_) < 0) {
        return false;
    }
    place_ = partition_point(begin_, end_, value_size_, lower, false);
    return true;
}

int OrderScan::seek(const ScanRange& range) {
    if (seek_within_page(range)) {
        return MDB_SUCCESS;
    }
    MDB_val key = to_val({range.lower.bytes.data(), id_size});
    MDB_val value = to_val({range.lower.rest(), value_size_});
    const int code = cursor_.get(key, value, range.has_one_key() ? MDB_GET_BOTH_RANGE : MDB_SET_RANGE);
    return code == MDB_SUCCESS ? enter_page(key, value) : at_end(code);
}

int OrderScan::next_page(const ScanRange& range) {
    MDB_val key{};
    MDB_val value{};
    if (!is_single_) {
        const int code = cursor_.get(key, value, MDB_NEXT_MULTIPLE);
        if (code == MDB_SUCCESS && value.mv_size != 0 && value.mv_size % value_size_ == 0) {
            begin_ = place_ = static_cast<const char*>(value.mv_data);
            end_ = begin_ + value.mv_size;
            return MDB_SUCCESS;
        }
        if (code != MDB_NOTFOUND) {
            return at_end(code == MDB_SUCCESS ? MDB_CORRUPTED : code);
        }
    }
    if (range.has_one_key()) {
        return MDB_NOTFOUND;  // the page stays current for a seek that is near
    }
    const int code = cursor_.get(key, value, MDB_NEXT_NODUP);
    return code == MDB_SUCCESS ? enter_page(key, value) : at_end(code);
}

int OrderScan::page(const ScanRange& range, std::span<const char>& values) {
    if (place_ == end_) {
        if (const int code = next_page(range); code != MDB_SUCCESS) {
            return code;
        }
    }
    if (!range.has_one_key() && range.upper.first() < first_) {
        return MDB_NOTFOUND;
    }
    const char* end = end_;
    if (range.has_one_key() && std::memcmp(end_ - value_size_, range.upper.rest(), value_size_) > 0) {
        end = partition_point(place_, end_, value_size_, range.upper.rest(), true);
    }
    values = {place_, static_cast<std::size_t>(end - place_)};
    return values.empty() ? MDB_NOTFOUND : MDB_SUCCESS;
}

int OrderScan::last(const ScanRange& range, std::string_view& value) {
    begin_ = nullptr;
    const std::string_view upper(range.upper.rest(), value_size_);
    MDB_val key = to_val({range.upper.bytes.data(), id_size});
    MDB_val found = to_val(upper);
    int code = cursor_.get(key, found, MDB_GET_BOTH_RANGE);
    if (code == MDB_NOTFOUND) {
        code = cursor_.get(key, found, MDB_SET);
        code = code == MDB_SUCCESS ? cursor_.get(key, found, MDB_LAST_DUP) : code;
    } else if (code == MDB_SUCCESS && view_of(found) != upper) {
        code = cursor_.get(key, found, MDB_PREV_DUP);
    }
    if (code == MDB_SUCCESS && found.mv_size != value_size_) {
        code = MDB_CORRUPTED;
    }
    value = code == MDB_SUCCESS ? view_of(found) : std::string_view();
    return code;
}

void QuadScan::seek(const QuadPattern& pattern) {
    range_ = scan_range(pattern);
    objects_ = range_.filters_objects ? pattern.object_range : std::nullopt;
    begun_ = false;
    ended_ = false;
}

/// False: there is nothing.
Result<bool> QuadScan::begin() {
    begun_ = true;
    scan_ = &scans_[static_cast<std::size_t>(range_.order->table)];
    if (!scan_->is_open()) {
        if (auto opened = scan_->open(context_, *range_.order); !opened) {
            return std::move(opened).error();
        }
    }
    const int code = scan_->seek(range_);
    if (code != MDB_SUCCESS && code != MDB_NOTFOUND) {
        return error_of(code, "read the store");
    }
    return code == MDB_SUCCESS;
}

/// Goes on by as many values as it looked at; returns how many became quads.
std::size_t QuadScan::take(std::span<const char> values, std::span<QuadIds> quads) {
    const std::size_t size = range_.order->value_size();
    const std::size_t count = std::min(values.size() / size, quads.size());
    const rdf::TermId first = scan_->first();
    std::size_t taken = 0;
    for (std::size_t i = 0; i < count; ++i) {
        quads[taken] = quad_of(*range_.order, first, values.data() + i * size);
        taken += !objects_ || objects_->contains(quads[taken].object) ? 1 : 0;
    }
    scan_->skip(count * size);
    return taken;
}

Result<std::size_t> QuadScan::next(std::span<QuadIds> quads) {
    if (!begun_ && !ended_) {
        auto found = begin();
        if (!found) {
            ended_ = true;
            return std::move(found).error();
        }
        ended_ = !*found;
    }
    std::size_t taken = 0;
    while (!ended_ && taken < quads.size()) {
        std::span<const char> values;
        const int code = scan_->page(range_, values);
        if (code == MDB_NOTFOUND) {
            ended_ = true;
        } else if (code != MDB_SUCCESS) {
            ended_ = true;
            return error_of(code, "read the store");
        } else {
            taken += take(values, quads.subspan(taken));
        }
    }
    return taken;
}

}  // namespace gridlore::store::lmdb
