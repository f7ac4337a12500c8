#include "adapter/http/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>

#include "adapter/http/quality.h"

namespace gridlore::http {
namespace {

/// zlib's code for "gzip, with the largest window".
constexpr int gzip_window = 16 + MAX_WBITS;
constexpr int memory_level = 8;
/// Little is gained by more work on text that repeats itself as results do.
constexpr int level = 2;
constexpr std::size_t piece_size = std::size_t{32} << 10;
/// zlib counts in `unsigned int`.
constexpr std::size_t input_limit = std::size_t{1} << 30;

Bytef* bytes_of(const char* text) {
    return reinterpret_cast<Bytef*>(const_cast<char*>(text));  // NOLINT: zlib's input is not const, nor written to
}

}  // namespace

class GzipEncoder::Stream {
  public:
    Stream() {
        if (deflateInit2(&stream_, level, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK) {
            throw std::bad_alloc();
        }
    }
    ~Stream() { deflateEnd(&stream_); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    void run(std::string_view bytes, int flush, std::string& out) {
        stream_.next_in = bytes_of(bytes.data());
        stream_.avail_in = static_cast<unsigned>(bytes.size());
        do {
            const std::size_t size = out.size();
            out.resize(size + piece_size);
            stream_.next_out = bytes_of(out.data() + size);
            stream_.avail_out = piece_size;
            deflate(&stream_, flush);  // fails only for a state that this use cannot reach
            out.resize(out.size() - stream_.avail_out);
        } while (stream_.avail_out == 0);
    }

  private:
    z_stream stream_{};
};

GzipEncoder::GzipEncoder() : stream_(std::make_unique<Stream>()) {}
GzipEncoder::~GzipEncoder() = default;
GzipEncoder::GzipEncoder(GzipEncoder&&) noexcept = default;
GzipEncoder& GzipEncoder::operator=(GzipEncoder&&) noexcept = default;

void GzipEncoder::add(std::string_view bytes, std::string& out) {
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, input_limit);
        stream_->run(piece, Z_NO_FLUSH, out);
        bytes.remove_prefix(piece.size());
    }
}

void GzipEncoder::finish(std::string& out) {
    stream_->run({}, Z_FINISH, out);
}

class GzipDecoder::Stream {
  public:
    Stream() {
        if (inflateInit2(&stream_, gzip_window) != Z_OK) {
            throw std::bad_alloc();
        }
    }
    ~Stream() { inflateEnd(&stream_); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    Result<void> next(std::string_view& bytes, std::string& out) {
        out.clear();
        if (is_complete_ && bytes.empty()) {
            return {};
        }
        if (is_complete_) {
            inflateReset(&stream_);  // a document may consist of several members
            is_complete_ = false;
        }
        const std::size_t size = std::min(bytes.size(), input_limit);
        stream_.next_in = bytes_of(bytes.data());
        stream_.avail_in = static_cast<unsigned>(size);
        out.resize(piece_size);
        stream_.next_out = bytes_of(out.data());
        stream_.avail_out = piece_size;
        const int status = inflate(&stream_, Z_NO_FLUSH);
        bytes.remove_prefix(size - stream_.avail_in);
        out.resize(piece_size - stream_.avail_out);
        is_complete_ = status == Z_STREAM_END;
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
            return invalid_input("The text is no valid gzip.");
        }
        return {};
    }

    bool is_complete() const { return is_complete_; }

  private:
    z_stream stream_{};
    bool is_complete_ = false;
};

GzipDecoder::GzipDecoder() : stream_(std::make_unique<Stream>()) {}
GzipDecoder::~GzipDecoder() = default;
GzipDecoder::GzipDecoder(GzipDecoder&&) noexcept = default;
GzipDecoder& GzipDecoder::operator=(GzipDecoder&&) noexcept = default;

Result<void> GzipDecoder::next(std::string_view& bytes, std::string& out) {
    return stream_->next(bytes, out);
}

bool GzipDecoder::is_complete() const {
    return stream_->is_complete();
}

bool accepts_gzip(std::string_view accept_encoding) {
    unsigned any = 0;
    for (const Preference& preference : preferences_of(accept_encoding)) {
        if (preference.value == "gzip" || preference.value == "x-gzip") {
            return preference.quality > 0;
        }
        any = preference.value == "*" ? preference.quality : any;
    }
    return any > 0;
}

}  // namespace gridlore::http
