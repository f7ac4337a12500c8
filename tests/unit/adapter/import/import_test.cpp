#include "adapter/import/import.h"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "knowledge-engine/store/memory/memory_store.h"
#include "tests/unit/knowledge-engine/rdf/temporary_folder.h"

namespace gridlore::importer {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

/// Members by name; one that is called `` makes a compressed file of no archive.
std::string packed(const std::filesystem::path& path, const std::vector<std::pair<std::string, std::string>>& members) {
    archive* writer = archive_write_new();
    if (members.front().first.empty()) {
        archive_write_add_filter_gzip(writer);
        archive_write_set_format_raw(writer);
    } else {
        archive_write_set_format_zip(writer);
    }
    archive_write_open_filename(writer, path.c_str());
    for (const auto& [name, text] : members) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.empty() ? "data" : name.c_str());
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, static_cast<la_int64_t>(text.size()));
        archive_write_header(writer, entry);
        archive_write_data(writer, text.data(), text.size());
        archive_entry_free(entry);
    }
    archive_write_close(writer);
    archive_write_free(writer);
    return path.string();
}

class Import : public testing::Test {
  protected:
    std::string file(const std::string& name, std::string_view text) { return folder_.file(name, text).string(); }
    std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

    Result<ImportReport> import(const std::string& name, const ImportOptions& options = {}) {
        return import_file(*store_, name, graph_, options);
    }
    std::uint64_t size() { return store_->statistics().quads; }

    rdf::TemporaryFolder folder_;
    std::unique_ptr<store::QuadStore> store_ = store::make_memory_store();
    std::optional<rdf::Term> graph_;
};

TEST_F(Import, ReadsASyntaxByTheExtension) {
    for (const auto& [name, text] : std::vector<std::pair<std::string, std::string>>{
             {"a.ttl", "<urn:x:a> <urn:x:p> 1 ."},
             {"b.nt", "<urn:x:b> <urn:x:p> <urn:x:o> ."},
             {"c.nq", "<urn:x:c> <urn:x:p> <urn:x:o> <urn:x:g> ."},
             {"d.trig", "<urn:x:g> { <urn:x:d> <urn:x:p> 1 }"},
             {"e.rdf", R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:">
                            <rdf:Description rdf:about="urn:x:e"><x:p>1</x:p></rdf:Description></rdf:RDF>)"}}) {
        const auto report = import(file(name, text));
        ASSERT_TRUE(report) << report.error().message;
        EXPECT_EQ(report->load.added, 1) << name;
    }
    EXPECT_EQ(size(), 5);
}

TEST_F(Import, ReadsLinesAsTheyAreWithSeveralThreads) {
    const auto durable = std::move(store::open_lmdb_store(folder_.path() / "store").value());
    constexpr std::size_t count = 20'000;
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += "_:b" + std::to_string(i) + " <urn:x:p> \"" + std::to_string(i) + "\" .\n";
    }
    ImportOptions options;
    options.plain = true;
    Progress last;
    options.progress = [&last](const Progress& progress) {
        EXPECT_GE(progress.quads, last.quads);
        last = progress;
    };
    const auto report = import_file(*durable, file("a.nt", text), {}, options);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->load.added, count);
    EXPECT_EQ(last.bytes, text.size());
    last = {};
    const auto refused = import_file(*durable, file("b.nt", text + "oops"), {}, options);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("b.nt:" + std::to_string(count + 1) + ":"));
    EXPECT_EQ(durable->statistics().quads, count);
}

TEST_F(Import, ReadsTheSyntaxThatItIsTold) {
    const std::string name = file("data", "<urn:x:a> <urn:x:p> 1 .");
    const auto refused = import(name);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("--syntax"));
    ImportOptions options;
    options.syntax = rdf::Syntax::Turtle;
    EXPECT_TRUE(import(name, options));
}

TEST_F(Import, ResolvesReferencesAgainstTheFileOrTheBaseItIsTold) {
    std::vector<std::string> subjects;
    const auto keep = [&](const rdf::QuadView& quad) -> Result<void> {
        subjects.emplace_back(quad.subject.text);
        return {};
    };
    const std::string name = file("a b.ttl", "<#x> <urn:x:p> 1 .");
    ASSERT_TRUE(read_file(name, {}, keep));
    ImportOptions options;
    options.base = "http://base.example/";
    ASSERT_TRUE(read_file(name, options, keep));
    EXPECT_THAT(subjects, ElementsAre("file://" + folder_.path().string() + "/a%20b.ttl#x", "http://base.example/#x"));
}

TEST_F(Import, OpensWhatIsCompressed) {
    std::string many;
    for (int i = 0; i < 20'000; ++i) {
        many += "<urn:x:" + std::to_string(i) + "> <urn:x:p> \"some text\" .\n";
    }
    const auto report = import(packed(path("many.nt.gz"), {{"", many}}));
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->load.added, 20'000);
}

TEST_F(Import, OpensEachDocumentOfAnArchiveAndKeepsTheirBlankNodesApart) {
    const auto report = import(packed(
        path("all.zip"),
        {{"one.ttl", "_:b <urn:x:p> 1 ."}, {"deep/two.nt", "_:b <urn:x:p> \"2\" ."}, {"readme.txt", "not RDF"}}));
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->file.documents, 2);
    EXPECT_THAT(report->file.left_out, ElementsAre("readme.txt"));
    const auto snapshot = std::move(store_->snapshot().value());
    std::set<rdf::TermId> subjects;
    const auto cursor = snapshot->cursor();
    cursor->seek({});
    std::array<store::QuadIds, 8> quads;
    const std::size_t count = cursor->next(quads).value();
    for (std::size_t i = 0; i < count; ++i) {
        subjects.insert(quads[i].subject);
    }
    EXPECT_THAT(subjects, SizeIs(2));
}

TEST_F(Import, NeverJoinsTheBlankNodesOfTwoFiles) {
    ASSERT_TRUE(import(file("a.ttl", "_:b <urn:x:p> 1 .")));
    ASSERT_TRUE(import(file("b.ttl", "_:b <urn:x:p> 1 .")));
    EXPECT_EQ(size(), 2);
}

TEST_F(Import, PutsAFileIntoAGraph) {
    graph_ = rdf::Term::iri("urn:x:g");
    ASSERT_TRUE(import(file("a.ttl", "<urn:x:a> <urn:x:p> 1 .")));
    const auto snapshot = std::move(store_->snapshot().value());
    EXPECT_TRUE(snapshot->has_graph(*snapshot->find(*graph_).value()).value());
}

TEST_F(Import, KeepsNothingOfAFileThatIsBrokenAndSaysWhere) {
    const auto refused = import(file("broken.nt", "<urn:x:a> <urn:x:p> <urn:x:o> .\n<urn:x:b> <urn:x:p> .\n"));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("broken.nt:2:"));
    EXPECT_EQ(size(), 0);
    const auto member = import(packed(
        path("b.zip"), {{"good.nt", "<urn:x:a> <urn:x:p> <urn:x:o> ."}, {"bad.ttl", "\n\n<urn:x:a> <urn:x:p> ."}}));
    ASSERT_FALSE(member);
    EXPECT_THAT(member.error().message, HasSubstr("b.zip/bad.ttl:3:"));
    EXPECT_EQ(size(), 0);
}

TEST_F(Import, RefusesWhatDoesNotExistOrIsNoFile) {
    EXPECT_EQ(import(path("nothing.ttl")).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(import(folder_.path().string()).error().kind, ErrorKind::NotFound);
    EXPECT_THAT(import(path("nothing.ttl")).error().message, HasSubstr("nothing.ttl"));
}

TEST_F(Import, RefusesADamagedArchive) {
    std::string text;
    for (int i = 0; i < 5000; ++i) {
        text += "<urn:x:" + std::to_string(i * 7919 % 5000) + "> <urn:x:p> <urn:x:o> .\n";
    }
    const std::string name = packed(path("cut.nt.gz"), {{"", text}});
    std::filesystem::resize_file(name, std::filesystem::file_size(name) / 2);
    ASSERT_FALSE(import(name));
    EXPECT_EQ(size(), 0);
}

TEST_F(Import, RefusesAnArchiveThatExplodes) {
    const std::string spaces(std::size_t{8} << 20, ' ');
    ImportOptions options;
    options.limits.unsuspected = 1 << 20;
    for (const std::string& name :
         {packed(path("bomb.ttl.gz"), {{"", spaces}}), packed(path("bomb.zip"), {{"bomb.ttl", spaces}})}) {
        const auto refused = import(name, options);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::LimitExceeded) << refused.error().message;
    }
    options.limits = {};
    options.limits.bytes = 1000;
    EXPECT_EQ(import(path("bomb.ttl.gz"), options).error().kind, ErrorKind::LimitExceeded);
}

TEST_F(Import, RefusesAnArchiveOfTooManyMembers) {
    ImportOptions options;
    options.limits.members = 2;
    const std::string name = packed(path("many.zip"), {{"a.ttl", ""}, {"b.ttl", ""}, {"c.ttl", ""}});
    EXPECT_EQ(import(name, options).error().kind, ErrorKind::LimitExceeded);
}

TEST_F(Import, RefusesAnArchiveWithoutRdf) {
    EXPECT_EQ(import(packed(path("no.zip"), {{"a.txt", "text"}})).error().kind, ErrorKind::InvalidInput);
}

TEST_F(Import, TellsHowFarItIs) {
    std::uint64_t last = 0;
    std::optional<std::uint64_t> total;
    ImportOptions options;
    options.progress = [&](const Progress& progress) {
        EXPECT_GE(progress.bytes, last);
        last = progress.bytes;
        total = progress.total_bytes;
    };
    const std::string name = file("a.ttl", "<urn:x:a> <urn:x:p> 1, 2, 3 .");
    ASSERT_TRUE(import(name, options));
    EXPECT_EQ(last, std::filesystem::file_size(name));
    EXPECT_EQ(total, last);
}

TEST_F(Import, ReadsPlainlyWhatItIsToldTo) {
    const std::string name = file("a.ttl", R"(<#_ae41feee-2556-4ed6-b220-31e6ed92d93c>
        <http://iec.ch/TC57/2013/CIM-schema-cim16#EnergyConsumer.p> "10.50" .)");
    std::vector<std::string> seen;
    const auto keep = [&](const rdf::QuadView& quad) -> Result<void> {
        seen.push_back(std::string(quad.predicate.text) + " " + std::string(quad.object.datatype));
        return {};
    };
    ImportOptions options;
    options.plain = true;
    ASSERT_TRUE(read_file(name, options, keep));
    ASSERT_TRUE(read_file(name, {}, keep));
    EXPECT_THAT(seen, ElementsAre("http://iec.ch/TC57/2013/CIM-schema-cim16#EnergyConsumer.p "
                                  "http://www.w3.org/2001/XMLSchema#string",
                                  "http://iec.ch/TC57/CIM100#EnergyConsumer.p http://www.w3.org/2001/XMLSchema#float"));
}

}  // namespace
}  // namespace gridlore::importer
