/// Every write and sync of one file by this program, in order: LMDB's calls are interposed by this program's own
/// `pwrite`, `fdatasync` and the like, which pass them on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gridlore::fault {

struct FileEvent {
    enum class Kind : std::uint8_t {
        Write,        ///< may be lost, or be on disk before its time, until a sync has ended
        SyncedWrite,  ///< on disk when the call has ended (O_DSYNC)
        Sync,         ///< all writes before it are on disk
        Mark,         ///< the program's own
    };
    Kind kind = Kind::Mark;
    std::uint64_t offset = 0;  ///< of a mark: its number
    std::string bytes;         ///< of a mark: its text
};

/// Records what is done to the file at `path`, which exists, from now on.
void record_file(const std::string& path);
void record_mark(std::string text, std::uint64_t number);
/// Ends the record.
std::vector<FileEvent> recorded_events();

}  // namespace gridlore::fault
