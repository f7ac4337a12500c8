/// Records by the million in the sequence in which they came, written once and read any number of times. A record is a
/// trivial type. Confined.
#pragma once

#include <cstring>
#include <filesystem>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/temporary_file.h"

namespace gridlore::store::lmdb {

template <typename Record>
class RecordSpool {
    static_assert(std::is_trivially_copyable_v<Record>);

  public:
    RecordSpool(std::filesystem::path folder, std::size_t memory) : spool_(std::move(folder), memory) {}

    Result<void> add(const Record& record) {
        block_.push_back(record);
        return block_.size() < block_records ? Result<void>() : flush();
    }
    /// No more come.
    Result<void> finish() { return block_.empty() ? Result<void>() : flush(); }

    /// Calls `use` with every record, until it fails. Precondition: `finish` was called.
    template <typename Use>
    Result<void> each(const Use& use) const {
        ByteSpool::Reader reader(spool_);
        std::vector<Record> block;
        for (std::string_view bytes;;) {
            auto next = reader.next(bytes);
            if (!next || !*next) {
                return next ? Result<void>() : std::move(next).error();
            }
            block.resize(bytes.size() / sizeof(Record));
            std::memcpy(block.data(), bytes.data(), bytes.size());
            for (const Record& record : block) {
                if (auto used = use(record); !used) {
                    return used;
                }
            }
        }
    }

  private:
    static constexpr std::size_t block_records = 4096;

    Result<void> flush() {
        auto appended = spool_.append({reinterpret_cast<const char*>(block_.data()), block_.size() * sizeof(Record)});
        block_.clear();
        return appended;
    }

    ByteSpool spool_;
    std::vector<Record> block_;
};

}  // namespace gridlore::store::lmdb
