// The documents in mappings/ and examples/: every one is read without a problem against the ontologies that ship, and
// what is lifted with it and lowered again is what it was, in both directions.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "adapter/import/import.h"
#include "adapter/mapping/json/equal_json.h"
#include "adapter/mapping/lift/lift.h"
#include "adapter/mapping/lower/lower.h"
#include "knowledge-engine/base/text_file.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/value.h"
#include "tests/support/payloads.h"
#include "tests/unit/adapter/mapping/documents.h"

namespace gridlore::mapping {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int payloads = 200;
#else
constexpr int payloads = 10'000;
#endif

const DeclaredTerms& declared_terms() {
    static const DeclaredTerms declared = [] {
        DeclaredTerms terms;
        for (const char* name : {"gridlore.ttl", "gridlore-profile.ttl"}) {
            const auto read = importer::read_file(std::string(GRIDLORE_ONTOLOGY "/") + name, {.plain = true},
                                                  [&terms](const rdf::QuadView& quad) {
                                                      terms.emplace(quad.subject.text);
                                                      return Result<void>();
                                                  });
            EXPECT_TRUE(read) << read.error().message;
        }
        return terms;
    }();
    return declared;
}

std::vector<std::string> shipped_files() {
    const std::filesystem::path mappings = GRIDLORE_MAPPINGS;
    std::vector<std::string> files;
    for (const auto& folder : {mappings, mappings.parent_path() / "examples"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (entry.path().extension() == ".yaml" && entry.path().filename() != "services.yaml") {
                files.push_back(std::filesystem::relative(entry.path(), mappings.parent_path()).string());
            }
        }
    }
    std::ranges::sort(files);
    return files;
}

class ShippedDocument : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        const std::string file = std::string(GRIDLORE_MAPPINGS "/../") + GetParam();
        const auto text = read_text_file(file);
        ASSERT_TRUE(text) << text.error().message;
        const ReadDocument read = read_document(*text, file, &declared_terms());
        for (const Problem& problem : read.problems) {
            ADD_FAILURE() << to_string(problem, GetParam());
        }
        ASSERT_NE(read.document, nullptr);
        document_ = read.document;
    }

    /// Rows of all parts, by value: JSON has no `7.`, it is lowered as `7`.
    static std::multiset<std::string> row_set(const PartRows& rows) {
        std::multiset<std::string> set;
        for (std::size_t part = 0; part < rows.size(); ++part) {
            for (std::size_t row = 0; row < rows[part].size(); ++row) {
                std::string text = std::to_string(part);
                for (const rdf::TermView& view : rows[part].row(row)) {
                    const rdf::Term term = owned(view);
                    text += " " + rdf::to_text(rdf::canonical_value(term).value_or(term));
                }
                set.insert(text);
            }
        }
        return set;
    }

    std::shared_ptr<const Document> document_;
};

TEST_P(ShippedDocument, SaysWhatItIsAndHasAnExample) {
    EXPECT_FALSE(document_->title.empty());
    EXPECT_FALSE(document_->source.empty());
    EXPECT_FALSE(document_->examples.empty());
}

TEST_P(ShippedDocument, GivesBackWhatItWasGivenInBothDirections) {
    std::mt19937_64 random(20241122);
    for (int number = 0; number < payloads; ++number) {
        const std::string payload = test::random_payload(*document_, random);
        SCOPED_TRACE(payload);
        LiftOptions options;
        options.given = test::random_given(*document_, random);
        const auto rows = lift(*document_, payload, options);
        ASSERT_TRUE(rows) << rows.error().message;
        const auto lowered = lower(*document_, *rows);
        ASSERT_TRUE(lowered) << lowered.error().message;
        const auto same = equal_json(*document_, payload, *lowered);
        ASSERT_TRUE(same) << same.error().message;
        ASSERT_TRUE(*same) << *lowered;
        const auto again = lift(*document_, *lowered, options);
        ASSERT_TRUE(again) << again.error().message;
        ASSERT_EQ(row_set(*rows), row_set(*again));
    }
}

INSTANTIATE_TEST_SUITE_P(All, ShippedDocument, testing::ValuesIn(shipped_files()), [](const auto& shipped) {
    std::string name = shipped.param;
    std::ranges::replace_if(
        name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
    return name;
});

}  // namespace
}  // namespace gridlore::mapping
