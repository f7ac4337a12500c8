#include "knowledge-engine/store/lmdb/store_files.h"

#include <fcntl.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <string>

namespace gridlore::store::lmdb {
namespace {

namespace fs = std::filesystem;

/// Readers that are not snapshots: backups, checks, statistics.
constexpr unsigned own_readers = 64;
constexpr std::uint64_t most_file_bytes = std::uint64_t{1} << 46;
constexpr std::uint64_t least_map_bytes = std::uint64_t{1} << 24;

Result<Environment> new_environment(unsigned readers) {
    MDB_env* raw = nullptr;
    if (const int code = mdb_env_create(&raw); code != MDB_SUCCESS) {
        return error_of(code, "open the store");
    }
    Environment env(raw);
    mdb_env_set_maxdbs(raw, table_specs.size());
    mdb_env_set_maxreaders(raw, readers);
    return env;
}

/// Opens the tables; `flags`: MDB_CREATE to make them.
Result<Tables> open_tables(MDB_txn* txn, unsigned flags) {
    Tables tables;
    for (std::size_t i = 0; i < table_specs.size(); ++i) {
        const TableSpec& spec = table_specs[i];
        MDB_dbi& table = tables[static_cast<Table>(i)];
        unsigned found = 0;
        int code = mdb_dbi_open(txn, spec.name, spec.flags | flags, &table);
        code = code == MDB_SUCCESS ? mdb_dbi_flags(txn, table, &found) : code;
        if (code == MDB_NOTFOUND || code == MDB_INCOMPATIBLE || (code == MDB_SUCCESS && found != spec.flags)) {
            return Error{ErrorKind::Internal, std::string("the store's file is damaged: its table '") + spec.name +
                                                  "' is missing or of another kind"};
        }
        if (code != MDB_SUCCESS) {
            return error_of(code, "open the store's tables");
        }
    }
    return tables;
}

/// Opens a file that may be anybody's, without a trace.
Result<Environment> open_to_look(const fs::path& folder) {
    auto env = new_environment(1);
    if (!env) {
        return env;
    }
    // LMDB takes more if the file needs it; unasked, it takes what the file's maker wished for, which may not be there.
    mdb_env_set_mapsize(env->get(), least_map_bytes);
    const int code = mdb_env_open(env->get(), folder.c_str(), MDB_RDONLY | MDB_NOLOCK, 0644);
    if (code == MDB_INVALID || code == MDB_VERSION_MISMATCH || code == ENOENT) {
        return invalid_input("'" + (folder / data_file).string() + "' is no LMDB file that this program can read");
    }
    return code == MDB_SUCCESS ? std::move(env) : Result<Environment>(error_of(code, "open the store"));
}

/// By how many bytes the file is shorter than its pages.
Result<std::uint64_t> missing_bytes(const fs::path& folder) {
    auto env = open_to_look(folder);
    if (!env) {
        return std::move(env).error();
    }
    MDB_envinfo info{};
    MDB_stat stat{};
    mdb_env_info(env->get(), &info);
    mdb_env_stat(env->get(), &stat);
    std::error_code problem;
    const std::uint64_t size = fs::file_size(folder / data_file, problem);
    if (problem) {
        return cannot("read", folder / data_file, problem.value());
    }
    const std::uint64_t pages = std::uint64_t{info.me_last_pgno} + 1;
    if (pages > most_file_bytes / stat.ms_psize) {
        return Error{ErrorKind::Internal,
                     "the store's file is damaged: it claims to have " + std::to_string(pages) + " pages"};
    }
    return pages * stat.ms_psize > size ? pages * stat.ms_psize - size : 0;
}

/// Reads the state. Precondition: no bytes are missing.
Result<StoreState> look_at(const fs::path& folder) {
    auto env = open_to_look(folder);
    if (!env) {
        return std::move(env).error();
    }
    auto txn = Transaction::reading(env->get());
    if (!txn) {
        return std::move(txn).error();
    }
    MDB_dbi meta = 0;
    const int code = mdb_dbi_open(txn->get(), table_specs[0].name, 0, &meta);
    if (code == MDB_NOTFOUND || code == MDB_INCOMPATIBLE) {
        return invalid_input("'" + (folder / data_file).string() + "' was not made by this program");
    }
    if (code != MDB_SUCCESS) {
        return error_of(code, "open the store");
    }
    Tables tables;
    tables[Table::Meta] = meta;
    return read_state(txn->get(), tables);
}

/// A file may be shorter than its pages say: what was taken and given back within one transaction is never written. To
/// read there would be a fault, behind the end of a file that was cut off, too; in a hole it is an error.
Result<void> extend_to_pages(const fs::path& folder) {
    auto missing = missing_bytes(folder);
    if (!missing || *missing == 0) {
        return missing ? Result<void>() : std::move(missing).error();
    }
    const fs::path path = folder / data_file;
    std::error_code problem;
    const std::uint64_t size = fs::file_size(path, problem);
    if (!problem) {
        fs::resize_file(path, size + *missing, problem);
    }
    return problem ? cannot("extend", path, problem.value()) : Result<void>();
}

/// Address space for as much as is wanted, or as there is.
Result<Environment> open_environment(const fs::path& folder, const LmdbSettings& settings) {
    std::uint64_t bytes = std::max(settings.map_bytes, least_map_bytes);
    for (;; bytes /= 2) {
        auto env = new_environment(settings.snapshots + own_readers);
        if (!env) {
            return env;
        }
        mdb_env_set_mapsize(env->get(), bytes);
        const int code = mdb_env_open(env->get(), folder.c_str(), MDB_NOTLS, 0644);
        if (code == MDB_SUCCESS) {
            return env;
        }
        if (code != ENOMEM || bytes < 2 * least_map_bytes) {
            return error_of(code, "open the store '" + folder.string() + "'");
        }
    }
}

Result<std::uint64_t> random_seed() {
    std::uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, 0) != sizeof seed) {
        return Error{ErrorKind::Unavailable, "the machine gives no random numbers"};
    }
    return seed;
}

Result<void> make_tables(MDB_env* env) {
    auto seed = random_seed();
    auto txn = Transaction::writing(env);
    if (!seed || !txn) {
        return seed ? std::move(txn).error() : std::move(seed).error();
    }
    auto tables = open_tables(txn->get(), MDB_CREATE);
    if (!tables) {
        return std::move(tables).error();
    }
    StoreState state;
    state.seed = *seed;
    const int code = write_state(txn->get(), *tables, state);
    return checked(code == MDB_SUCCESS ? txn->commit() : code, "make a new store");
}

/// In a folder that exists, under its lock.
Result<void> make_store(const fs::path& folder, const LmdbSettings& settings) {
    auto mark = open_file(folder / creating_file, O_RDWR | O_CREAT);
    if (!mark) {
        return std::move(mark).error();
    }
    for (const std::string_view name : {data_file, lmdb_lock_file}) {
        if (auto removed = remove_file(folder / name); !removed) {
            return removed;
        }
    }
    if (auto synced = sync_folder(folder); !synced) {
        return synced;
    }
    {
        auto env = open_environment(folder, settings);
        if (!env) {
            return std::move(env).error();
        }
        if (auto made = make_tables(env->get()); !made) {
            return made;
        }
    }
    if (auto synced = sync_folder(folder); !synced) {
        return synced;
    }
    if (auto removed = remove_file(folder / creating_file); !removed) {
        return removed;
    }
    return sync_folder(folder);
}

/// Before a lock is laid beside what may be foreign; what is locked already is cut off where it is not whole.
Result<void> refuse_foreign(const fs::path& folder, bool is_locked) {
    auto missing = missing_bytes(folder);
    if (!missing) {
        return std::move(missing).error();
    }
    if (*missing > 0) {
        return is_locked ? Result<void>()
                         : Error{ErrorKind::Internal, "'" + (folder / data_file).string() + "' was cut off: " +
                                                          std::to_string(*missing) + " bytes are missing"};
    }
    auto state = look_at(folder);
    const bool is_foreign = !state && state.error().kind == ErrorKind::InvalidInput;
    return is_foreign ? std::move(state).error() : Result<void>();
}

/// The folder, claimed for this process, with a store in it.
Result<FileHandle> claim(const fs::path& folder, const LmdbSettings& settings) {
    auto content = content_of(folder);
    if (!content) {
        return std::move(content).error();
    }
    if (*content == Content::Foreign) {
        return invalid_input("'" + folder.string() + "' holds other files and no store: name an empty or a new folder");
    }
    FileHandle lock;
    if (*content == Content::Store) {
        auto held = take_lock_if_there(folder);
        if (!held) {
            return held;
        }
        lock = *std::move(held);
        if (auto refused = refuse_foreign(folder, static_cast<bool>(lock)); !refused) {
            return std::move(refused).error();
        }
    }
    if (auto made = make_folder(folder); !made) {
        return std::move(made).error();
    }
    auto held = lock ? Result<FileHandle>(std::move(lock)) : take_lock(folder);
    if (!held) {
        return held;
    }
    if (auto is_signed = sign_lock(*held, folder); !is_signed) {
        return std::move(is_signed).error();
    }
    content = content_of(folder);  // another process may have made or ended something meanwhile
    if (!content) {
        return std::move(content).error();
    }
    if (*content != Content::Store) {
        if (auto made = make_store(folder, settings); !made) {
            return std::move(made).error();
        }
    }
    return held;
}

Result<void> read_tables(OpenedFiles& files) {
    auto txn = Transaction::writing(files.env.get());
    if (!txn) {
        return std::move(txn).error();
    }
    auto tables = open_tables(txn->get(), 0);
    if (!tables) {
        return std::move(tables).error();
    }
    files.tables = *tables;
    auto state = read_state(txn->get(), files.tables);
    if (!state) {
        return std::move(state).error();
    }
    files.state = *state;
    return checked(txn->commit(), "open the store");
}

}  // namespace

Result<OpenedFiles> open_files(const fs::path& given, const LmdbSettings& settings) {
    const fs::path folder = given.has_filename() ? given : given.parent_path();  // `a/` is `a`
    auto lock = claim(folder, settings);
    if (!lock) {
        return std::move(lock).error();
    }
    OpenedFiles files;
    files.lock = *std::move(lock);
    if (auto extended = extend_to_pages(folder); !extended) {
        return std::move(extended).error();
    }
    auto env = open_environment(folder, settings);
    if (!env) {
        return std::move(env).error();
    }
    files.env = *std::move(env);
    files.gate = std::make_unique<MapGate>();
    mdb_env_set_userctx(files.env.get(), files.gate.get());
    auto read = read_tables(files);
    return read ? Result<OpenedFiles>(std::move(files)) : std::move(read).error();
}

}  // namespace gridlore::store::lmdb
