#include "adapter/sparql/maintenance.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "adapter/sparql/parameters.h"
#include "adapter/sparql/problem.h"

namespace gridlore::sparql {
namespace {

namespace fs = std::filesystem;

/// No name of a backup begins with a dot, so none is this one.
constexpr const char* unfinished = ".unfinished";
constexpr std::size_t findings_told = 100;

http::Response answer(unsigned status, const nlohmann::ordered_json& body) {
    constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;
    return http::Response::with_body(status, "application/json", body.dump(-1, ' ', false, replace) + "\n");
}

Error cannot(const std::string& doing, const fs::path& path, const std::error_code& error) {
    return {ErrorKind::Unavailable,
            "The server cannot " + doing + " '" + path.string() + "': " + error.message() + "."};
}

std::string time_name() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[sizeof "2026-03-04T091500Z"];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H%M%SZ", &utc)};
}

bool is_name(const std::string& text) {
    constexpr std::size_t longest = 100;
    return !text.empty() && text.size() <= longest && text[0] != '.' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                      c == '_' || c == '-';
           });
}

Result<std::string> name_of(const http::Request& request) {
    const auto parameters = Parameters::parse(request.query);
    if (!parameters) {
        return parameters.error();
    }
    auto name = parameters->one("name");
    if (!name) {
        return std::move(name).error();
    }
    if (*name && !is_name(**name)) {
        return invalid_input("'" + name->value().substr(0, 200) +
                             "' is no name for a backup: a server keeps its backups in a folder of its own, so give up "
                             "to 100 letters, digits, '.', '-' and '_', not beginning with a '.'.");
    }
    return name->value_or(time_name());
}

/// A full disk would be a fault for all who write.
Result<void> look_for_room(const fs::path& folder, std::uint64_t bytes) {
    std::error_code error;
    const auto room = fs::space(folder, error);
    if (error) {
        return cannot("look at", folder, error);
    }
    return room.available >= bytes
               ? Result<void>()
               : Error{ErrorKind::Unavailable, "There is no room for a backup: it may take " + std::to_string(bytes) +
                                                   " bytes, and where '" + folder.string() + "' is, " +
                                                   std::to_string(room.available) + " are free."};
}

/// That an entry was renamed is to last.
/// The folder of backups, held against other servers that were told the same one.
class BackupFolder {
  public:
    explicit BackupFolder(const fs::path& path)
        : path_(path), file_(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}
    ~BackupFolder() {
        if (file_ >= 0) {
            close(file_);
        }
    }
    BackupFolder(const BackupFolder&) = delete;
    BackupFolder& operator=(const BackupFolder&) = delete;

    Result<void> hold() const {
        if (file_ >= 0 && flock(file_, LOCK_EX | LOCK_NB) == 0) {
            return {};
        }
        if (file_ >= 0 && errno == EWOULDBLOCK) {
            return Error{ErrorKind::Conflict, "Another server is making a backup in '" + path_.string() +
                                                  "': try again later, or give each a folder of its own (backups)."};
        }
        return cannot("open", path_, {errno, std::generic_category()});
    }
    Result<void> sync() const {
        return fsync(file_) == 0 ? Result<void>() : cannot("sync", path_, {errno, std::generic_category()});
    }

  private:
    const fs::path path_;
    const int file_;
};

/// The new folder. What a server that was killed left unfinished is removed before.
Result<fs::path> back_up(const Services& services, const std::string& name, const store::Cancelled& cancelled) {
    std::error_code error;
    const fs::path folder = fs::absolute(services.settings.backup_folder, error);
    if (error || (fs::create_directories(folder, error), error)) {
        return cannot("make the folder", folder, error);
    }
    fs::path target = folder / name;
    if (fs::exists(fs::symlink_status(target, error))) {
        return Error{ErrorKind::Conflict, "There is a backup '" + target.string() + "' already."};
    }
    const BackupFolder held(folder);
    if (auto alone = held.hold(); !alone) {
        return std::move(alone).error();
    }
    if (auto room = look_for_room(folder, services.store.statistics().bytes); !room) {
        return std::move(room).error();
    }
    fs::remove_all(folder / unfinished, error);
    if (auto copied = services.store.backup((folder / unfinished).string(), cancelled); !copied) {
        return std::move(copied).error();
    }
    if (fs::rename(folder / unfinished, target, error); error) {
        std::error_code ignored;
        fs::remove_all(folder / unfinished, ignored);
        return cannot("rename the backup to", target, error);
    }
    if (auto synced = held.sync(); !synced) {
        return std::move(synced).error();
    }
    return target;
}

http::Response backup(const Services& services, const Task& task, const std::string& name) {
    const auto made = back_up(services, name, [flag = task.cancelled] { return flag->load(); });
    return made ? answer(201, {{"folder", made->string()}, {"quads", services.store.statistics().quads}})
                : problem(made.error(), Stage::Answering);
}

http::Response check(const Services& services, const Task& task) {
    const auto findings = services.store.check(findings_told, [flag = task.cancelled] { return flag->load(); });
    if (!findings) {
        return problem(findings.error(), Stage::Answering);
    }
    const auto statistics = services.store.statistics();
    return answer(200, {{"quads", statistics.quads},
                        {"terms", statistics.terms},
                        {"findings", *findings},
                        {"isComplete", findings->size() < findings_told}});
}

/// Whoever holds it is the one who backs up or checks.
class Turn {
  public:
    explicit Turn(const std::shared_ptr<Services>& services)
        : services_(services), is_taken_(!services->is_maintained.exchange(true)) {}
    ~Turn() { end(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    bool is_taken() const { return is_taken_; }
    void end() {
        if (std::exchange(is_taken_, false)) {
            services_->is_maintained = false;
        }
    }

  private:
    const std::shared_ptr<Services> services_;
    bool is_taken_;
};

template <typename Work>
void take_turn(const std::shared_ptr<Services>& services, http::Request request,
               std::shared_ptr<http::Responder> responder, Work work) {
    if (!services->maintenance) {
        return responder->respond(problem(503, "This server does no maintenance."));
    }
    const auto turn = std::make_shared<Turn>(services);
    if (!turn->is_taken()) {
        return responder->respond(problem(503, "Another backup or check is under way; try again when it has ended."));
    }
    run_on(services->maintenance, services, std::move(request), std::move(responder),
           [turn, work = std::move(work)](Services& all, Task& task) {
               http::Response response = work(all, task);
               turn->end();  // before the response: who has that may ask for the next
               task.responder->respond(std::move(response));
           });
}

}  // namespace

void post_backup(const std::shared_ptr<Services>& services, http::Request request,
                 std::shared_ptr<http::Responder> responder) {
    const auto name = name_of(request);
    if (!name) {
        return responder->respond(problem(name.error(), Stage::Reading));
    }
    if (services->settings.backup_folder.empty()) {
        return responder->respond(
            problem(409, "This server makes no backups: its setting 'backups' is none, or its store is in memory."));
    }
    take_turn(services, std::move(request), std::move(responder),
              [name = *name](Services& all, Task& task) { return backup(all, task, name); });
}

void post_check(const std::shared_ptr<Services>& services, http::Request request,
                std::shared_ptr<http::Responder> responder) {
    take_turn(services, std::move(request), std::move(responder), check);
}

}  // namespace gridlore::sparql
