/// Scans of the quad tables, a page at a time.
///
/// Confined to the thread that uses the transaction, which must outlive it and must not change meanwhile.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/read_context.h"
#include "knowledge-engine/store/lmdb/scan_range.h"

namespace gridlore::store::lmdb {

/// The values of one order, from a bound on. It stays on its page between seeks: what is on the same page is found
/// there without another descent of the tree.
class OrderScan {
  public:
    Result<void> open(const ReadContext& context, const QuadOrder& order);
    bool is_open() const { return static_cast<bool>(cursor_); }

    /// LMDB's code: NOTFOUND if the range is empty.
    int seek(const ScanRange& range);
    /// The values of the page, from where the scan is, that are within the range; none at its end. LMDB's code.
    int page(const ScanRange& range, std::span<const char>& values);
    /// Goes behind `bytes` of what `page` gave.
    void skip(std::size_t bytes) { place_ += bytes; }
    rdf::TermId first() const { return first_; }
    /// The greatest value of the key that is not above the range. Leaves the scan nowhere. LMDB's code.
    /// Precondition: `range.has_one_key()`.
    int last(const ScanRange& range, std::string_view& value);

  private:
    /// Makes the page current on which the cursor stands, from `value` on.
    int enter_page(const MDB_val& key, const MDB_val& value);
    int next_page(const ScanRange& range);
    bool seek_within_page(const ScanRange& range);
    int at_end(int code);

    Cursor cursor_;
    std::size_t value_size_ = 0;
    rdf::TermId first_;
    const char* begin_ = nullptr;  ///< of the page's values; null: nowhere
    const char* end_ = nullptr;
    const char* place_ = nullptr;
    bool is_single_ = false;  ///< the key has one value only, which is in no page of its own
};

/// What a `QuadCursor` does, without regard to the age of its snapshot.
class QuadScan {
  public:
    explicit QuadScan(const ReadContext& context) : context_(context) {}
    void seek(const QuadPattern& pattern);
    Result<std::size_t> next(std::span<QuadIds> quads);

  private:
    Result<bool> begin();
    std::size_t take(std::span<const char> values, std::span<QuadIds> quads);

    ReadContext context_;
    std::array<OrderScan, table_specs.size()> scans_;  ///< by table, opened when first needed
    ScanRange range_;
    std::optional<rdf::IdInterval> objects_;
    OrderScan* scan_ = nullptr;
    bool begun_ = false;
    bool ended_ = true;
};

}  // namespace gridlore::store::lmdb
