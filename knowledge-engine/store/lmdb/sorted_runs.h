/// Records by the million in order: sorted piece by piece in memory, kept in temporary files where they are too many,
/// merged when they are read. A record is a trivial type with `<` and `==`. Confined.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/temporary_file.h"

namespace gridlore::store::lmdb {

/// Memory that several containers share. Internally synchronized.
class MemoryBudget {
  public:
    explicit MemoryBudget(std::size_t bytes) : left_(bytes) {}

    /// False: there is not so much left.
    bool take(std::size_t bytes) {
        std::size_t left = left_;
        while (bytes <= left) {
            if (left_.compare_exchange_weak(left, left - bytes)) {
                return true;
            }
        }
        return false;
    }
    void give_back(std::size_t bytes) { left_ += bytes; }

  private:
    std::atomic<std::size_t> left_;
};

template <typename Record>
class SortedRuns {
    static_assert(std::is_trivially_copyable_v<Record>);

    /// In memory, or a part of the file.
    struct Run {
        std::vector<Record> records;
        std::uint64_t offset = 0;
        std::size_t count = 0;
    };

  public:
    /// `budget` must outlive the runs.
    SortedRuns(std::filesystem::path folder, MemoryBudget& budget) : folder_(std::move(folder)), budget_(&budget) {}

    bool empty() const { return runs_.empty(); }

    /// Precondition: `sorted` is.
    Result<void> add(std::vector<Record>&& sorted) {
        sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
        if (sorted.empty()) {
            return {};
        }
        if (budget_->take(sorted.size() * sizeof(Record))) {
            sorted.shrink_to_fit();
            const std::size_t count = sorted.size();
            runs_.push_back({std::move(sorted), 0, count});
        } else if (auto spilled = spill(sorted); !spilled) {
            return spilled;
        }
        return runs_.size() < most_runs ? Result<void>() : merge_all();
    }

    /// Reads all records in order, each once. The runs must outlive it, and not be added to meanwhile.
    class Merge {
      public:
        explicit Merge(const SortedRuns& runs) : runs_(&runs) {
            for (const Run& run : runs.runs_) {
                inputs_.push_back({&run, 0, {}, {}});
            }
        }

        /// Appends up to `most` records; none only at the end.
        Result<void> next(std::vector<Record>& out, std::size_t most) {
            if (!std::exchange(has_begun_, true)) {
                if (auto begun = begin(); !begun) {
                    return begun;
                }
            }
            while (most > 0 && !inputs_.empty()) {
                if (auto taken = take_from_first(out, most); !taken) {
                    return taken;
                }
            }
            return {};
        }

      private:
        struct Input {
            const Run* run;
            std::size_t read;  ///< records of the run that are in `records` or were
            std::vector<Record> buffer;
            std::span<const Record> records;
        };

        /// The heap has the input with the least record first.
        static bool is_later(const Input& a, const Input& b) { return b.records.front() < a.records.front(); }

        Result<void> begin() {
            std::vector<Input> full;
            for (Input& input : inputs_) {
                if (auto filled = fill(input); !filled) {
                    return filled;
                }
                full.push_back(std::move(input));
            }
            inputs_ = std::move(full);
            std::make_heap(inputs_.begin(), inputs_.end(), is_later);
            return {};
        }

        Result<void> fill(Input& input) {
            const std::size_t left = input.run->count - input.read;
            if (!input.run->records.empty()) {
                input.records = std::span(input.run->records).subspan(input.read);
                input.read = input.run->count;
                return {};
            }
            const std::size_t count = std::min(left, buffered);
            input.buffer.resize(count);
            if (count > 0) {
                if (auto read =
                        runs_->file_->read(input.run->offset + input.read * sizeof(Record),
                                           reinterpret_cast<char*>(input.buffer.data()), count * sizeof(Record));
                    !read) {
                    return read;
                }
            }
            input.records = input.buffer;
            input.read += count;
            return {};
        }

        /// All that comes before the other inputs' records, which often is much.
        Result<void> take_from_first(std::vector<Record>& out, std::size_t& most) {
            Input& first = inputs_.front();
            const Record* other = nullptr;
            for (std::size_t child = 1; child < std::min<std::size_t>(inputs_.size(), 3); ++child) {
                const Record& candidate = inputs_[child].records.front();
                other = other == nullptr || candidate < *other ? &candidate : other;
            }
            std::size_t taken = 0;
            const std::size_t limit = std::min(most, first.records.size());
            do {
                const Record& record = first.records[taken++];
                if (!last_ || !(*last_ == record)) {
                    out.push_back(record);
                    last_ = record;
                    --most;
                }
            } while (taken < limit && most > 0 && (other == nullptr || !(*other < first.records[taken])));
            first.records = first.records.subspan(taken);
            if (first.records.empty()) {
                if (auto filled = fill(first); !filled) {
                    return filled;
                }
            }
            restore_heap();
            return {};
        }

        void restore_heap() {
            if (inputs_.front().records.empty()) {
                std::swap(inputs_.front(), inputs_.back());
                inputs_.pop_back();
            }
            std::size_t at = 0;
            for (std::size_t child = 1; child < inputs_.size(); child = 2 * at + 1) {
                if (child + 1 < inputs_.size() && is_later(inputs_[child], inputs_[child + 1])) {
                    ++child;
                }
                if (!is_later(inputs_[at], inputs_[child])) {
                    return;
                }
                std::swap(inputs_[at], inputs_[child]);
                at = child;
            }
        }

        static constexpr std::size_t buffered = std::max<std::size_t>((std::size_t{128} << 10) / sizeof(Record), 1);

        const SortedRuns* runs_;
        std::vector<Input> inputs_;
        std::optional<Record> last_;
        bool has_begun_ = false;
    };

    Merge merge() const { return Merge(*this); }

  private:
    static constexpr std::size_t most_runs = 128;

    static std::string_view bytes_of(const std::vector<Record>& records) {
        return {reinterpret_cast<const char*>(records.data()), records.size() * sizeof(Record)};
    }

    Result<void> spill(const std::vector<Record>& sorted) {
        auto offset = append(sorted);
        if (!offset) {
            return std::move(offset).error();
        }
        runs_.push_back({{}, *offset, sorted.size()});
        return {};
    }

    Result<std::uint64_t> append(const std::vector<Record>& records) {
        if (!file_) {
            auto made = TemporaryFile::make(folder_);
            if (!made) {
                return std::move(made).error();
            }
            file_ = *std::move(made);
        }
        return file_->append(bytes_of(records));
    }

    /// One run in a file of its own instead of many.
    Result<void> merge_all() {
        SortedRuns merged(folder_, *budget_);
        Merge all = merge();
        std::vector<Record> records;
        Run run;
        do {
            records.clear();
            if (auto next = all.next(records, merged_at_once); !next) {
                return next;
            }
            if (auto appended = merged.append(records); !appended) {
                return std::move(appended).error();
            }
            run.count += records.size();
        } while (!records.empty());
        for (const Run& old : runs_) {
            budget_->give_back(old.records.size() * sizeof(Record));
        }
        runs_.assign(1, std::move(run));
        file_ = std::move(merged.file_);
        return {};
    }

    static constexpr std::size_t merged_at_once = 16'384;

    std::filesystem::path folder_;
    MemoryBudget* budget_;
    std::vector<Run> runs_;
    std::optional<TemporaryFile> file_;
};

}  // namespace gridlore::store::lmdb
