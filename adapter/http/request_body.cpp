#include "adapter/http/request_body.h"

#include <algorithm>
#include <utility>

#include "adapter/http/mapped_file.h"

namespace gridlore::http {

void RequestBody::begin(const Limits& limits, bool is_gzip, std::optional<std::uint64_t> size_hint) {
    limits_ = limits;
    if (is_gzip) {
        decoder_.emplace();
    } else if (size_hint) {
        memory_.reserve(std::min<std::uint64_t>(*size_hint, limits.in_memory.value_or(limits.size)));
    }
}

Result<void> RequestBody::add(std::string_view bytes) {
    if (!decoder_) {
        return add_decoded(bytes);
    }
    do {
        auto added = decoder_->next(bytes, decoded_);
        if (added) {
            added = add_decoded(decoded_);
        }
        if (!added) {
            return added;
        }
    } while (!bytes.empty() || !decoded_.empty());
    return {};
}

Result<void> RequestBody::add_decoded(std::string_view bytes) {
    if (bytes.size() > limits_.size - size_) {
        return Error{ErrorKind::LimitExceeded,
                     "The request's body is larger than " + std::to_string(limits_.size) + " bytes."};
    }
    if (!file_ && limits_.in_memory && size_ + bytes.size() > *limits_.in_memory) {
        auto made = SpoolFile::make(limits_.folder);
        if (!made) {
            return std::move(made).error();
        }
        file_ = *std::move(made);
        if (auto moved = file_->write(0, memory_); !moved) {
            return moved;
        }
        memory_ = {};
    }
    const std::uint64_t at = std::exchange(size_, size_ + bytes.size());
    if (file_) {
        return file_->write(at, bytes);
    }
    memory_ += bytes;
    return {};
}

Result<void> RequestBody::finish() const {
    if (decoder_ && !decoder_->is_complete()) {
        return invalid_input("The request's body ends in the middle of its gzip.");
    }
    return {};
}

Result<void> RequestBody::give_to(Request& request) {
    if (!file_) {
        request.body = std::move(memory_);
        return {};
    }
    auto mapped = MappedFile::map(*std::move(file_), size_);
    if (!mapped) {
        return std::move(mapped).error();
    }
    request.large_body = *std::move(mapped);
    return {};
}

}  // namespace gridlore::http
