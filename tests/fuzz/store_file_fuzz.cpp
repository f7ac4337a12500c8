/// The file of the durable store, whose tables hold what no store wrote: it is opened, read in every way, checked and
/// changed, or refused. LMDB trusts the pages of its file and ends the process when these are torn, so the input is not
/// pages but entries: each is put into a table of a small sound store, or removes a key there, with LMDB's own calls.
///
/// Of each entry: table (its highest bit: remove), length of the key, length of the value, key, value.

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "knowledge-engine/store/lmdb/tables.h"
#include "tests/fuzz/require.h"

namespace {

using namespace gridlore;
using fuzz::require;
using rdf::Term;
namespace fs = std::filesystem;

const store::LmdbSettings settings = {.snapshots = 4, .map_bytes = std::uint64_t{1} << 26};

constexpr std::size_t longest_value = 256;

Term integer(const char* text) {
    return Term::literal(text, "http://www.w3.org/2001/XMLSchema#integer");
}

Result<void> fill(store::WriteTransaction& change) {
    const rdf::TermId node = change.add_blank_node().value();
    const Term objects[] = {Term::iri("urn:o"),
                            integer("007"),
                            integer("7"),
                            Term::string("text"),
                            Term::language_string("Netz", "de"),
                            Term::literal("1", "urn:type")};
    for (const char* graph : {"", "urn:g", "urn:h"}) {
        const rdf::TermId in = *graph == '\0' ? rdf::TermId() : change.add_term(Term::iri(graph)).value();
        const rdf::TermId predicate = change.add_term(Term::iri("urn:p")).value();
        for (const Term& object : objects) {
            require(change.insert({node, predicate, change.add_term(object).value(), in}).value());
        }
    }
    return change.put_record("record", "value");
}

/// A folder in memory, where there is one, that ends with the program.
class Folder {
  public:
    Folder() {
        std::string name = (fs::exists("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path()) / "store-XXXXXX";
        path_ = mkdtemp(name.data());
        {
            auto store = store::open_lmdb_store(path_, settings);
            require(store && (*store)->write(fill));
        }
        std::ifstream file(data(), std::ios::binary);
        sound_.assign(std::istreambuf_iterator<char>(file), {});
    }
    ~Folder() { fs::remove_all(path_); }

    const fs::path& path() const { return path_; }
    void restore() const { std::ofstream(data(), std::ios::binary) << sound_; }

  private:
    fs::path data() const { return path_ / "data.mdb"; }
    fs::path path_;
    std::string sound_;
};

std::string_view take(std::string_view& input, std::size_t size) {
    const std::string_view taken = input.substr(0, size);
    input.remove_prefix(taken.size());
    return taken;
}

std::size_t take_byte(std::string_view& input) {
    const std::string_view taken = take(input, 1);
    return taken.empty() ? 0 : static_cast<unsigned char>(taken.front());
}

void put_entries(MDB_txn* txn, std::string_view input) {
    while (input.size() > 3) {
        const std::size_t place = take_byte(input);
        const std::size_t key_size = take_byte(input);
        const std::size_t value_size = take_byte(input);
        MDB_val key = store::lmdb::to_val(take(input, key_size));
        // LMDB takes as many bytes as the table's values have, whatever the size of this one.
        std::string bytes(take(input, value_size));
        MDB_val value{bytes.size(), (bytes.append(longest_value, '\0'), bytes.data())};
        MDB_dbi table = 0;
        const auto& spec = store::lmdb::table_specs[(place & 0x7F) % store::lmdb::table_specs.size()];
        require(mdb_dbi_open(txn, spec.name, spec.flags, &table) == MDB_SUCCESS);
        (void)((place & 0x80) != 0 ? mdb_del(txn, table, &key, nullptr) : mdb_put(txn, table, &key, &value, 0));
    }
}

void damage(const fs::path& folder, std::string_view input) {
    MDB_env* raw = nullptr;
    require(mdb_env_create(&raw) == MDB_SUCCESS);
    const store::lmdb::Environment env(raw);
    mdb_env_set_maxdbs(raw, 32);
    mdb_env_set_mapsize(raw, settings.map_bytes);
    require(mdb_env_open(raw, folder.c_str(), MDB_NOLOCK | MDB_NOSYNC, 0644) == MDB_SUCCESS);
    MDB_txn* txn = nullptr;
    require(mdb_txn_begin(raw, nullptr, 0, &txn) == MDB_SUCCESS);
    put_entries(txn, input);
    require(mdb_txn_commit(txn) == MDB_SUCCESS);
}

/// Whatever fails says why.
template <typename T>
bool holds(const Result<T>& result) {
    require(result || !result.error().message.empty());
    return result.has_value();
}

void read_term(const store::Snapshot& snapshot, rdf::TermId id) {
    if (auto term = snapshot.term(id); holds(term)) {
        (void)holds(snapshot.find(*term));
        (void)holds(snapshot.equal_to(*term));
        (void)holds(snapshot.within({*term, std::nullopt}, 100));
    }
    (void)holds(snapshot.value(id));
}

std::vector<store::QuadIds> read_quads(const store::Snapshot& snapshot, const store::QuadPattern& pattern) {
    std::vector<store::QuadIds> quads(200);
    const auto cursor = snapshot.cursor();
    cursor->seek(pattern);
    auto count = cursor->next(quads);
    quads.resize(holds(count) ? *count : 0);
    (void)holds(snapshot.estimate(pattern));
    return quads;
}

void read_all(const store::Snapshot& snapshot) {
    for (const auto& scope : {store::GraphScope::default_graph(), store::GraphScope::all_named()}) {
        for (const store::QuadIds& quad : read_quads(snapshot, {{}, {}, {}, scope, {}})) {
            for (const rdf::TermId id : {quad.subject, quad.predicate, quad.object}) {
                read_term(snapshot, id);
            }
            (void)read_quads(snapshot, {quad.subject, {}, {}, scope, {}});
            (void)read_quads(snapshot, {{}, quad.predicate, quad.object, scope, {}});
            (void)read_quads(snapshot, {{}, quad.predicate, {}, scope, rdf::IdInterval{quad.subject, quad.object}});
            (void)holds(snapshot.statistics(quad.predicate));
        }
    }
    if (auto graphs = snapshot.graphs(); holds(graphs)) {
        for (const rdf::TermId graph : *graphs) {
            if (graph.is_bound()) {
                (void)read_quads(snapshot, {{}, {}, {}, store::GraphScope::named(graph), {}});
            }
        }
    }
}

Result<void> change_all(store::WriteTransaction& change) {
    auto node = change.add_blank_node();
    auto term = change.add_term(integer("0008"));
    if (holds(node) && holds(term)) {
        (void)holds(change.insert({*node, *term, *term, {}}));
        (void)holds(change.insert({*node, *term, *term, *node}));
    }
    for (const store::QuadIds& quad : read_quads(change.view(), {})) {
        (void)holds(change.remove(quad));
    }
    if (auto graphs = change.view().graphs(); holds(graphs) && !graphs->empty() && graphs->front().is_bound()) {
        (void)holds(change.clear(store::GraphScope::named(graphs->front())));
    }
    (void)holds(change.records(""));
    return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Folder folder;
    folder.restore();
    damage(folder.path(), fuzz::text_of(data, size));
    auto store = store::open_lmdb_store(folder.path(), settings);
    if (!holds(store)) {
        return 0;
    }
    auto findings = (*store)->check(20);
    require(holds(findings) && findings->size() <= 20);
    {
        auto snapshot = (*store)->snapshot();
        require(holds(snapshot));
        read_all(**snapshot);
    }
    (void)holds((*store)->write(change_all));
    return 0;
}
