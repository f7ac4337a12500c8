#include "adapter/http/mapped_file.h"

#include <sys/mman.h>

#include <utility>

namespace gridlore::http {

Result<std::shared_ptr<const MappedFile>> MappedFile::map(SpoolFile file, std::uint64_t size) {
    if (size == 0) {
        return std::shared_ptr<const MappedFile>(new MappedFile(std::move(file), {}));
    }
    void* const address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.descriptor(), 0);
    if (address == MAP_FAILED) {  // NOLINT: the system's macro casts
        return Error{ErrorKind::Unavailable, "A temporary file cannot be read."};
    }
    ::madvise(address, size, MADV_SEQUENTIAL);
    return std::shared_ptr<const MappedFile>(
        new MappedFile(std::move(file), {static_cast<const char*>(address), size}));
}

MappedFile::~MappedFile() {
    if (!bytes_.empty()) {
        ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());  // NOLINT: unmapping takes what mapping gave
    }
}

}  // namespace gridlore::http
