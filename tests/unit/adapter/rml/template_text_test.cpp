#include "adapter/rml/template_text.h"

#include <gmock/gmock.h>

namespace gridlore::rml {
namespace {

using testing::HasSubstr;

/// References in angle brackets.
std::string shown(const Result<Template>& parsed) {
    if (!parsed) {
        return parsed.error().message;
    }
    std::string made;
    for (const Template::Part& part : parsed->parts) {
        made += part.is_reference ? "<" + part.text + ">" : part.text + "|";
    }
    return made;
}

TEST(Template, HasTextAndReferences) {
    EXPECT_EQ(shown(parse_template("http://x/{ID}/{Country Code};")), "http://x/|<ID>/|<Country Code>;|");
    EXPECT_EQ(shown(parse_template("{a}{b}")), "<a><b>");
    EXPECT_EQ(shown(parse_template("plain")), "plain|");
    EXPECT_EQ(shown(parse_template("")), "");
}

TEST(Template, TakesBracesWithABackslashForThemselves) {
    EXPECT_EQ(shown(parse_template("\\{\\{ {a} \\}\\\\")), "{{ |<a> }\\|");
    EXPECT_EQ(shown(parse_template("{$['\\{Name\\}']}")), "<$['{Name}']>");
    EXPECT_EQ(shown(parse_template("a\\b")), "a\\b|");
}

TEST(Template, SaysWhichBraceIsWrong) {
    EXPECT_THAT(shown(parse_template("http://x/{{Name}}")), HasSubstr("a brace in a reference"));
    EXPECT_THAT(shown(parse_template("http://x/{\\\\{Name\\\\}}")), HasSubstr("a brace in a reference"));
    EXPECT_THAT(shown(parse_template("http://x/{Name\\}")), HasSubstr("a { without its }"));
    EXPECT_THAT(shown(parse_template("a}")), HasSubstr("a } without its {"));
    EXPECT_THAT(shown(parse_template("{}")), HasSubstr("empty reference"));
}

TEST(Template, OfYarrrmlHasReferencesInParentheses) {
    EXPECT_EQ(shown(parse_yarrrml_template("ex:$(id)/$(a b)")), "ex:|<id>/|<a b>");
    EXPECT_EQ(shown(parse_yarrrml_template("$(count(n))")), "<count(n)>");
    EXPECT_EQ(shown(parse_yarrrml_template("\\$(x) $(a\\)b) (c)")), "$(x) |<a)b> (c)|");
    EXPECT_EQ(shown(parse_yarrrml_template("{$}")), "{$}|");
    EXPECT_THAT(shown(parse_yarrrml_template("$(a")), HasSubstr("without its )"));
    EXPECT_THAT(shown(parse_yarrrml_template("$()")), HasSubstr("empty reference"));
}

}  // namespace
}  // namespace gridlore::rml
