#include "adapter/main/command_line.h"

#include <gtest/gtest.h>

namespace gridlore::program {
namespace {

template <typename T>
T parsed(const std::vector<std::string>& arguments) {
    Command command = parse_command_line(arguments);
    if (const auto* message = std::get_if<Message>(&command)) {
        ADD_FAILURE() << message->text;
    }
    return std::get<T>(command);
}

Message refused(const std::vector<std::string>& arguments) {
    return std::get<Message>(parse_command_line(arguments));
}

TEST(CommandLine, EverySettingIsAFlagOfServe) {
    const auto command = parsed<ServeCommand>({"serve", "--listen", "[::1]:0", "--long-poll=0.5", "--domain-knowledge",
                                               "a.ttl", "b.rules", "--config", "c.yaml"});
    EXPECT_EQ(command.settings.file, "c.yaml");
    ASSERT_EQ(command.settings.flags.size(), 3U);
    EXPECT_EQ(command.settings.flags[0].texts, (std::vector<std::string>{"[::1]:0"}));
    EXPECT_EQ(command.settings.flags[1].name, "domain-knowledge");
    EXPECT_EQ(command.settings.flags[1].texts, (std::vector<std::string>{"a.ttl", "b.rules"}));
    EXPECT_EQ(command.settings.flags[2].origin, "--long-poll");
}

TEST(CommandLine, UnknownFlagsAreAllNamedWithTheNearest) {
    const auto message = refused({"serve", "--long-pol", "5", "--certificate=x"});
    EXPECT_EQ(message.code, ExitCode::WrongUsage);
    EXPECT_NE(message.text.find("'--long-pol': did you mean --long-poll?"), std::string::npos) << message.text;
    EXPECT_NE(message.text.find("'--certificate=x'\n"), std::string::npos) << message.text;
}

TEST(CommandLine, ReadsAnImport) {
    const auto options = parsed<commands::ImportOptions>({"import", "a.ttl", "b.zip", "--graph", "urn:x:g", "--base",
                                                          "urn:x:", "--syntax", "turtle", "--units", "v-w", "--plain",
                                                          "--store", "folder", "--config", "c.yaml"});
    EXPECT_EQ(options.files, (std::vector<std::string>{"a.ttl", "b.zip"}));
    EXPECT_EQ(options.graph, "urn:x:g");
    EXPECT_EQ(options.base, "urn:x:");
    EXPECT_EQ(options.syntax, "turtle");
    EXPECT_EQ(options.units, "v-w");
    EXPECT_TRUE(options.plain);
    EXPECT_EQ(options.store.settings.file, "c.yaml");
    ASSERT_EQ(options.store.settings.flags.size(), 1U);
    EXPECT_EQ(options.store.settings.flags[0].texts, (std::vector<std::string>{"folder"}));
    EXPECT_EQ(options.store.server, std::nullopt);
}

TEST(CommandLine, ReadsTheOtherCommandsOnAStore) {
    EXPECT_EQ(parsed<commands::ExportOptions>({"export", "all.nq.gz", "--graph", "default"}).file, "all.nq.gz");
    const auto query = parsed<commands::QueryOptions>({"query", "ASK {}", "--format", "csv", "--explain", "--prefix",
                                                       "a=urn:a:", "--server", "http://h:1", "--timeout", "5"});
    EXPECT_EQ(query.text, "ASK {}");
    EXPECT_EQ(query.format, "csv");
    EXPECT_TRUE(query.explain);
    EXPECT_EQ(query.prefixes.size(), 1U);
    EXPECT_EQ(query.store.server, "http://h:1");
    EXPECT_EQ(query.store.timeout_seconds, 5U);
    EXPECT_EQ(parsed<commands::UpdateOptions>({"update", "--file", "a.ru"}).file, "a.ru");
    EXPECT_EQ(parsed<commands::BackupOptions>({"backup", "copy"}).target, "copy");
    EXPECT_TRUE(parsed<commands::CheckOptions>({"check"}).store.settings.flags.empty());
}

TEST(CommandLine, RefusesAnImportOfNothingAndABackupToNowhere) {
    EXPECT_EQ(refused({"import"}).code, ExitCode::WrongUsage);
    EXPECT_EQ(refused({"backup"}).code, ExitCode::WrongUsage);
}

TEST(CommandLine, ReadsABackupAndACheckThroughAServer) {
    const auto backup = parsed<commands::BackupOptions>({"backup", "copy", "--server", "http://h:1"});
    EXPECT_EQ(backup.target, "copy");
    EXPECT_EQ(backup.store.server, "http://h:1");
    EXPECT_EQ(parsed<commands::CheckOptions>({"check", "--server", "http://h:1"}).store.server, "http://h:1");
}

TEST(CommandLine, ReadsAnAsk) {
    const auto options = parsed<terminal::AskOptions>(
        {"ask", "?m a saref:Meter", "--bind", "m=<https://m.example/1>", "--bind", "m=<https://m.example/2>", "--to",
         "https://kb.example", "--range", "t=1..2", "--level", "3", "--explain", "--gaps", "--meta", "--json"});
    EXPECT_EQ(options.pattern, "?m a saref:Meter");
    EXPECT_EQ(options.exchange.bindings.size(), 2U);
    EXPECT_EQ(options.exchange.recipients, (std::vector<std::string>{"https://kb.example"}));
    EXPECT_EQ(options.ranges, (std::vector<std::string>{"t=1..2"}));
    EXPECT_EQ(options.exchange.level, 3U);
    EXPECT_TRUE(options.exchange.explain && options.knowledge_gaps && options.exchange.include_meta);
    EXPECT_TRUE(options.exchange.connection.json);
}

TEST(CommandLine, WhatFollowsARepeatableOptionIsNotItsOwn) {
    const auto options =
        parsed<terminal::AskOptions>({"ask", "--prefix", "ex=https://e.example/", "?m a ex:Meter", "--explain"});
    EXPECT_EQ(options.pattern, "?m a ex:Meter");
    const auto import = parsed<commands::ImportOptions>(
        {"import", "--mapping", "m.yaml", "--given", "a=1", "--given", "b=2", "one.json", "two.json"});
    EXPECT_EQ(import.mapping, "m.yaml");
    EXPECT_EQ(import.given, (std::vector<std::string>{"a=1", "b=2"}));
    EXPECT_EQ(import.files, (std::vector<std::string>{"one.json", "two.json"}));
}

TEST(CommandLine, ReadsAnExplanationAndALiftingOfSources) {
    const auto explain = parsed<mapping_commands::ExplainOptions>(
        {"mapping", "explain", "d.yaml", "--triple", "_ a _", "p.json", "--member", "/a", "--member", "/b", "--json"});
    EXPECT_EQ(explain.payload.document, "d.yaml");
    EXPECT_EQ(explain.payload.payloads, std::vector<std::string>{"p.json"});
    EXPECT_EQ(explain.triples, std::vector<std::string>{"_ a _"});
    EXPECT_EQ(explain.members, (std::vector<std::string>{"/a", "/b"}));
    EXPECT_TRUE(explain.json);
    const auto lift = parsed<mapping_commands::LiftOptions>(
        {"mapping", "lift", "m.ttl", "a.csv", "b=c.csv", "--base", "urn:x:", "--format", "nq"});
    EXPECT_EQ(lift.payload.payloads, (std::vector<std::string>{"a.csv", "b=c.csv"}));
    EXPECT_EQ(lift.base, "urn:x:");
    EXPECT_EQ(lift.format, "nq");
}

TEST(CommandLine, ReadsAPost) {
    const auto options = parsed<terminal::PostOptions>({"post", "?a ?b ?c", "--result", "?d ?e ?f", "--rows", "-"});
    EXPECT_EQ(options.argument_pattern, "?a ?b ?c");
    EXPECT_EQ(options.result_pattern, "?d ?e ?f");
    EXPECT_EQ(options.rows_file, "-");
    EXPECT_EQ(options.exchange.connection.server, "http://127.0.0.1:8280/rest");
}

TEST(CommandLine, RefusesWhatIsMissingOrOutOfRange) {
    EXPECT_EQ(refused({"ask"}).code, ExitCode::WrongUsage);
    EXPECT_EQ(refused({"ask", "?a ?b ?c", "--level", "6"}).code, ExitCode::WrongUsage);
    EXPECT_EQ(refused({"ask", "?a ?b ?c", "--bind"}).code, ExitCode::WrongUsage);
    EXPECT_EQ(refused({"fly"}).code, ExitCode::WrongUsage);
    EXPECT_EQ(refused({}).code, ExitCode::WrongUsage);
}

TEST(CommandLine, RefusesWhatIsNotUtf8) {
    const auto message = refused({"ask", "?a ?b ?c", "--to", "https://kb.example/\xff"});
    EXPECT_EQ(message.code, ExitCode::WrongUsage);
    EXPECT_EQ(message.text, "gridlore: argument 4 is not valid UTF-8\n");
}

TEST(CommandLine, EveryCommandHasHelpWithExamples) {
    for (const std::string command : {"serve", "config", "ask", "post", "interactions"}) {
        SCOPED_TRACE(command);
        const auto help = refused({command, "--help"});
        EXPECT_EQ(help.code, ExitCode::Success);
        EXPECT_NE(help.text.find("Examples:\n  "), std::string::npos);
        EXPECT_NE(help.text.find("gridlore " + command), std::string::npos);
    }
    EXPECT_NE(refused({"--help"}).text.find("Exit codes:"), std::string::npos);
    EXPECT_EQ(refused({"--version"}).text, "gridlore " GRIDLORE_VERSION "\n");
}

}  // namespace
}  // namespace gridlore::program
