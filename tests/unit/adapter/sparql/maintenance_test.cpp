#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "tests/unit/adapter/sparql/sparql_world.h"
#include "tests/unit/knowledge-engine/rdf/temporary_folder.h"

namespace gridlore::sparql {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

/// A durable store behind the protocols, with a folder for backups that is not there yet.
class Maintenance : public testing::Test {
  protected:
    Settings settings() const {
        Settings given;
        given.backup_folder = folder().string();
        return given;
    }
    fs::path folder() const { return temporary_.path() / "some" / "backups"; }
    std::unique_ptr<store::QuadStore> durable() const {
        return std::move(store::open_lmdb_store(temporary_.path() / "store").value());
    }
    std::vector<std::string> backups() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder())) {
            names.push_back(entry.path().filename());
        }
        return names;
    }

    rdf::TemporaryFolder temporary_;
};

Answered back_up(const SparqlWorld& world, const std::string& query = "") {
    return world.send("POST", "/operator/backup", query);
}

TEST_F(Maintenance, MakesABackupThatIsAStore) {
    const SparqlWorld world(settings(), durable());
    ASSERT_EQ(world.update("INSERT DATA { <urn:a> <urn:p> 1 . GRAPH <urn:g> { <urn:a> <urn:p> 2 } }").status, 204U);
    const Answered made = back_up(world, "name=tonight");
    ASSERT_EQ(made.status, 201U) << made.body;
    const json told = json::parse(made.body);
    EXPECT_EQ(told["quads"], 2);
    EXPECT_EQ(told["folder"], (folder() / "tonight").string());
    const auto copy = store::open_lmdb_store(folder() / "tonight");
    ASSERT_TRUE(copy) << copy.error().message;
    EXPECT_EQ((*(*copy)->snapshot())->size(), 2U);
}

TEST_F(Maintenance, NamesABackupByTheTimeIfNobodyElseDoes) {
    const SparqlWorld world(settings(), durable());
    ASSERT_EQ(back_up(world).status, 201U);
    ASSERT_EQ(backups().size(), 1U);
    EXPECT_THAT(backups().front(), testing::MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z"));
}

TEST_F(Maintenance, WritesNowhereButIntoItsFolder) {
    const SparqlWorld world(settings(), durable());
    for (const std::string name :
         {"..", ".hidden", "", "a/b", "%2Ftmp%2Fx", "a%00b", "..%2Fx", "a b", "%C3%A9", "a&name=b"}) {
        EXPECT_EQ(back_up(world, "name=" + name).status, 400U) << name;
    }
    EXPECT_FALSE(fs::exists(folder()));
}

TEST_F(Maintenance, OverwritesNoBackup) {
    const SparqlWorld world(settings(), durable());
    ASSERT_EQ(back_up(world, "name=a").status, 201U);
    const auto before = fs::last_write_time(folder() / "a" / "data.mdb");
    const Answered again = back_up(world, "name=a");
    EXPECT_EQ(again.status, 409U);
    EXPECT_THAT(again.detail(), HasSubstr("already"));
    EXPECT_EQ(fs::last_write_time(folder() / "a" / "data.mdb"), before);
}

TEST_F(Maintenance, RemovesWhatAServerThatWasKilledLeft) {
    const SparqlWorld world(settings(), durable());
    fs::create_directories(folder() / ".unfinished");
    std::ofstream(folder() / ".unfinished" / "data.mdb.unfinished") << "half";
    ASSERT_EQ(back_up(world, "name=a").status, 201U);
    EXPECT_THAT(backups(), testing::ElementsAre("a"));
}

TEST_F(Maintenance, LeavesWhatAnotherServerIsMakingInTheSameFolder) {
    const SparqlWorld world(settings(), durable());
    ASSERT_EQ(back_up(world, "name=first").status, 201U);
    fs::create_directory(folder() / ".unfinished");
    const int others = ::open(folder().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ASSERT_EQ(flock(others, LOCK_EX | LOCK_NB), 0);
    const Answered refused = back_up(world, "name=second");
    EXPECT_EQ(refused.status, 409U);
    EXPECT_THAT(refused.detail(), HasSubstr("Another server"));
    EXPECT_TRUE(fs::exists(folder() / ".unfinished"));
    close(others);
    EXPECT_EQ(back_up(world, "name=second").status, 201U);
    EXPECT_FALSE(fs::exists(folder() / ".unfinished"));
}

TEST_F(Maintenance, MakesNoBackupsWhereNoneAreWanted) {
    const SparqlWorld unset({}, durable());
    EXPECT_EQ(back_up(unset).status, 409U);
    EXPECT_THAT(back_up(unset).detail(), HasSubstr("'backups'"));
    const SparqlWorld in_memory(settings());
    EXPECT_EQ(back_up(in_memory).status, 400U);
    EXPECT_THAT(backups(), IsEmpty());
}

TEST_F(Maintenance, SaysWhichFolderCannotBeMade) {
    Settings given;
    given.backup_folder = temporary_.path() / "file" / "backups";
    std::ofstream(temporary_.path() / "file") << "text";
    const Answered refused = back_up(SparqlWorld(given, durable()));
    EXPECT_EQ(refused.status, 503U);
    EXPECT_THAT(refused.detail(), HasSubstr(given.backup_folder));
}

TEST_F(Maintenance, ChecksTheStore) {
    const SparqlWorld world(settings(), durable());
    ASSERT_EQ(world.update("INSERT DATA { <urn:a> <urn:p> <urn:b> }").status, 204U);
    const Answered checked = world.send("POST", "/operator/check");
    ASSERT_EQ(checked.status, 200U);
    EXPECT_EQ(json::parse(checked.body),
              json({{"quads", 1}, {"terms", 3}, {"findings", json::array()}, {"isComplete", true}}));
    EXPECT_EQ(world.send("GET", "/operator/check").status, 405U);
}

TEST_F(Maintenance, DoesOneThingAtATimeAndTellsOthersSo) {
    std::function<void()> waiting;
    const SparqlWorld world(settings(), durable(), [&waiting](const std::function<void()>& work) {
        waiting = work;
        return true;
    });
    const auto first = std::make_shared<AwaitedResponse>();
    http::Request request;
    request.method = "POST";
    request.path = "/operator/backup";
    request.query = "name=a";
    world.handler()(request, first);
    for (const std::string path : {"/operator/backup", "/operator/check"}) {
        const Answered refused = world.send("POST", path);
        EXPECT_EQ(refused.status, 503U);
        EXPECT_THAT(refused.detail(), HasSubstr("Another backup or check"));
    }
    std::exchange(waiting, {})();
    EXPECT_EQ(first->wait().status, 201U);
    const auto next = std::make_shared<AwaitedResponse>();
    request.query = "name=b";
    world.handler()(request, next);
    std::exchange(waiting, {})();
    EXPECT_EQ(next->wait().status, 201U);
}

TEST_F(Maintenance, EndsWithItsClientAndWithTheServerAndLeavesNothing) {
    std::function<void()> waiting;
    SparqlWorld world(settings(), durable(), [&waiting](const std::function<void()>& work) {
        waiting = work;
        return true;
    });
    ASSERT_EQ(world.update("INSERT DATA { <urn:a> <urn:p> 1 }").status, 204U);
    http::Request request;
    request.method = "POST";
    request.path = "/operator/backup";
    const auto gone = std::make_shared<AwaitedResponse>();
    world.handler()(request, gone);
    gone->disconnect();
    std::exchange(waiting, {})();
    EXPECT_EQ(gone->wait().status, 503U);
    const auto stopped = std::make_shared<AwaitedResponse>();
    world.handler()(request, stopped);
    world.api().stopping();
    std::exchange(waiting, {})();
    EXPECT_EQ(stopped->wait().status, 503U);
    EXPECT_THAT(backups(), IsEmpty());
    EXPECT_EQ(world.send(request).status, 503U);
}

}  // namespace
}  // namespace gridlore::sparql
