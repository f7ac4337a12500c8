#include "adapter/main/configuration/sources.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "adapter/main/configuration/description.h"
#include "adapter/main/configuration/setting.h"

namespace gridlore::configuration {
namespace {

using namespace std::chrono_literals;
using ::testing::UnitTest;

/// A file of this test's own, gone with it.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::string& text)
        : path_(std::filesystem::temp_directory_path() /
                (std::string("gridlore-") + UnitTest::GetInstance()->current_test_info()->name() + "-" +
                 std::to_string(::getpid()) + ".yaml")) {
        std::ofstream(path_) << text;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    std::string name() const { return path_.string(); }
    std::string folder() const { return path_.parent_path().string(); }

  private:
    std::filesystem::path path_;
};

Environment environment_of(std::map<std::string, std::string> variables) {
    return [variables](const std::string& name) -> std::optional<std::string> {
        const auto it = variables.find(name);
        return it == variables.end() ? std::nullopt : std::optional<std::string>(it->second);
    };
}

WrittenSetting flag(const std::string& name, const std::string& text) {
    return {name, {text}, "--" + name};
}

std::string origin_of(const LoadedConfiguration& loaded, const std::string& name) {
    return loaded.origins.at(static_cast<std::size_t>(find_setting(name) - settings().data()));
}

TEST(ConfigurationSources, DefaultsAreThoseOfTheComponents) {
    const auto loaded = load({}, environment_of({}));
    EXPECT_TRUE(loaded.problems.empty());
    EXPECT_EQ(loaded.configuration.server.port, 8280);
    EXPECT_EQ(loaded.configuration.rest_api.long_poll, 29s);
    EXPECT_EQ(loaded.configuration.exchange.wait_for_knowledge_base, 10s);
    EXPECT_EQ(origin_of(loaded, "long-poll"), "default");
}

TEST(ConfigurationSources, FlagsWinOverEnvironmentOverFileOverDefault) {
    const TemporaryFile file("kb-wait: 1\nlong-poll: 1\nexchanges: 1\n");
    const auto loaded = load({file.name(), {flag("long-poll", "3")}},
                             environment_of({{"GRIDLORE_LONG_POLL", "2"}, {"GRIDLORE_KB_WAIT", "2"}}));
    EXPECT_TRUE(loaded.problems.empty());
    EXPECT_EQ(loaded.configuration.rest_api.long_poll, 3s);
    EXPECT_EQ(loaded.configuration.exchange.wait_for_knowledge_base, 2s);
    EXPECT_EQ(loaded.configuration.exchange.exchanges_under_way, 1U);
    EXPECT_EQ(origin_of(loaded, "long-poll"), "--long-poll");
    EXPECT_EQ(origin_of(loaded, "kb-wait"), "GRIDLORE_KB_WAIT");
    EXPECT_EQ(origin_of(loaded, "exchanges"), file.name() + ":3");
    EXPECT_EQ(origin_of(loaded, "rows"), "default");
}

TEST(ConfigurationSources, EnvironmentNamesTheFile) {
    const TemporaryFile file("log-format: json\n");
    const auto loaded = load({}, environment_of({{"GRIDLORE_CONFIG", file.name()}}));
    EXPECT_EQ(loaded.configuration.log.format, logging::Format::Json);
}

TEST(ConfigurationSources, ReferenceVariablesStandInForOurOwn) {
    const auto loaded = load({}, environment_of({{"KE_KB_WAIT_TIMEOUT", "7"},
                                                 {"KE_REASONER_LEVEL", "4"},
                                                 {"GRIDLORE_REASONER_LEVEL", "5"},
                                                 {"SC_VALIDATE_OUTGOING_BINDINGS_WRT_INCOMING_BINDINGS", "false"}}));
    EXPECT_TRUE(loaded.problems.empty());
    EXPECT_EQ(loaded.configuration.exchange.wait_for_knowledge_base, 7s);
    EXPECT_EQ(loaded.configuration.rest_api.reasoner_level, 5);
    EXPECT_FALSE(loaded.configuration.exchange.validate_answers);
    EXPECT_EQ(origin_of(loaded, "kb-wait"), "KE_KB_WAIT_TIMEOUT");
}

TEST(ConfigurationSources, EmptyVariableCountsAsNotSet) {
    const auto loaded = load({}, environment_of({{"GRIDLORE_LONG_POLL", ""}}));
    EXPECT_TRUE(loaded.problems.empty());
    EXPECT_EQ(origin_of(loaded, "long-poll"), "default");
}

TEST(ConfigurationSources, EnvironmentSeparatesFilesByColons) {
    const auto loaded = load({}, environment_of({{"GRIDLORE_DOMAIN_KNOWLEDGE", "a.ttl:b.rules"}}));
    EXPECT_EQ(loaded.configuration.domain_knowledge, (std::vector<std::string>{"a.ttl", "b.rules"}));
}

TEST(ConfigurationSources, FileNamesInTheFileAreRelativeToIt) {
    const TemporaryFile file("domain-knowledge:\n  - a.ttl\n  - /b.ttl\n");
    const auto loaded = load({file.name(), {}}, environment_of({}));
    EXPECT_EQ(loaded.configuration.domain_knowledge, (std::vector<std::string>{file.folder() + "/a.ttl", "/b.ttl"}));
}

TEST(ConfigurationSources, ReportsAllProblemsTogether) {
    const TemporaryFile file("long-pol: 5\nkb-wait: [1, 2]\nrows: many\nrows: 5\n");
    const auto loaded = load({file.name(), {flag("exchanges", "0")}}, environment_of({{"GRIDLORE_LISTEN", "here"}}));
    const std::vector<std::string> expected = {
        file.name() + ":1: there is no setting 'long-pol': did you mean 'long-poll'?",
        file.name() + ":2: 'kb-wait' needs one value: SECONDS",
        file.name() + ":4: 'rows' stands here a second time",
        file.name() + ":3: rows: 'many' is not a whole number",
        "GRIDLORE_LISTEN: listen: 'here' is no address and port, such as 127.0.0.1:8280, 0.0.0.0:80 or [::1]:8280",
        "--exchanges: exchanges: 0 is out of range: expected 1 to 4294967295",
    };
    EXPECT_EQ(loaded.problems, expected);
}

TEST(ConfigurationSources, ReportsAFileThatIsNoYaml) {
    const TemporaryFile file("long-poll: 5\n  rows: [\n");
    const auto loaded = load({file.name(), {}}, environment_of({}));
    ASSERT_EQ(loaded.problems.size(), 1U);
    EXPECT_TRUE(loaded.problems[0].starts_with(file.name() + ":")) << loaded.problems[0];
}

TEST(ConfigurationSources, AcceptsAFileOfCommentsOnly) {
    const TemporaryFile file("# nothing yet\n");
    EXPECT_TRUE(load({file.name(), {}}, environment_of({})).problems.empty());
}

TEST(ConfigurationSources, ReportsAMissingFile) {
    const auto loaded = load({"/no/such/file.yaml", {}}, environment_of({}));
    ASSERT_EQ(loaded.problems.size(), 1U);
    EXPECT_NE(loaded.problems[0].find("/no/such/file.yaml"), std::string::npos);
}

TEST(ConfigurationSources, ReadsListenAddresses) {
    const std::vector<std::tuple<std::string, std::string, std::uint16_t>> cases = {
        {"0.0.0.0:80", "0.0.0.0", 80}, {"[::1]:0", "::1", 0}, {"localhost:8280", "localhost", 8280}};
    for (const auto& [text, host, port] : cases) {
        SCOPED_TRACE(text);
        const auto loaded = load({{}, {flag("listen", text)}}, environment_of({}));
        EXPECT_TRUE(loaded.problems.empty());
        EXPECT_EQ(loaded.configuration.server.host, host);
        EXPECT_EQ(loaded.configuration.server.port, port);
        EXPECT_EQ(to_string(find_setting("listen")->get(loaded.configuration)), text);
    }
    for (const std::string text : {"", ":80", "localhost", "localhost:", "127.0.0.1:70000", "::1:80", "127.0.0.1:80x",
                                   "8280", "[::1]", "[]:80", "[localhost]:80x"}) {
        SCOPED_TRACE(text);
        EXPECT_EQ(load({{}, {flag("listen", text)}}, environment_of({})).problems.size(), 1U);
    }
}

TEST(SettingTable, EverySettingReadsItsOwnDefault) {
    for (const Setting& setting : settings()) {
        SCOPED_TRACE(setting.name);
        Configuration configuration;
        const Value value = setting.get(configuration);
        const auto* files = std::get_if<Files>(&value);
        EXPECT_TRUE(assign(setting, files != nullptr ? *files : std::vector{default_of(setting)}, configuration));
        EXPECT_EQ(setting.get(configuration), value);
    }
}

TEST(SettingTable, NamesAreUniqueAndEachIsFound) {
    std::set<std::string_view> names;
    for (const Setting& setting : settings()) {
        EXPECT_TRUE(names.insert(setting.name).second) << setting.name;
        EXPECT_EQ(find_setting(setting.name), &setting);
    }
    EXPECT_EQ(environment_variable_of(*find_setting("long-poll")), "GRIDLORE_LONG_POLL");
}

TEST(SettingTable, RefusesADurationThatItsComponentCannotHold) {
    Configuration configuration;
    const auto assigned = assign(*find_setting("idle-timeout"), {"1.5"}, configuration);
    ASSERT_FALSE(assigned);
    EXPECT_EQ(assigned.error().message, "1.5s is too fine: expected a multiple of 1s");
}

TEST(ConfigurationDescription, SaysWhereEachValueCameFrom) {
    const auto loaded = load({{}, {flag("kb-wait", "0")}}, environment_of({}));
    const std::string text = to_text(loaded);
    EXPECT_NE(text.find("kb-wait              0s"), std::string::npos) << text;
    EXPECT_NE(text.find("--kb-wait\n"), std::string::npos) << text;
    EXPECT_NE(to_json(loaded).find(R"("kb-wait": {
    "value": 0.0,
    "origin": "--kb-wait"
  })"),
              std::string::npos)
        << to_json(loaded);
}

}  // namespace
}  // namespace gridlore::configuration
