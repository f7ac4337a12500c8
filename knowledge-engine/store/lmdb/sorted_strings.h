/// Byte strings by the million, each with a number, read in the order of their bytes (of the same bytes: of their
/// numbers). Sorted piece by piece in memory, kept in a temporary file where they are too many, merged when they are
/// read. Confined.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/temporary_file.h"

namespace gridlore::store::lmdb {

class SortedStrings {
  public:
    /// Of `memory` it takes a third for what is not sorted yet.
    SortedStrings(const std::filesystem::path& folder, std::size_t memory);

    /// Numbers ascend. Unavailable: the disk is full, or broken.
    Result<void> add(std::string_view bytes, std::uint64_t number);
    /// No more come.
    Result<void> finish();

    /// Reads all of them. The strings must outlive it. Precondition: `finish` was called.
    class Merge {
      public:
        explicit Merge(const SortedStrings& strings);
        /// False at the end. `bytes` is a view until the next call.
        Result<bool> next(std::string_view& bytes, std::uint64_t& number);

      private:
        struct Input {
            ByteSpool::Reader reader;
            std::string_view bytes;
            std::uint64_t number = 0;
        };
        static bool is_later(const Input* a, const Input* b);
        /// False: it has ended.
        static Result<bool> advance(Input& input);
        Result<void> begin();

        std::vector<Input> inputs_;
        std::vector<Input*> heap_;  ///< of those that have more: the least first, whose string was given last
        bool has_begun_ = false;
    };

  private:
    struct Place {
        std::uint64_t key;  ///< eight bytes of the string, those that are compared now
        std::uint32_t at;   ///< in the piece
        std::uint32_t size;
    };

    Result<void> add_piece();
    std::string_view bytes_at(const Place& place) const;
    void sort(std::vector<Place>::iterator begin, std::vector<Place>::iterator end, std::size_t depth) const;

    std::size_t piece_memory_;
    ByteSpool pieces_;
    std::vector<std::uint64_t> ends_;  ///< of each piece in `pieces_`
    std::string piece_;                ///< not sorted yet: numbers, each with its string behind it
    std::vector<Place> places_;
};

}  // namespace gridlore::store::lmdb
