#include "knowledge-engine/base/text_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace gridlore {
namespace {

class TextFile : public testing::Test {
  protected:
    TextFile() { std::filesystem::create_directories(folder_); }
    ~TextFile() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path with(const std::string& text) const {
        const auto file = folder_ / "file.ttl";
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }

    const std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("gridlore-text-file-" + std::to_string(getpid()));
};

TEST_F(TextFile, IsReadWhole) {
    for (const std::size_t size : {0U, 1U, 65535U, 65536U, 65537U, 200000U}) {
        SCOPED_TRACE(size);
        const std::string text(size, 'x');
        EXPECT_EQ(*read_text_file(with(text)), text);
    }
    const std::string bytes("a\0\r\n\xFF", 5);
    EXPECT_EQ(*read_text_file(with(bytes)), bytes);
}

TEST_F(TextFile, ThatCannotBeReadIsNamed) {
    for (const auto& file : {folder_ / "none.ttl", folder_}) {
        const auto text = read_text_file(file);
        ASSERT_FALSE(text);
        EXPECT_EQ(text.error().kind, ErrorKind::NotFound);
        EXPECT_EQ(text.error().message, "the file " + file.string() + " cannot be read");
    }
}

TEST_F(TextFile, IsNamedWithThePlaceOfAnError) {
    const Error error{ErrorKind::LimitExceeded, "too deep", TextPosition{3, 7}};
    EXPECT_EQ(in_file("a.ttl", error).message, "a.ttl:3:7: too deep");
    EXPECT_EQ(placed_message(in_file("a.ttl", error)), "a.ttl:3:7: too deep") << "not twice";
    EXPECT_EQ(in_file("a.ttl", error).kind, ErrorKind::LimitExceeded);
    EXPECT_EQ(in_file("a.rdf", {ErrorKind::InvalidInput, "no", TextPosition{3, 0}}).message, "a.rdf:3: no");
    EXPECT_EQ(in_file("a.rdf", invalid_input("no")).message, "a.rdf: no");
}

}  // namespace
}  // namespace gridlore
