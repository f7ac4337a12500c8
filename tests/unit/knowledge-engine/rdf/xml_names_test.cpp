#include "knowledge-engine/rdf/xml_names.h"

#include <gtest/gtest.h>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

TEST(XmlNames, KnowWhichCharactersXmlHas) {
    for (const std::string_view text : {"", "a\tb\nc\rd", "ü€😀", "\x7F", "\uFFFD", "\uE000"}) {
        EXPECT_TRUE(has_only_xml_characters(text)) << text;
    }
    for (const std::string& text :
         {std::string("a\0", 2), std::string("\x01"), std::string("a\x1F"), std::string("\x0B"), std::string("\x0C"),
          std::string("x\uFFFE"), std::string("\uFFFF")}) {
        EXPECT_FALSE(has_only_xml_characters(text)) << testing::PrintToString(text);
    }
}

TEST(XmlNames, KeepTheNamesThatRdfXmlUsesItself) {
    for (const char* name : {"RDF", "Description", "ID", "about", "aboutEach", "aboutEachPrefix", "li", "bagID",
                             "datatype", "nodeID", "parseType", "resource", "", "1", "_1 ", "a/b", "ü", "-a"}) {
        EXPECT_FALSE(is_free_in_rdf_namespace(std::string(rdf_ns) + name)) << name;
    }
    for (const char* name : {"type", "_1", "first", "Seq", "abouts", "a.b-c"}) {
        EXPECT_TRUE(is_free_in_rdf_namespace(std::string(rdf_ns) + name)) << name;
    }
    EXPECT_TRUE(is_free_in_rdf_namespace("https://e.example/li"));
}

TEST(XmlNames, KnowWhichPrefixesMayBeDeclared) {
    for (const char* name : {"s", "a.b-c_1", "_", "ns", "nsx", "rdfs", "xm", "RDF"}) {
        EXPECT_TRUE(is_xml_prefix(name, "urn:x:")) << name;
    }
    for (const char* name :
         {"", "1a", "-a", ".a", "é", "a:b", "a b", "xml", "XML", "xmlns", "xMlx", "rdf", "ns0", "ns17x"}) {
        EXPECT_FALSE(is_xml_prefix(name, "urn:x:")) << name;
    }
    EXPECT_FALSE(is_xml_prefix("s", rdf_ns));
    EXPECT_FALSE(is_xml_prefix("s", std::string(rdf_ns) + "x"));
}

}  // namespace
}  // namespace gridlore::rdf
