/// Power cuts, which a kill does not show: the writes and syncs of the store's file are recorded while clients write;
/// then, for many moments, a file is made as a disk may have it when the power goes: all that was synced, and of what
/// came later any part, in sectors, in any order. Each is opened and verified.
///
///     power_cut FOLDER CUTS SEED [lying]
///
/// `lying`: as if syncs did nothing, which has to be found out. Prints how many cuts there were and how many failed.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "tests/fault/store/crash_workload.h"
#include "tests/fault/store/recorded_writes.h"

namespace {

using namespace gridlore;
namespace fs = std::filesystem;
using fault::FileEvent;

constexpr std::size_t clients = 6;
constexpr std::size_t changes = 60;
constexpr std::size_t loads = 4;
constexpr std::size_t sector = 512;

[[noreturn]] void give_up(const std::string& message) {
    std::cerr << message << std::endl;
    std::exit(2);
}

std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A disk's content: what is certain to be there.
class Disk {
  public:
    explicit Disk(std::string bytes) : bytes_(std::move(bytes)) {}

    void write(std::uint64_t offset, std::string_view bytes) {
        if (bytes_.size() < offset + bytes.size()) {
            bytes_.resize(offset + bytes.size());
        }
        std::copy(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(offset));
    }
    const std::string& bytes() const { return bytes_; }

  private:
    std::string bytes_;
};

struct Piece {
    std::uint64_t offset;
    std::string_view bytes;
};

/// The sectors of writes that no sync followed, of which any may be on disk, each as any of those writes left it.
std::vector<Piece> pieces_of(const std::vector<const FileEvent*>& writes) {
    std::vector<Piece> pieces;
    for (const FileEvent* write : writes) {
        std::string_view rest = write->bytes;
        for (std::uint64_t offset = write->offset; !rest.empty();) {
            const std::size_t size = std::min<std::size_t>(sector - offset % sector, rest.size());
            pieces.push_back({offset, rest.substr(0, size)});
            rest.remove_prefix(size);
            offset += size;
        }
    }
    return pieces;
}

void apply_any(Disk& disk, const std::vector<const FileEvent*>& writes, std::mt19937& random) {
    auto pieces = pieces_of(writes);
    switch (random() % 4) {
        case 0:  // none
            return;
        case 1:  // all
            break;
        case 2:  // any, in any order
            std::shuffle(pieces.begin(), pieces.end(), random);
            [[fallthrough]];
        default: {  // few or many
            const unsigned most = 1 + random() % 100;
            pieces.erase(
                std::remove_if(pieces.begin(), pieces.end(), [&](const Piece&) { return random() % 100 >= most; }),
                pieces.end());
        }
    }
    for (const Piece& piece : pieces) {
        disk.write(piece.offset, piece.bytes);
    }
}

/// Clients and loads, recorded; a mark stands behind each acknowledgement.
std::vector<FileEvent> record_workload(const fs::path& folder, Disk& begin) {
    auto store = store::open_lmdb_store(folder);
    if (!store) {
        give_up(store.error().message);
    }
    begin = Disk(content_of(folder / "data.mdb"));
    fault::record_file(folder / "data.mdb");
    std::vector<std::thread> threads;
    for (std::size_t client = 0; client < clients; ++client) {
        threads.emplace_back([&store, client] {
            for (std::size_t count = 0; count < changes; ++count) {
                if (auto written = fault::write_change(**store, client, count); !written) {
                    give_up(written.error().message);
                }
                fault::record_mark("client" + std::to_string(client), count + 1);
            }
        });
    }
    for (std::size_t load = 0; load < loads; ++load) {
        if (auto loaded = fault::load_graph(**store, load); !loaded) {
            give_up(loaded.error().message);
        }
        fault::record_mark("load", load);
    }
    fault::record_mark("clear", 0);
    if (auto cleared = fault::clear_graph(**store, 0); !cleared) {
        give_up(cleared.error().message);
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    return fault::recorded_events();
}

/// Goes through the events once, as time does.
class Replay {
  public:
    Replay(Disk disk, bool is_lying) : disk_(std::move(disk)), is_lying_(is_lying) { promised_.counts.resize(clients); }

    void go_past(const FileEvent& event) {
        switch (event.kind) {
            case FileEvent::Kind::Write:
                unsynced_.push_back(&event);
                break;
            case FileEvent::Kind::SyncedWrite:
                is_lying_ ? unsynced_.push_back(&event) : disk_.write(event.offset, event.bytes);
                break;
            case FileEvent::Kind::Sync:
                sync();
                break;
            case FileEvent::Kind::Mark:
                promise(event);
                break;
        }
    }

    /// What may be on disk when the power goes while `next` is being done.
    Disk cut(const FileEvent& next, std::mt19937& random) const {
        Disk disk = disk_;
        auto writes = unsynced_;
        if (next.kind == FileEvent::Kind::Write || next.kind == FileEvent::Kind::SyncedWrite) {
            writes.push_back(&next);
        }
        apply_any(disk, writes, random);
        return disk;
    }
    const fault::Promised& promised() const { return promised_; }

  private:
    void sync() {
        // A disk that lies forgets the oldest last.
        const std::size_t kept = is_lying_ ? std::min<std::size_t>(unsynced_.size(), 200) : 0;
        const auto end = unsynced_.end() - static_cast<std::ptrdiff_t>(kept);
        std::for_each(unsynced_.begin(), end,
                      [this](const FileEvent* write) { disk_.write(write->offset, write->bytes); });
        unsynced_.erase(unsynced_.begin(), end);
    }

    void promise(const FileEvent& mark) {
        if (mark.bytes == "load") {
            promised_.loads.push_back(mark.offset);
        } else if (mark.bytes == "clear") {
            promised_.loads.erase(std::remove(promised_.loads.begin(), promised_.loads.end(), mark.offset),
                                  promised_.loads.end());
        } else {
            promised_.counts[std::stoul(mark.bytes.substr(6))] = mark.offset;
        }
    }

    Disk disk_;
    const bool is_lying_;
    std::vector<const FileEvent*> unsynced_;
    fault::Promised promised_;
};

/// LMDB trusts its pages: in a file that syncs did not protect it may crash, which is a failure and not the end.
bool is_sound(const std::function<std::vector<std::string>()>& verification) {
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        const auto findings = verification();
        for (const std::string& finding : findings) {
            std::fprintf(stderr, "%s\n", finding.c_str());
        }
        std::_Exit(findings.empty() ? 0 : 1);
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

std::vector<std::string> verify_disk(const fs::path& folder, const Disk& disk, const fault::Promised& promised) {
    fs::remove_all(folder);
    fs::create_directory(folder);
    std::ofstream(folder / "lock") << "";
    std::ofstream(folder / "data.mdb", std::ios::binary) << disk.bytes();
    store::LmdbSettings settings;
    settings.map_bytes = std::uint64_t{1} << 30;
    auto store = store::open_lmdb_store(folder, settings);
    return store ? fault::verify(**store, promised) : std::vector<std::string>{store.error().message};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::cerr << "power_cut FOLDER CUTS SEED [lying]" << std::endl;
        return 2;
    }
    const fs::path folder = argv[1];
    const std::size_t cuts = std::stoul(argv[2]);
    std::mt19937 random(static_cast<unsigned>(std::stoul(argv[3])));
    Disk disk{""};
    const auto events = record_workload(folder / "recorded", disk);
    const auto count_of = [&](FileEvent::Kind kind) {
        return std::count_if(events.begin(), events.end(),
                             [kind](const FileEvent& event) { return event.kind == kind; });
    };
    std::printf("%zu events: %td writes, %td synced writes, %td syncs\n", events.size(),
                count_of(FileEvent::Kind::Write), count_of(FileEvent::Kind::SyncedWrite),
                count_of(FileEvent::Kind::Sync));
    std::vector<std::size_t> moments(cuts);
    std::generate(moments.begin(), moments.end(), [&] { return random() % events.size(); });
    std::sort(moments.begin(), moments.end());

    Replay replay(std::move(disk), argc > 4);
    std::size_t failed = 0;
    std::size_t now = 0;
    for (const std::size_t moment : moments) {
        for (; now < moment; ++now) {
            replay.go_past(events[now]);
        }
        const Disk cut = replay.cut(events[now], random);
        const bool is_good = is_sound([&] { return verify_disk(folder / "cut", cut, replay.promised()); });
        failed += is_good ? 0 : 1;
    }
    std::printf("%zu cuts, %zu failed\n", cuts, failed);
    return 0;
}
