#include "knowledge-engine/rdf/iri.h"

#include <gtest/gtest.h>

#include <array>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rdf {
namespace {

TEST(Iri, ResolvesReferencesAsTheRfcShows) {
    // RFC 3986, 5.4.1 and 5.4.2.
    const std::pair<const char*, const char*> cases[] = {
        {"g:h", "g:h"},
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {"g?y#s", "http://a/b/c/g?y#s"},
        {";x", "http://a/b/c/;x"},
        {"g;x", "http://a/b/c/g;x"},
        {"g;x?y#s", "http://a/b/c/g;x?y#s"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"../../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {".g", "http://a/b/c/.g"},
        {"g..", "http://a/b/c/g.."},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/./x", "http://a/b/c/g?y/./x"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {"g#s/./x", "http://a/b/c/g#s/./x"},
        {"g#s/../x", "http://a/b/c/g#s/../x"},
        {"http:g", "http:g"},
    };
    for (const auto& [reference, resolved] : cases) {
        SCOPED_TRACE(reference);
        EXPECT_EQ(resolve_reference("http://a/b/c/d;p?q", reference), resolved);
    }
}

TEST(Iri, ResolvesAgainstBasesOfOtherShapes) {
    EXPECT_EQ(resolve_reference("http://a", "g"), "http://a/g");
    EXPECT_EQ(resolve_reference("http://a?q", "g"), "http://a/g");
    EXPECT_EQ(resolve_reference("urn:x:y", "#f"), "urn:x:y#f");
    EXPECT_EQ(resolve_reference("urn:x", "g"), "urn:g");
    EXPECT_EQ(resolve_reference("http://a/b#f", ""), "http://a/b");
}

TEST(Iri, TellsASchemeFromAPath) {
    for (const char* iri : {"a:", "urn:x", "h+t-t.p1:x"}) {
        EXPECT_TRUE(has_scheme(iri)) << iri;
    }
    for (const char* iri : {"", "a", ":x", "1a:x", "a/b:c", "//a:80/", "?a:b", "#a:b", "ä:b", "a b:c"}) {
        EXPECT_FALSE(has_scheme(iri)) << iri;
    }
}

TEST(Iri, HasNoCharactersThatAnglesExclude) {
    EXPECT_TRUE(has_only_iri_characters("https://e.example/ü?a=[1]#%41"));
    EXPECT_TRUE(has_only_iri_characters(""));
    for (const char c : std::string("\0\x01\n\t <>\"{}|^`\\", 15)) {
        EXPECT_FALSE(has_only_iri_characters(std::string("urn:a") + c)) << static_cast<int>(c);
    }
}

TEST(Iri, IsAbsoluteByTheRfc) {
    for (const char* iri :
         {"https://e.example/x", "http://e.example", "http://user:pw@e.example:80/a?b#c", "http://[::1]:80/",
          "http://[2001:db8::7]/", "http://[v1.fe:x]/", "http://[::ffff:1.2.3.4]/", "http://1.2.3.4/", "urn:a:b",
          "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "tag:e.example,2026:x", "mailto:a@e.example",
          "https://e.example/ü/日本", "https://e.example/%20", "HTTP://E.EXAMPLE/", "file:///a",
          "x:", "http://e.example:/", "https://e.example/?\xEE\x80\x80"}) {
        EXPECT_TRUE(is_absolute_iri(iri)) << iri;
    }
    for (const char* iri : {"",
                            "x",
                            "/x",
                            "//e.example/x",
                            "?q",
                            "#f",
                            "1a:x",
                            "http:",
                            "http://",
                            "http:///a",
                            "http:a",
                            "http://a b/",
                            "http://e.example/a b",
                            "http://e.example/<",
                            "http://e.example/%2",
                            "http://e.example/%zz",
                            "http://e.example:8a/",
                            "http://[::1",
                            "http://[1:2]/",
                            "http://[:::]/",
                            "http://[1::2::3]/",
                            "http://[1:2:3:4:5:6:7:8:9]/",
                            "http://[12345::]/",
                            "http://[v.x]/",
                            "http://e.example/[",
                            "urn:",
                            "urn:a",
                            "urn:a:",
                            "urn::b",
                            "urn:-a:b",
                            "http://e.example/\xEE\x80\x80",
                            "http://e.example/\xFF",
                            "a\n:b"}) {
        EXPECT_FALSE(is_absolute_iri(iri)) << iri;
    }
}

}  // namespace
}  // namespace gridlore::rdf
