/// A day's readings of one user over HTTP from many clients: the document that ships, its token, the exchange and a
/// database in SQLite, beside a bare Beast server that runs the same SQL and returns the same bytes.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapter/http/client.h"
#include "adapter/service/document_folder.h"
#include "tests/bench/checked.h"
#include "tests/bench/figures.h"
#include "tests/load/child_process.h"
#include "tests/load/connection.h"
#include "tests/load/open_files.h"
#include "tests/load/request_load.h"
#include "tests/load/temporary_folder.h"
#include "tests/support/databases.h"

namespace gridlore::load {
namespace {

using bench::give_up;

constexpr std::size_t users = 16;
constexpr std::chrono::sys_days first_day = std::chrono::year{2021} / 7 / 1;
constexpr std::chrono::days days{31};
constexpr std::size_t readings_of_day = 96;

/// The documents that ship, with the database as their service.
void write_mappings(const std::filesystem::path& folder, const std::string& database) {
    std::filesystem::create_directories(folder);
    for (const char* const document : {"metering-data.yaml", "authorization.yaml"}) {
        std::filesystem::copy_file(std::filesystem::path(GRIDLORE_MAPPINGS) / "dso" / document, folder / document);
    }
    std::ofstream(folder / "services.yaml") << "dso-meters: { address: \"" << database << "\" }\n";
}

std::string sql_in(const std::filesystem::path& mappings) {
    for (const auto& bound : service::read_folders({mappings.string()}, {}, {}).documents) {
        for (const service::Bind& bind : bound->binds) {
            if (const auto* const call = std::get_if<service::SqlCall>(&bind.with)) {
                return call->question.statement.text();
            }
        }
    }
    give_up("no document asks a database");
}

nlohmann::json get(http::Client& client, const std::string& path) {
    const auto answer = bench::checked(client.send("GET", path));
    if (answer.status != 200) {
        give_up("GET " + path + ": " + *answer.body);
    }
    return nlohmann::json::parse(*answer.body);
}

std::string day_text(unsigned day) {
    return "2021/07/" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "%2000:00";
}

/// Where a day of that user is read, with a token that allows it.
std::string readings_path(http::Client& client, const std::string& user, unsigned day) {
    const std::string begin = day_text(day);
    const std::string end = day_text(day + 1);
    const std::string token = get(client, "/1.0/Data/Authorization?End%20User=" + user + "&Start%20Date=" + begin +
                                              "&End%20Date=" + end)["Authorization Token"];
    return "/1.0/Data/Metering?Type%20of%20Data=User&ID=" + user + "&Granularity=1&Start%20time=" + begin +
           "&End%20time=" + end + "&Authorization%20Token=" + token;
}

/// Of each client another one; both servers answer it with the same bytes.
std::string request(http::Client& gridlore, http::Client& bare, const std::string& user, unsigned day) {
    const std::string path = readings_path(gridlore, user, day);
    if (get(gridlore, path)[0]["Metering"].size() != readings_of_day) {
        give_up("a day has other readings: GET " + path);
    }
    if (*bench::checked(gridlore.send("GET", path)).body != *bench::checked(bare.send("GET", path)).body) {
        give_up("the servers give different bytes: GET " + path);
    }
    return request_text("GET", path, "User-Agent: load\r\n");
}

void run() {
    raise_open_file_limit();
    const TemporaryFolder folder;
    const auto database = test::make_sqlite_database();
    database->create_schema();
    const auto generated = test::fill_readings(*database, 7, users, first_day, first_day + days);
    const std::filesystem::path mappings = folder.path() / "mappings";
    write_mappings(mappings, database->address());
    std::vector<std::string> command = gridlore_command();
    command.insert(command.end(), {"--mappings", mappings.string()});
    std::vector<std::string> bare_words = bare_command();
    bare_words.push_back(database->address().substr(std::string_view("sqlite3:").size()));
    bare_words.push_back(sql_in(mappings));
    const ChildProcess gridlore(command);
    const ChildProcess bare(bare_words);
    auto client = bench::checked(http::Client::make(gridlore.address()));
    auto bare_client = bench::checked(http::Client::make(bare.address()));
    std::vector<std::string> requests;
    for (unsigned i = 0; i < request_clients; ++i) {
        const std::string& user = generated[2 * i % users].user;  // each second one is of another table
        requests.push_back(request(client, bare_client, user, 2 + i % 28));
    }
    const RequestRates rates = request_rates(gridlore, bare, requests);
    constexpr double microseconds = 1e6;
    bench::print_table({{.name = "metering_requests_of_64_clients",
                         .value = rates.measured.per_second,
                         .unit = "/s",
                         .floor = rates.floor.per_second,
                         .at_least = 0.4,
                         .of_floor = true},
                        {.name = "metering_processor_time_of_request",
                         .value = rates.measured.processor_seconds * microseconds,
                         .unit = "us",
                         .floor = rates.floor.processor_seconds * microseconds}});
}

}  // namespace
}  // namespace gridlore::load

int main() {
    gridlore::load::run();
}
