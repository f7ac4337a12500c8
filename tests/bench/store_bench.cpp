/// The durable store beside Serd and Sord, on generated measurements. Needs some gigabytes where temporary files go.
///
/// GRIDLORE_BENCH_QUADS: how many quads, several with commas between; 3000000,30000000 if it is not set.
/// GRIDLORE_DATA: the folder of outside data; then the largest grid model of it is loaded, too.

#include <sys/syscall.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <fstream>
#include <functional>
#include <numeric>
#include <sstream>
#include <thread>

#include "knowledge-engine/rdf/document_writer.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "tests/bench/checked.h"
#include "tests/bench/figures.h"
#include "tests/bench/measurements.h"
#include "tests/bench/peers.h"
#include "tests/bench/private_memory.h"

namespace {

/// A virtual machine's disk may acknowledge a sync before it is safe; this is what one costs on a disk that does not.
constexpr std::chrono::milliseconds slow_sync(5);
std::atomic<bool> syncs_are_slow = false;

}  // namespace

/// LMDB calls this one: the program's own comes before the C library's.
extern "C" int fdatasync(int file) {
    if (syncs_are_slow) {
        std::this_thread::sleep_for(slow_sync);
    }
    return static_cast<int>(::syscall(SYS_fdatasync, file));
}

namespace gridlore::bench {
namespace {

using Clock = std::chrono::steady_clock;
using store::QuadStore;

constexpr std::uint64_t seed = 20240101;
constexpr std::uint64_t large = 10'000'000;
const std::string saref = "https://saref.etsi.org/core/";

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

/// Gone, with what is in it, at the end.
class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "gridlore-store-bench-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) {
            give_up("cannot make a folder for the stores");
        }
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

std::string millions(std::uint64_t quads) {
    return quads >= 1'000'000 ? std::to_string(quads / 1'000'000) + "M" : std::to_string(quads / 1000) + "k";
}

store::LoadReport load(QuadStore& store, const std::filesystem::path& file, const store::LoadOptions& options = {}) {
    return checked(store.load(
        [&](store::QuadSink& sink) {
            return rdf::read_document(file_source(file), rdf::Syntax::NTriples, {}, store::handlers_of(sink));
        },
        options));
}

/// Loads a file of N-Triples into a new store, beside Serd, and leaves that open.
std::unique_ptr<QuadStore> measure_load(const std::filesystem::path& file, const std::filesystem::path& folder,
                                        const std::string& name, bool named, std::optional<double> least_ratio,
                                        std::vector<Figure>& figures) {
    const Parsed parsed = parse_with_serd(file);
    const store::LoadOptions options{.graph = named ? std::optional(rdf::Term::iri("urn:g")) : std::nullopt};
    auto store = checked(store::open_lmdb_store(folder));
    const PrivateMemory memory;
    const auto begin = Clock::now();
    const store::LoadReport report = load(*store, file, options);
    const double seconds = seconds_since(begin);
    figures.push_back({.name = "load_" + name,
                       .value = static_cast<double>(report.read) / seconds / 1000,
                       .unit = "kquads/s",
                       .floor = static_cast<double>(parsed.quads) / parsed.seconds / 1000,
                       .at_least = least_ratio,
                       .of_floor = true});
    if (report.read < 1'000'000) {
        return store;  // of a small file the empty tables would be counted
    }
    figures.push_back({.name = "disk_" + name,
                       .value = static_cast<double>(store->statistics().bytes) / static_cast<double>(report.added),
                       .unit = "bytes/quad",
                       .at_most = named ? 200.0 : 125.0});
    figures.push_back({.name = "memory_of_load_" + name,
                       .value = static_cast<double>(memory.needed()) / (1 << 20),
                       .unit = "MiB",
                       .at_most = static_cast<double>(options.memory) / (1 << 20)});
    return store;
}

rdf::TermId id_of(const store::Snapshot& snapshot, const rdf::Term& term) {
    const auto id = checked(snapshot.find(term));
    if (!id) {
        give_up("the store does not have " + term.text);
    }
    return *id;
}

/// `quads` is room for some of them.
std::uint64_t count(store::QuadCursor& cursor, const store::QuadPattern& pattern, std::span<store::QuadIds> quads) {
    cursor.seek(pattern);
    std::uint64_t rows = 0;
    for (std::size_t some = 1; some > 0; rows += some) {
        some = checked(cursor.next(quads));
    }
    return rows;
}

/// The rows of `<subject> <first> ?a . ?a <second> ?b`.
std::uint64_t join(const store::Snapshot& snapshot, const std::string& subject, rdf::TermId first, rdf::TermId second) {
    const auto outer = snapshot.cursor();
    const auto inner = snapshot.cursor();
    std::array<store::QuadIds, 256> quads;
    std::array<store::QuadIds, 16> inner_quads;
    outer->seek({.subject = id_of(snapshot, rdf::Term::iri(subject)), .predicate = first, .object = {}});
    std::uint64_t rows = 0;
    for (std::size_t some = 1; some > 0;) {
        some = checked(outer->next(quads));
        for (std::size_t i = 0; i < some; ++i) {
            rows += count(*inner, {.subject = quads[i].object, .predicate = second, .object = {}}, inner_quads);
        }
    }
    return rows;
}

/// Rows per second of joins from one meter after the other.
double rate(const std::function<std::uint64_t(const std::string& meter)>& join_of) {
    constexpr double at_least_seconds = 1;
    std::uint64_t rows = 0;
    const auto begin = Clock::now();
    for (std::uint64_t meter = 0; seconds_since(begin) < at_least_seconds; ++meter) {
        rows += join_of(meter_iri(meter * 997 % meters));
    }
    return static_cast<double>(rows) / seconds_since(begin);
}

void measure_join(QuadStore& store, const std::filesystem::path& file, std::vector<Figure>& figures) {
    const auto snapshot = checked(store.snapshot());
    const std::string first = saref + "madeExecution";
    const std::string second = saref + "hasResult";
    const rdf::TermId first_id = id_of(*snapshot, rdf::Term::iri(first));
    const rdf::TermId second_id = id_of(*snapshot, rdf::Term::iri(second));
    const SordPeer peer(file);
    const std::string meter = meter_iri(0);
    if (peer.join(meter, first, second) != join(*snapshot, meter, first_id, second_id)) {
        give_up("Sord joins otherwise");
    }
    const double theirs = rate([&](const std::string& from) { return peer.join(from, first, second); });
    const double ours = rate([&](const std::string& from) { return join(*snapshot, from, first_id, second_id); });
    figures.push_back({.name = "join_of_two_patterns",
                       .value = ours / 1000,
                       .unit = "krows/s",
                       .floor = theirs / 1000,
                       .at_least = 2.5,
                       .of_floor = true});
}

/// Microseconds for a thousand rows of the readings of so many quarters of an hour.
double range_time(QuadStore& store, std::uint64_t quarters) {
    constexpr int repetitions = 15;
    const auto snapshot = checked(store.snapshot());
    const rdf::TermId timestamp = id_of(*snapshot, rdf::Term::iri(saref + "hasTimestamp"));
    const auto time = [](std::uint64_t number) {
        return rdf::Term::literal(quarter_hour(number), "http://www.w3.org/2001/XMLSchema#dateTime");
    };
    const auto cursor = snapshot->cursor();
    std::array<store::QuadIds, 256> quads;
    std::vector<double> times;
    for (int i = 0; i < repetitions; ++i) {
        const auto begin = Clock::now();
        const auto intervals = rdf::inline_range(time(1), time(1 + quarters));
        std::uint64_t rows = 0;
        for (const rdf::IdInterval& interval : intervals) {
            rows +=
                count(*cursor, {.subject = {}, .predicate = timestamp, .object = {}, .object_range = interval}, quads);
        }
        if (rows != quarters * meters) {
            give_up("a range has " + std::to_string(rows) + " rows");
        }
        times.push_back(seconds_since(begin) * 1e9 / static_cast<double>(rows));
    }
    return median(times);
}

void measure_range(QuadStore& store, std::uint64_t quads, std::vector<Figure>& figures) {
    const std::uint64_t half = quads / triples_per_reading / meters / 2;
    figures.push_back({.name = "range_of_2000_rows_of_" + millions(quads),
                       .value = range_time(store, 1),
                       .unit = "us/1000 rows",
                       .floor = range_time(store, half),
                       .at_most = 2,
                       .of_floor = true});
}

/// Adds one reading, under a name that nobody else uses.
store::Change one_reading(std::uint64_t client, std::uint64_t number) {
    return [=](store::WriteTransaction& change) -> Result<void> {
        const std::string name = "urn:reading:" + std::to_string(client) + ":" + std::to_string(number);
        const std::array terms = {
            rdf::Term::iri(name), rdf::Term::iri(saref + "hasValue"),
            rdf::Term::literal(std::to_string(number), "http://www.w3.org/2001/XMLSchema#integer"),
            rdf::Term::iri(saref + "madeBy"), rdf::Term::iri(meter_iri(client))};
        std::array<rdf::TermId, terms.size()> ids;
        for (std::size_t i = 0; i < terms.size(); ++i) {
            auto id = change.add_term(terms[i]);
            if (!id) {
                return std::move(id).error();
            }
            ids[i] = *id;
        }
        for (const std::size_t at : {1U, 3U}) {
            if (auto inserted = change.insert({ids[0], ids[at], ids[at + 1], {}}); !inserted) {
                return std::move(inserted).error();
            }
        }
        return {};
    };
}

/// Acknowledged changes per second.
double commits(QuadStore& store, std::size_t clients) {
    constexpr auto time = std::chrono::seconds(2);
    std::atomic<std::uint64_t> done = 0;
    const auto begin = Clock::now();
    {
        std::vector<std::jthread> threads;
        for (std::size_t client = 0; client < clients; ++client) {
            threads.emplace_back([&, client] {
                for (std::uint64_t i = 0; Clock::now() - begin < time; ++i) {
                    checked(store.write(one_reading(clients * 1000 + client, i)));
                    ++done;
                }
            });
        }
    }
    return static_cast<double>(done) / seconds_since(begin);
}

void measure_commits(const std::filesystem::path& folder, const std::string& suffix, std::vector<Figure>& figures) {
    const auto store = checked(store::open_lmdb_store(folder));
    const double one = commits(*store, 1);
    figures.push_back({.name = "commits_of_64_clients" + suffix,
                       .value = commits(*store, 64),
                       .unit = "/s",
                       .floor = one,
                       .at_least = 20,
                       .of_floor = true});
}

/// A reader and a writer of little, each as fast as it is answered but for a pause, until they are stopped.
struct Traffic {
    std::vector<double> reads;   ///< microseconds
    std::vector<double> writes;  ///< milliseconds

    void run(QuadStore& store, const std::atomic<bool>& stops) {
        std::jthread writer([&] {
            for (std::uint64_t i = 0; !stops; ++i) {
                const auto begin = Clock::now();
                checked(store.write(one_reading(1'000'000, writes.size() + i)));
                writes.push_back(seconds_since(begin) * 1e3);
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
            }
        });
        for (std::uint64_t i = 0; !stops; ++i) {
            const auto begin = Clock::now();
            const auto snapshot = checked(store.snapshot());
            const rdf::TermId first = id_of(*snapshot, rdf::Term::iri(saref + "madeExecution"));
            const rdf::TermId second = id_of(*snapshot, rdf::Term::iri(saref + "hasResult"));
            join(*snapshot, meter_iri(i * 997 % meters), first, second);
            reads.push_back(seconds_since(begin) * 1e6);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
};

void measure_reader(QuadStore& store, const std::filesystem::path& file, std::vector<Figure>& figures) {
    const auto while_doing = [&](const std::function<void()>& work) {
        Traffic traffic;
        std::atomic<bool> stops = false;
        std::jthread thread([&] { traffic.run(store, stops); });
        work();
        stops = true;
        thread.join();
        return traffic;
    };
    const Traffic quiet = while_doing([] { std::this_thread::sleep_for(std::chrono::seconds(3)); });
    const Traffic busy = while_doing([&] { load(store, file, {.graph = rdf::Term::iri("urn:another-graph")}); });
    figures.push_back({.name = "reader_during_a_load",
                       .value = median(busy.reads),
                       .unit = "us",
                       .floor = median(quiet.reads),
                       .at_most = 2,
                       .of_floor = true});
    figures.push_back({.name = "longest_wait_of_a_write_during_a_load",
                       .value = *std::max_element(busy.writes.begin(), busy.writes.end()),
                       .unit = "ms",
                       .floor = *std::max_element(quiet.writes.begin(), quiet.writes.end())});
}

void measure_size(std::uint64_t quads, const Folder& folder, std::vector<Figure>& figures) {
    const bool is_large = quads >= large;
    const std::string name = millions(quads);
    const auto file = folder / (name + ".nt");
    write_measurements(file, quads, seed);
    // The large one first into a named graph, so that its store is gone when the other comes.
    measure_load(file, folder / "named", name + "_in_a_named_graph", true, std::nullopt, figures);
    std::filesystem::remove_all(folder / "named");
    auto store = measure_load(file, folder / name, name, false, is_large ? 0.3 : 0.4, figures);
    measure_range(*store, quads, figures);
    if (!is_large) {
        measure_join(*store, file, figures);
        measure_reader(*store, file, figures);
    } else {
        store.reset();
        const auto begin = Clock::now();
        store = checked(store::open_lmdb_store(folder / name));
        figures.push_back(
            {.name = "opening_" + name, .value = seconds_since(begin) * 1e3, .unit = "ms", .at_most = 200});
    }
    store.reset();
    std::filesystem::remove_all(folder / name);
    std::filesystem::remove(file);
}

/// The largest model of the outside data, as N-Triples.
void measure_model(const std::filesystem::path& data, const Folder& folder, std::vector<Figure>& figures) {
    const auto model = data / "grid/cgmes-3.0/smallgrid/20210112T1742Z_1D_GB_EQ_001.xml.gz";
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> zipped(gzopen(model.c_str(), "rb"), gzclose);
    if (zipped == nullptr) {
        give_up("there is no " + model.string());
    }
    const rdf::ByteSource source = [&](std::span<char> room) -> Result<std::size_t> {
        return static_cast<std::size_t>(
            std::max(0, gzread(zipped.get(), room.data(), static_cast<unsigned>(room.size()))));
    };
    const auto file = folder / "model.nt";
    std::ofstream out(file, std::ios::binary);
    const auto writer = checked(rdf::DocumentWriter::make(rdf::Syntax::NTriples, {}, [&](std::string_view bytes) {
        out << bytes;
        return Result<void>();
    }));
    checked(rdf::read_document(source, rdf::Syntax::RdfXml, {.base = "http://grid.example/model"},
                               [&](const rdf::QuadView& quad) { return writer->add(quad); }));
    checked(writer->finish());
    out.close();
    measure_load(file, folder / "model", "of_a_grid_model", false, std::nullopt, figures);
}

}  // namespace
}  // namespace gridlore::bench

int main() {
    using namespace gridlore::bench;
    const char* sizes = std::getenv("GRIDLORE_BENCH_QUADS");
    const char* data = std::getenv("GRIDLORE_DATA");
    std::vector<Figure> figures;
    const Folder folder;
    std::istringstream list(sizes == nullptr ? "3000000,30000000" : sizes);
    for (std::string size; std::getline(list, size, ',');) {
        measure_size(std::stoull(size), folder, figures);
    }
    if (data != nullptr) {
        measure_model(data, folder, figures);
    }
    measure_commits(folder / "commits", "", figures);
    syncs_are_slow = true;
    measure_commits(folder / "slow-commits", "_slow_sync", figures);
    syncs_are_slow = false;
    print_table(figures);
}
