// Payloads of every document in mappings/: what is explained is what is lifted, from places that the payload has.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "adapter/mapping/author/explanation.h"
#include "adapter/mapping/author/written_document.h"
#include "adapter/mapping/json/json_events.h"
#include "adapter/mapping/lift/lift_messages.h"
#include "adapter/mapping/read/read_document.h"
#include "knowledge-engine/base/text_file.h"
#include "knowledge-engine/rdf/term_text.h"
#include "tests/support/payloads.h"

namespace gridlore::mapping {
namespace {

constexpr int payloads = 200;

/// All values of a payload by their pointers; a name may come twice in an object.
class Places final : public JsonSink {
  public:
    bool begin_object() override { return begin(false); }
    bool begin_list() override { return begin(true); }
    bool end_object() override { return end(); }
    bool end_list() override { return end(); }
    bool key(std::string_view name) override {
        open_.back().token = pointer_token(name);
        return true;
    }
    bool scalar(const JsonScalar& value) override {
        next();
        values.emplace(pointer(), JsonConstant{value.kind, std::string(value.text)});
        return true;
    }

    std::multimap<std::string, JsonConstant> values;
    std::set<std::string> all;  ///< objects and lists, too

  private:
    struct Open {
        bool is_list = false;
        std::size_t elements = 0;
        std::string token;
    };

    bool begin(bool is_list) {
        next();
        open_.push_back({is_list, 0, ""});
        return true;
    }
    bool end() {
        open_.pop_back();
        return true;
    }
    void next() {
        if (!open_.empty() && open_.back().is_list) {
            open_.back().token = pointer_token(std::to_string(open_.back().elements++));
        }
        all.insert(pointer());
    }
    std::string pointer() const {
        std::string pointer;
        for (const Open& open : open_) {
            pointer += open.token;
        }
        return pointer;
    }

    std::vector<Open> open_;
};

std::vector<std::string> shipped_files() {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(GRIDLORE_MAPPINGS)) {
        if (entry.path().extension() == ".yaml" && entry.path().filename() != "services.yaml") {
            files.push_back(std::filesystem::relative(entry.path(), GRIDLORE_MAPPINGS).string());
        }
    }
    std::ranges::sort(files);
    return files;
}

class ExplainedDocument : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        const auto text = read_text_file(std::string(GRIDLORE_MAPPINGS "/") + GetParam());
        ASSERT_TRUE(text) << text.error().message;
        text_ = *text;
        document_ = read_document(text_, GetParam()).document;
        ASSERT_NE(document_, nullptr);
    }

    std::set<std::string> lifted(const std::string& payload, const LiftOptions& options) const {
        std::set<std::string> triples;
        const auto rows = lift(*document_, payload, options);
        EXPECT_TRUE(rows);
        for (std::size_t part = 0; rows && part < rows->size(); ++part) {
            for (std::size_t number = 0; number < (*rows)[part].size(); ++number) {
                EXPECT_TRUE(
                    each_triple(document_->parts[part], (*rows)[part].row(number), [&](const rdf::QuadView& triple) {
                        triples.insert(shown(triple.subject) + shown(triple.predicate) + shown(triple.object));
                        return Result<void>();
                    }));
            }
        }
        return triples;
    }

    static std::string shown(const rdf::TermView& term) { return rdf::to_text(term); }

    /// The place has that value, or a string with that piece; a member's name may be the value, too.
    static bool has(const Places& places, const ReadPlace& read) {
        if (!read.value) {
            return places.all.contains(read.pointer);
        }
        const auto [begin, end] = places.values.equal_range(read.pointer);
        return std::any_of(begin, end,
                           [&](const auto& found) {
                               return found.second == *read.value ||
                                      (found.second.kind == JsonKind::String &&
                                       found.second.text.find(read.value->text) != std::string::npos);
                           }) ||
               read.pointer.find(read.value->text) != std::string::npos;
    }

    std::string text_;
    std::shared_ptr<const Document> document_;
};

TEST_P(ExplainedDocument, TellsPlacesThatAreThereOfEveryTripleThatIsLifted) {
    std::mt19937_64 random(20250301);
    for (int number = 0; number < payloads; ++number) {
        const std::string payload = test::random_payload(*document_, random);
        SCOPED_TRACE(payload);
        LiftOptions options;
        options.given = test::random_given(*document_, random);
        const auto explanation = explain(*document_, payload, options, {});
        ASSERT_TRUE(explanation) << explanation.error().message;
        std::set<std::string> triples;
        for (const ExplainedTriple& triple : explanation->triples) {
            triples.insert(rdf::to_text(triple.subject) + rdf::to_text(triple.predicate) + rdf::to_text(triple.object));
        }
        ASSERT_EQ(triples, lifted(payload, options));
        Places places;
        JsonEvents events(places, {});
        ASSERT_TRUE(events.write(payload));
        ASSERT_TRUE(events.finish());
        for (const ReadPlace& read : explanation->places) {
            ASSERT_TRUE(has(places, read)) << read.pointer;
        }
        for (const UnusedPlace& unused : explanation->unused) {
            ASSERT_TRUE(places.all.contains(unused.pointer)) << unused.pointer;
        }
    }
}

TEST_P(ExplainedDocument, IsFoundInItsText) {
    const auto written = WrittenDocument::read(*document_, text_);
    ASSERT_TRUE(written) << written.error().message;
    for (std::size_t part = 0; part < document_->parts.size(); ++part) {
        for (std::size_t triple = 0; triple < document_->parts[part].pattern.triples.size(); ++triple) {
            EXPECT_GE(written->triple(part, triple).line, document_->parts[part].position.line);
        }
    }
    for (const Variable& variable : document_->variables) {
        EXPECT_TRUE(!written->term(variable.name).empty() || variable.origin == Origin::Json) << variable.name;
    }
}

INSTANTIATE_TEST_SUITE_P(Mappings, ExplainedDocument, testing::ValuesIn(shipped_files()), [](const auto& shipped) {
    std::string name = shipped.param;
    std::ranges::replace_if(
        name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
    return name;
});

}  // namespace
}  // namespace gridlore::mapping
