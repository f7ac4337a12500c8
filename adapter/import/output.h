/// Where an export goes: a file, compressed if its name ends in `.gz`, or a stream. A file appears under its name only
/// when all of it is there. Confined.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::importer {

class Output {
  public:
    /// Errors: Unavailable (the disk, permissions).
    static Result<std::unique_ptr<Output>> to_file(const std::string& name);
    /// `out` must outlive it.
    static Result<std::unique_ptr<Output>> to_stream(std::ostream& out);
    /// What was not finished leaves no file.
    virtual ~Output() = default;

    virtual Result<void> write(std::string_view bytes) = 0;
    /// Once, at the end.
    virtual Result<void> finish() = 0;
};

}  // namespace gridlore::importer
