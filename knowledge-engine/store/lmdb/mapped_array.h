/// Numbers by the million that are written anywhere: in memory, or in a mapped file, whose pages the kernel writes and
/// takes back as it likes. Confined.
#pragma once

#include <sys/mman.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <type_traits>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/temporary_file.h"

namespace gridlore::store::lmdb {

template <typename Element>
class MappedArray {
    static_assert(std::is_trivially_copyable_v<Element>);

  public:
    MappedArray() = default;

    /// All bytes are zero. In memory up to `memory` bytes, else in a file of `folder`. Unavailable: there is no room.
    static Result<MappedArray> make(const std::filesystem::path& folder, std::size_t count, std::size_t memory) {
        const std::size_t bytes = std::max<std::size_t>(count, 1) * sizeof(Element);
        void* room = MAP_FAILED;
        if (bytes <= memory) {
            room = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        } else {
            auto file = TemporaryFile::make(folder);
            if (!file) {
                return std::move(file).error();
            }
            if (auto reserved = file->reserve(bytes); !reserved) {
                return std::move(reserved).error();
            }
            room = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file->descriptor(), 0);
        }
        if (room == MAP_FAILED) {
            return error_of(errno, "get room for the terms of a load");
        }
        return MappedArray(static_cast<Element*>(room), bytes, count);
    }

    std::size_t size() const { return size_; }
    Element& operator[](std::size_t at) { return elements_.get()[at]; }
    const Element& operator[](std::size_t at) const { return elements_.get()[at]; }

  private:
    struct Unmap {
        std::size_t bytes = 0;
        void operator()(Element* elements) const { munmap(elements, bytes); }
    };

    MappedArray(Element* elements, std::size_t bytes, std::size_t size)
        : elements_(elements, Unmap{bytes}), size_(size) {}

    std::unique_ptr<Element[], Unmap> elements_;
    std::size_t size_ = 0;
};

}  // namespace gridlore::store::lmdb
