#include "knowledge-engine/rdf/xml_guard.h"

#include <gtest/gtest.h>

namespace gridlore::rdf {
namespace {

constexpr std::size_t depth_limit = 3;

TEST(XmlGuard, PassesWhatIsHarmless) {
    for (const char* xml : {"",
                            "<",
                            "</",
                            "<!",
                            "<?",
                            "<a",
                            "<a/",
                            "<a/>",
                            ">",
                            "</a></a></a>",
                            "<a><b><c/></b></a>",
                            "<a><b><c></c><c></c></b></a>",
                            "<a><b/><b/><b/><b/><b/></a>",
                            "<a b='<c>'><b c=\"<d><e><f>\"></b></a>",
                            "<!-- <a><b><c><d> --><a/>",
                            "<a><![CDATA[<a><b><c><d>]]></a>",
                            "<?p <a><b><c><d>?><a/>",
                            "<?xml version='1.0'?><a>ü</a>",
                            "<?xml version='1.0' encoding='UTF-8'?><a>ü</a>",
                            "<?xml version='1.0' encoding = \"utf-8\" standalone='yes'?><a/>",
                            "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
                            "<?xml version='1.0' encoding='us-ascii'?><a/>",
                            "<!DOCTYPE a [<!ENTITY e \"f\">]><a>&e;</a>",
                            "<!DOCTYPE a [<!ELEMENT a ANY>]><a/>",
                            "<a xml:lang='en-GB'/>",
                            "<a b='SYSTEM &amp;'>SYSTEM &amp; PUBLIC</a>",
                            "<!-- <!ENTITY e SYSTEM 'x'> --><a/>"}) {
        const auto danger = find_xml_danger(xml, depth_limit);
        EXPECT_FALSE(danger) << xml << ": " << danger->message;
    }
}

struct Danger {
    std::string xml;
    ErrorKind kind;
    std::size_t line;
    const char* part;
};

TEST(XmlGuard, NamesTheFirstDangerWithItsLine) {
    const std::string long_language(256, 'x');
    const Danger dangers[] = {
        {"<a><b><c>\n<d>", ErrorKind::LimitExceeded, 2, "elements are nested deeper than 3"},
        {"<a>\n<b>\n<c>\n\n<d/ ></c></b></a>", ErrorKind::LimitExceeded, 5, "nested deeper"},
        {"<a><b><c><d b='/>'>", ErrorKind::LimitExceeded, 1, "nested deeper"},
        {"<a><b><c><!-- --><d>", ErrorKind::LimitExceeded, 1, "nested deeper"},
        {"\n<!ENTITY e SYSTEM 'file:///x'>", ErrorKind::InvalidInput, 2, "external entities"},
        {"<!DOCTYPE a [\n<!ENTITY e PUBLIC 'x' 'y'>\n]>", ErrorKind::InvalidInput, 2, "external entities"},
        {"<!DOCTYPE a [<!ENTITY % e 'x'>]>", ErrorKind::InvalidInput, 1, "entities made of others"},
        {"<!DOCTYPE a [<!ENTITY e '&f;&f;'>]>", ErrorKind::InvalidInput, 1, "entities made of others"},
        {"<!DOCTYPE a [<!ENTITY e '&#38;f;'>]>", ErrorKind::InvalidInput, 1, "entities made of others"},
        {"<a>\n<b xml:lang='" + long_language + "'/></a>", ErrorKind::InvalidInput, 2, "xml:lang"},
        {"<a xml:lang = \"" + long_language + "\"/>", ErrorKind::InvalidInput, 1, "xml:lang"},
        {"<?xml version='1.0' encoding='UTF-7'?>\n<a/>", ErrorKind::InvalidInput, 1, "send it encoded as UTF-8"},
        {"<?xml version='1.0' encoding='UTF-16'?><a/>", ErrorKind::InvalidInput, 1, "declares another encoding"},
        {"<?xml version='1.0' encoding='ISO-8859-1'?><a>ü</a>", ErrorKind::InvalidInput, 1, "another encoding"},
        {"\n<?xml version='1.0' encoding = \"IBM037\"?><a/>", ErrorKind::InvalidInput, 2, "another encoding"},
        {"<?xml version='1.0' encoding?><a/>", ErrorKind::InvalidInput, 1, "another encoding"},
        {std::string("<a>\n\0</a>", 9), ErrorKind::InvalidInput, 2, "NUL"},
        {"<!DOCTYPE a [<!ENTITY e '<b xml:lang=\"\"/>'>]>", ErrorKind::InvalidInput, 1, "or of elements"},
        {"<a xml:lang='&e;'/>", ErrorKind::InvalidInput, 1, "xml:lang"},
        {"<!DOCTYPE a [<!ATTLIST a xml:lang CDATA 'en'>]>", ErrorKind::InvalidInput, 1, "default value"},
    };
    for (const auto& [xml, kind, line, part] : dangers) {
        SCOPED_TRACE(xml);
        const auto danger = find_xml_danger(xml, depth_limit);
        ASSERT_TRUE(danger);
        EXPECT_EQ(danger->kind, kind);
        EXPECT_EQ(danger->position, (TextPosition{line, 0}));
        EXPECT_NE(danger->message.find(part), std::string::npos) << danger->message;
    }
}

TEST(XmlGuard, LetsEntitiesMakeADocumentLongerOnlySoFar) {
    const std::string declaration = "<!DOCTYPE a [<!ENTITY e '" + std::string(10'000, 'x') + "'>]><a>";
    const auto document = [&](std::size_t references) {
        std::string xml = declaration;
        for (std::size_t i = 0; i < references; ++i) {
            xml += "&e;";
        }
        return xml + "</a>";
    };
    EXPECT_FALSE(find_xml_danger(document(100), depth_limit));
    const auto danger = find_xml_danger(document(1'000), depth_limit);
    ASSERT_TRUE(danger);
    EXPECT_EQ(danger->kind, ErrorKind::LimitExceeded);
    EXPECT_NE(danger->message.find("entities"), std::string::npos);
}

TEST(XmlGuard, LooksAtEveryCutOfADocument) {
    const std::string xml =
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e 'x'><!ATTLIST a b CDATA 'c'>]><!-- c --><a b=\"c\" "
        "xml:lang='en'><![CDATA[ <x> ]]><b/>&e;</a>";
    for (std::size_t begin = 0; begin < xml.size(); ++begin) {
        for (std::size_t length = 0; begin + length <= xml.size(); ++length) {
            find_xml_danger(std::string_view(xml).substr(begin, length), 2);
        }
    }
}

}  // namespace
}  // namespace gridlore::rdf
