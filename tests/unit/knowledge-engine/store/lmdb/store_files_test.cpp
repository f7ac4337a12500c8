#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <map>

#include "knowledge-engine/store/lmdb/store_state.h"
#include "tests/unit/knowledge-engine/store/lmdb/durable_store.h"

namespace gridlore::store {
namespace {

namespace fs = std::filesystem;
using rdf::Quad;
using rdf::Term;
using testing::HasSubstr;
using testing::IsEmpty;

using StoreFiles = DurableStore;

const std::vector<Quad> some_quads = {quad(iri("s"), iri("p"), typed("007", "integer")),
                                      quad(iri("s"), iri("p"), typed("21.5", "decimal"), iri("g")),
                                      quad(Term::blank_node("b"), iri("q"), Term::language_string("Netz", "de"))};

/// Name and a hash of the content of each file, for "nothing was changed".
std::map<std::string, std::size_t> files_in(const fs::path& folder) {
    std::map<std::string, std::size_t> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(file), {}};
        files[entry.path().filename()] = std::hash<std::string>()(content);
    }
    return files;
}

void write_file(const fs::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

TEST_F(StoreFiles, KeepQuadsRecordsAndTheVersionWhenClosed) {
    open();
    write(insertion(some_quads));
    write([](WriteTransaction& transaction) { return transaction.put_record("kb/1", "registered"); });
    const auto expected = contents(*snapshot());
    const auto version = snapshot()->version();
    open();
    EXPECT_EQ(contents(*snapshot()), expected);
    EXPECT_EQ(snapshot()->version(), version);
    EXPECT_THAT(store().check(10).value(), IsEmpty());
    write([](WriteTransaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.records("kb/").value(),
                  (std::vector<std::pair<std::string, std::string>>{{"kb/1", "registered"}}));
        return {};
    });
}

TEST_F(StoreFiles, NeverGiveOutAnIdAgain) {
    open();
    rdf::TermId before;
    write([&](WriteTransaction& transaction) -> Result<void> {
        before = transaction.add_blank_node().value();
        return transaction.insert({before, before, before, {}}) ? Result<void>() : Error{};
    });
    write([&](WriteTransaction& transaction) -> Result<void> {
        return transaction.clear(GraphScope::default_graph()) ? Result<void>() : Error{};
    });
    open();
    write([&](WriteTransaction& transaction) -> Result<void> {
        EXPECT_LT(before, transaction.add_blank_node().value());
        return {};
    });
}

TEST_F(StoreFiles, AreOfOneProcessAtATime) {
    open();
    const Error error = refusal();
    EXPECT_EQ(error.kind, ErrorKind::Conflict);
    EXPECT_THAT(error.message, HasSubstr("process " + std::to_string(getpid())));
    close();
    open();
}

TEST_F(StoreFiles, NeedAParentFolder) {
    EXPECT_EQ(open_lmdb_store(temporary_.path() / "no" / "store").error().kind, ErrorKind::Unavailable);
}

TEST_F(StoreFiles, MayBeNamedWithASlashAtTheEnd) {
    open();
    write(insertion(some_quads));
    close();
    auto opened = open_lmdb_store(folder() / "");
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ((*opened)->statistics().quads, 3);
}

TEST_F(StoreFiles, OfOthersAreRefusedAndLeftAsTheyWere) {
    fs::create_directory(folder());
    const std::pair<std::string, std::string> foreign[] = {
        {"letter.txt", "Dear"}, {"data.mdb", "no LMDB file at all"}, {"data.mdb", std::string(1 << 16, '\0')}};
    for (const auto& [name, content] : foreign) {
        write_file(folder() / name, content);
        const auto before = files_in(folder());
        EXPECT_EQ(refusal().kind, ErrorKind::InvalidInput);
        EXPECT_EQ(files_in(folder()), before);
        fs::remove(folder() / name);
    }
    write_file(temporary_.path() / "file", "");
    EXPECT_EQ(open_lmdb_store(temporary_.path() / "file").error().kind, ErrorKind::InvalidInput);
}

TEST_F(StoreFiles, OfAnotherProgramThatUsesLmdbAreRefusedAndLeftAsTheyWere) {
    open();
    damage([](MDB_txn* txn, const lmdb::Tables& tables) { ASSERT_EQ(mdb_drop(txn, tables[lmdb::Table::Meta], 1), 0); });
    fs::remove(folder() / "lock");
    const auto before = files_in(folder());
    const Error error = refusal();
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_THAT(error.message, HasSubstr("not made by this program"));
    EXPECT_EQ(files_in(folder()), before);
}

TEST_F(StoreFiles, OfAnotherFormatVersionAreRefusedAndLeftAsTheyWere) {
    open();
    damage([](MDB_txn* txn, const lmdb::Tables& tables) {
        std::string state = lmdb::encode_state({});
        ++state[8 + 7];
        raw_put(txn, tables[lmdb::Table::Meta], "state", state);
    });
    const auto before = files_in(folder());
    const Error error = refusal();
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_THAT(error.message, HasSubstr("format version 2"));
    EXPECT_EQ(files_in(folder()), before);
}

TEST_F(StoreFiles, ThatWereNeverFinishedAreMadeAnew) {
    for (const std::string& begun : {std::string(), std::string(8192, '\0'), std::string("torn")}) {
        fs::create_directory(folder());
        write_file(folder() / "creating", "");
        write_file(folder() / "data.mdb", begun);
        open();
        write(insertion(some_quads));
        close();
        EXPECT_FALSE(fs::exists(folder() / "creating"));
        fs::remove_all(folder());
    }
}

TEST_F(StoreFiles, ThatWereCutOffGiveErrors) {
    open();
    std::vector<Quad> many;
    for (int i = 0; i < 5000; ++i) {
        many.push_back(quad(iri("s" + std::to_string(i)), iri("p"), iri("o" + std::to_string(i))));
    }
    write(insertion(many));
    close();
    const auto size = fs::file_size(folder() / "data.mdb");
    for (const std::uintmax_t left : {size / 2, size / 8, std::uintmax_t{8192}}) {
        fs::resize_file(folder() / "data.mdb", left);
        auto opened = open_lmdb_store(folder());
        if (!opened) {
            EXPECT_EQ(opened.error().kind, ErrorKind::Internal) << opened.error().message;
            continue;
        }
        auto findings = (*opened)->check(5);
        ASSERT_TRUE(findings);
        EXPECT_FALSE(findings->empty());
    }
}

TEST_F(StoreFiles, GrowWhereLittleAddressSpaceWasReserved) {
    open({.map_bytes = 1 << 20});
    const auto old = snapshot();
    for (int part = 0; part < 40; ++part) {
        std::vector<Quad> many;
        for (int i = 0; i < 3000; ++i) {
            const std::string name = std::to_string(part) + "/" + std::to_string(i);
            many.push_back(quad(iri("s" + name), iri("p"), iri("o" + name)));
        }
        write(insertion(many));
    }
    EXPECT_EQ(snapshot()->size(), 40 * 3000);
    EXPECT_EQ(old->cursor()->next({}).has_value(), false);  // it had to end
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

/// No file of this process may become larger than some bytes.
class FileLimit {
  public:
    explicit FileLimit(rlim_t bytes) {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileLimit() { setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    rlimit before_{};
    void (*handler_)(int) = std::signal(SIGXFSZ, SIG_IGN);
};

TEST_F(StoreFiles, ThatCannotGrowRefuseChangesAndStayAsTheyAre) {
    open();
    write(insertion(some_quads));
    const auto expected = contents(*snapshot());
    std::vector<Quad> many;
    for (int i = 0; i < 20'000; ++i) {
        many.push_back(quad(iri("s" + std::to_string(i)), iri("p"), iri("o" + std::to_string(i))));
    }
    {
        const FileLimit full(fs::file_size(folder() / "data.mdb") + 64 * 1024);
        const Result<void> done = store().write(insertion(many));
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().kind, ErrorKind::Unavailable);
        EXPECT_EQ(contents(*snapshot()), expected);
        write(insertion({quad(iri("small"), iri("p"), iri("o"))}));  // there is room for that
        EXPECT_EQ(snapshot()->size(), expected.size() + 1);
        EXPECT_THAT(store().check(10).value(), IsEmpty());
    }
    write(insertion(many));
    EXPECT_EQ(snapshot()->size(), expected.size() + 1 + many.size());
    open();
    EXPECT_EQ(snapshot()->size(), expected.size() + 1 + many.size());
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_F(StoreFiles, AreCopiedWhileOthersWrite) {
    open();
    write(insertion(some_quads));
    std::atomic<bool> ends = false;
    std::thread writing([&] {
        for (int i = 0; !ends; ++i) {
            const Term name = iri("pair" + std::to_string(i));
            EXPECT_TRUE(store().write(insertion({quad(name, iri("p"), iri("o")), quad(name, iri("q"), iri("o"))})));
        }
    });
    const auto copy = temporary_.path() / "copy";
    const Result<void> copied = store().backup(copy);
    ends = true;
    writing.join();
    ASSERT_TRUE(copied) << copied.error().message;
    auto opened = open_lmdb_store(copy);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_THAT((*opened)->check(10).value(), IsEmpty());
    const auto of_copy = contents(**(*opened)->snapshot());
    EXPECT_THAT(contents(*snapshot()), testing::IsSupersetOf(of_copy));
    EXPECT_THAT(of_copy, testing::IsSupersetOf(set_of(some_quads)));
    EXPECT_EQ(of_copy.size() % 2, some_quads.size() % 2);  // pairs come together
}

TEST_F(StoreFiles, AreCopiedAndCountedWhileTheirAddressSpaceGrows) {
    open({.map_bytes = 1 << 20});
    std::atomic<bool> ends = false;
    std::thread counting([&] {
        while (!ends) {
            EXPECT_GT(store().statistics().bytes, 0U);
        }
    });
    std::thread copying([&] {
        const auto copy = temporary_.path() / "copy";
        while (!ends) {
            const Result<void> copied = store().backup(copy);
            EXPECT_TRUE(copied) << copied.error().message;
            fs::remove_all(copy);
        }
    });
    for (int part = 0; part < 20; ++part) {
        std::vector<Quad> many;
        for (int i = 0; i < 3000; ++i) {
            const std::string name = std::to_string(part) + "/" + std::to_string(i);
            many.push_back(quad(iri("s" + name), iri("p"), iri("o" + name)));
        }
        write(insertion(many));
    }
    ends = true;
    counting.join();
    copying.join();
    EXPECT_EQ(snapshot()->size(), 20 * 3000);
}

TEST_F(StoreFiles, AreNotCopiedOverAnything) {
    open();
    EXPECT_EQ(store().backup(folder()).error().kind, ErrorKind::Conflict);
    EXPECT_EQ(store().backup(temporary_.path() / "no" / "copy").error().kind, ErrorKind::Unavailable);
    write_file(temporary_.path() / "file", "");
    EXPECT_EQ(store().backup(temporary_.path() / "file").error().kind, ErrorKind::Conflict);
}

TEST_F(StoreFiles, OfACopyThatIsCancelledAreRemoved) {
    open();
    std::vector<Quad> many;
    for (int i = 0; i < 20'000; ++i) {
        many.push_back(quad(iri("s" + std::to_string(i)), iri("p"), iri("o" + std::to_string(i))));
    }
    write(insertion(many));
    const auto copy = temporary_.path() / "copy";
    for (const int looks : {0, 1, 3}) {  // at its beginning, and on its way
        int looked = 0;
        const Result<void> copied = store().backup(copy, [&] { return ++looked > looks; });
        ASSERT_FALSE(copied) << looks;
        EXPECT_EQ(copied.error().kind, ErrorKind::Unavailable);
        EXPECT_THAT(copied.error().message, testing::HasSubstr("cancelled"));
        EXPECT_FALSE(fs::exists(copy));
    }
    ASSERT_TRUE(store().backup(copy, [] { return false; }));
    EXPECT_EQ((*(*open_lmdb_store(copy))->snapshot())->size(), many.size());
}

TEST_F(StoreFiles, OfACopyThatFailedAreRemoved) {
    open();
    const FileLimit full(4096);
    EXPECT_EQ(store().backup(temporary_.path() / "copy").error().kind, ErrorKind::Unavailable);
    EXPECT_FALSE(fs::exists(temporary_.path() / "copy"));
}

}  // namespace
}  // namespace gridlore::store
