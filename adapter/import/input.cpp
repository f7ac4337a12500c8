#include "adapter/import/input.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <vector>

namespace gridlore::importer {
namespace {

/// A file descriptor whose first bytes can be looked at before they are read.
class File {
  public:
    static Result<std::unique_ptr<File>> open(const std::string& name) {
        const bool standard = name == "-";
        auto file = std::unique_ptr<File>(new File);
        file->descriptor_ = standard ? dup(STDIN_FILENO) : ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
        if (file->descriptor_ < 0) {
            return not_found(name + ": " + std::strerror(errno));
        }
        struct stat about {};
        if (fstat(file->descriptor_, &about) != 0 || S_ISDIR(about.st_mode)) {
            return not_found(name + ": is no file that can be read");
        }
        if (S_ISREG(about.st_mode) && lseek(file->descriptor_, 0, SEEK_CUR) == 0) {
            file->total_ = static_cast<std::uint64_t>(about.st_size);
        }
        auto begun = file->fill_beginning();
        if (!begun) {
            return std::move(begun).error();
        }
        return file;
    }
    ~File() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    bool begins_with(std::string_view bytes) const { return std::string_view(beginning_).starts_with(bytes); }
    std::uint64_t position() const { return position_; }
    std::optional<std::uint64_t> total() const { return total_; }

    Result<std::size_t> read(std::span<char> bytes) {
        if (position_ < beginning_.size()) {
            const std::size_t count = std::min(bytes.size(), beginning_.size() - static_cast<std::size_t>(position_));
            std::copy_n(beginning_.data() + position_, count, bytes.data());
            position_ += count;
            return count;
        }
        auto count = read_raw(bytes);
        if (count) {
            position_ += *count;
        }
        return count;
    }

    /// Precondition: `total()`. False: it failed.
    bool seek(std::uint64_t position) {
        position_ = position;
        const auto wanted = std::max<std::uint64_t>(position, beginning_.size());
        return lseek(descriptor_, static_cast<off_t>(wanted), SEEK_SET) >= 0;
    }

  private:
    File() = default;

    Result<std::size_t> read_raw(std::span<char> bytes) const {
        while (true) {
            const ssize_t count = ::read(descriptor_, bytes.data(), bytes.size());
            if (count >= 0) {
                return static_cast<std::size_t>(count);
            }
            if (errno != EINTR) {
                return Error{ErrorKind::Unavailable, std::string("cannot be read: ") + std::strerror(errno)};
            }
        }
    }

    Result<void> fill_beginning() {
        std::array<char, 4> bytes{};
        while (beginning_.size() < bytes.size()) {
            const auto count = read_raw(std::span(bytes).first(bytes.size() - beginning_.size()));
            if (!count) {
                return count.error();
            }
            if (*count == 0) {
                break;
            }
            beginning_.append(bytes.data(), *count);
        }
        return {};
    }

    int descriptor_ = -1;
    std::string beginning_;
    std::uint64_t position_ = 0;
    std::optional<std::uint64_t> total_;
};

/// A document as it is.
class PlainInput final : public Input {
  public:
    PlainInput(std::unique_ptr<File> file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}

    Result<std::optional<std::string>> next() override {
        return std::exchange(given_, true) ? std::nullopt : std::optional(name_);
    }
    Result<std::size_t> read(std::span<char> bytes) override { return file_->read(bytes); }
    bool is_archive() const override { return false; }
    std::uint64_t bytes_read() const override { return file_->position(); }
    std::optional<std::uint64_t> bytes_total() const override { return file_->total(); }

  private:
    std::unique_ptr<File> file_;
    std::string name_;
    bool given_ = false;
};

/// What libarchive unpacks.
class PackedInput final : public Input {
  public:
    enum class Form { Gzip, Zip };

    PackedInput(std::unique_ptr<File> file, std::string name, Form form, const InputLimits& limits)
        : file_(std::move(file)), name_(std::move(name)), form_(form), limits_(limits), archive_(archive_read_new()) {}
    ~PackedInput() override { archive_read_free(archive_); }
    PackedInput(const PackedInput&) = delete;
    PackedInput& operator=(const PackedInput&) = delete;

    Result<void> begin() {
        if (form_ == Form::Gzip) {
            archive_read_support_filter_gzip(archive_);
            archive_read_support_format_raw(archive_);
        } else {
            archive_read_support_format_zip(archive_);
        }
        archive_read_set_callback_data(archive_, this);
        archive_read_set_read_callback(archive_, on_read);
        if (file_->total()) {
            archive_read_set_seek_callback(archive_, on_seek);
        }
        return archive_read_open1(archive_) == ARCHIVE_OK ? Result<void>() : Result<void>(damaged());
    }

    Result<std::optional<std::string>> next() override {
        archive_entry* entry = nullptr;
        while (true) {
            const int status = archive_read_next_header(archive_, &entry);
            if (status == ARCHIVE_EOF) {
                return std::optional<std::string>();
            }
            if (status < ARCHIVE_WARN) {
                return damaged();
            }
            if (++members_ > limits_.members) {
                return Error{ErrorKind::LimitExceeded,
                             "the archive has more than " + std::to_string(limits_.members) + " members"};
            }
            if (form_ == Form::Gzip) {
                return std::optional(name_);
            }
            if (archive_entry_filetype(entry) != AE_IFDIR) {
                const char* path = archive_entry_pathname_utf8(entry);
                path = path == nullptr ? archive_entry_pathname(entry) : path;
                return std::optional(std::string(path == nullptr ? "" : path));
            }
        }
    }

    Result<std::size_t> read(std::span<char> bytes) override {
        const la_ssize_t count = archive_read_data(archive_, bytes.data(), bytes.size());
        if (count < 0) {
            return damaged();
        }
        unpacked_ += static_cast<std::uint64_t>(count);
        if (unpacked_ > limits_.bytes || (unpacked_ > limits_.unsuspected && unpacked_ / limits_.expansion > packed_)) {
            return Error{ErrorKind::LimitExceeded,
                         "it unpacks to more than " + (unpacked_ > limits_.bytes
                                                           ? std::to_string(limits_.bytes) + " bytes"
                                                           : std::to_string(limits_.expansion) + " times its size")};
        }
        return static_cast<std::size_t>(count);
    }

    bool is_archive() const override { return form_ == Form::Zip; }
    std::uint64_t bytes_read() const override { return file_->total() ? std::min(packed_, *file_->total()) : packed_; }
    std::optional<std::uint64_t> bytes_total() const override { return file_->total(); }

  private:
    static la_ssize_t on_read(archive*, void* self, const void** bytes) {
        auto& input = *static_cast<PackedInput*>(self);
        const auto count = input.file_->read(input.window_);
        if (!count) {
            input.failure_ = count.error();
            return -1;
        }
        *bytes = input.window_.data();
        input.packed_ += *count;
        return static_cast<la_ssize_t>(*count);
    }

    static la_int64_t on_seek(archive*, void* self, la_int64_t offset, int whence) {
        File& file = *static_cast<PackedInput*>(self)->file_;
        const la_int64_t from = whence == SEEK_SET   ? 0
                                : whence == SEEK_CUR ? static_cast<la_int64_t>(file.position())
                                                     : static_cast<la_int64_t>(*file.total());
        if (from + offset < 0 || !file.seek(static_cast<std::uint64_t>(from + offset))) {
            return ARCHIVE_FATAL;
        }
        return from + offset;
    }

    Error damaged() const {
        if (failure_) {
            return *failure_;
        }
        const char* why = archive_error_string(archive_);
        return invalid_input(std::string("the ") + (form_ == Form::Zip ? "archive" : "compressed file") +
                             " cannot be unpacked: " + (why == nullptr ? "it is damaged" : why));
    }

    std::unique_ptr<File> file_;
    std::string name_;
    Form form_;
    InputLimits limits_;
    archive* archive_;
    std::vector<char> window_ = std::vector<char>(std::size_t{256} * 1024);
    std::optional<Error> failure_;
    std::uint64_t packed_ = 0;
    std::uint64_t unpacked_ = 0;
    std::size_t members_ = 0;
};

}  // namespace

Result<std::unique_ptr<Input>> Input::open(const std::string& name, const InputLimits& limits) {
    auto file = File::open(name);
    if (!file) {
        return std::move(file).error();
    }
    std::filesystem::path path(name);
    const bool zip = (*file)->begins_with("PK\x03\x04") || (*file)->begins_with("PK\x05\x06");
    if (!zip && !(*file)->begins_with("\x1F\x8B")) {
        return std::unique_ptr<Input>(std::make_unique<PlainInput>(*std::move(file), name));
    }
    if (!zip && path.extension() == ".gz") {
        path.replace_extension();
    }
    auto packed = std::make_unique<PackedInput>(*std::move(file), path.string(),
                                                zip ? PackedInput::Form::Zip : PackedInput::Form::Gzip, limits);
    if (Result<void> begun = packed->begin(); !begun) {
        return std::move(begun).error();
    }
    return std::unique_ptr<Input>(std::move(packed));
}

}  // namespace gridlore::importer
