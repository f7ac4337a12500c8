#include "adapter/import/output.h"

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

namespace gridlore::importer {
namespace {

class StreamOutput final : public Output {
  public:
    explicit StreamOutput(std::ostream& out) : out_(out) {}
    Result<void> write(std::string_view bytes) override {
        out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return state();
    }
    Result<void> finish() override {
        out_.flush();
        return state();
    }

  private:
    Result<void> state() const {
        return out_ ? Result<void>()
                    : Result<void>(Error{ErrorKind::Unavailable, "what was to read the output has gone, or is full"});
    }
    std::ostream& out_;
};

/// libarchive writes, so that a compressed file and another differ in one line.
class FileOutput final : public Output {
  public:
    explicit FileOutput(std::string name)
        : name_(std::move(name)), unfinished_(name_ + "." + std::to_string(getpid()) + ".part") {}
    ~FileOutput() override {
        archive_write_free(archive_);
        if (!finished_) {
            std::error_code ignored;
            std::filesystem::remove(unfinished_, ignored);
        }
    }
    FileOutput(const FileOutput&) = delete;
    FileOutput& operator=(const FileOutput&) = delete;

    Result<void> begin() {
        archive_write_set_format_raw(archive_);
        if (name_.ends_with(".gz")) {
            archive_write_add_filter_gzip(archive_);
        }
        archive_write_set_bytes_in_last_block(archive_, 1);
        archive_entry* entry = archive_entry_new();
        archive_entry_set_filetype(entry, AE_IFREG);
        const bool fine = archive_write_open_filename(archive_, unfinished_.c_str()) == ARCHIVE_OK &&
                          archive_write_header(archive_, entry) == ARCHIVE_OK;
        archive_entry_free(entry);
        return fine ? Result<void>() : Result<void>(failure());
    }

    Result<void> write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const la_ssize_t count = archive_write_data(archive_, bytes.data(), bytes.size());
            if (count <= 0) {
                return failure();
            }
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return {};
    }

    Result<void> finish() override {
        if (archive_write_close(archive_) != ARCHIVE_OK) {
            return failure();
        }
        std::error_code error;
        std::filesystem::rename(unfinished_, name_, error);
        if (error) {
            return Error{ErrorKind::Unavailable, name_ + ": cannot be written: " + error.message()};
        }
        finished_ = true;
        return {};
    }

  private:
    Error failure() const {
        const int code = archive_errno(archive_);  // its own words name the unfinished file
        const char* why = archive_error_string(archive_);
        return {ErrorKind::Unavailable, name_ + ": cannot be written: " +
                                            (code > 0         ? std::generic_category().message(code)
                                             : why == nullptr ? "unknown"
                                                              : why)};
    }

    std::string name_;
    std::string unfinished_;
    archive* archive_ = archive_write_new();
    bool finished_ = false;
};

}  // namespace

Result<std::unique_ptr<Output>> Output::to_file(const std::string& name) {
    std::error_code error;
    if (const auto status = std::filesystem::status(name, error);
        std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        return Error{ErrorKind::Unavailable, name + ": is there already, and is no file"};
    }
    auto output = std::make_unique<FileOutput>(name);
    if (Result<void> begun = output->begin(); !begun) {
        return std::move(begun).error();
    }
    return std::unique_ptr<Output>(std::move(output));
}

Result<std::unique_ptr<Output>> Output::to_stream(std::ostream& out) {
    return std::unique_ptr<Output>(std::make_unique<StreamOutput>(out));
}

}  // namespace gridlore::importer
