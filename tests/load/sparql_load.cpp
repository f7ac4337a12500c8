/// A small query over HTTP from many clients, beside the same calls to a bare Beast server that returns the same bytes.
#include <string>

#include "adapter/http/client.h"
#include "tests/bench/checked.h"
#include "tests/bench/figures.h"
#include "tests/load/child_process.h"
#include "tests/load/connection.h"
#include "tests/load/open_files.h"
#include "tests/load/request_load.h"
#include "tests/load/temporary_folder.h"

namespace gridlore::load {
namespace {

using bench::give_up;

constexpr int meters = 1000;

/// `SELECT ?value ?time { <urn:meter:7> <urn:value> ?value ; <urn:time> ?time }`
const std::string query_path =
    "/sparql?query=SELECT%20%3Fvalue%20%3Ftime%20%7B%20%3Curn%3Ameter%3A7%3E%20%3Curn%3Avalue%3E%20%3Fvalue%20%3B%20"
    "%3Curn%3Atime%3E%20%3Ftime%20%7D";

void fill(http::Client& client) {
    std::string data = "INSERT DATA {\n";
    for (int i = 0; i < meters; ++i) {
        const std::string number = std::to_string(i);
        data += "<urn:meter:" + number + "> <urn:value> " + number +
                ".5 ; <urn:time> '2026-01-01T00:00:00Z'"
                "^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n";
    }
    const auto done =
        bench::checked(client.send("POST", "/update", {{"Content-Type", "application/sparql-update"}}, data + "}"));
    if (done.status != 204) {
        give_up("the data were refused: " + *done.body);
    }
}

void run() {
    raise_open_file_limit();
    const TemporaryFolder folder;
    const ChildProcess gridlore(gridlore_command((folder.path() / "store").string()));
    auto client = bench::checked(http::Client::make(gridlore.address()));
    fill(client);
    const auto answer = bench::checked(client.send("GET", query_path, {{"Accept", "application/sparql-results+json"}}));
    const ChildProcess bare(bare_command({}, *answer.body));
    const RequestRates rates = request_rates(
        gridlore, bare,
        {request_text("GET", query_path, "Accept: application/sparql-results+json\r\nUser-Agent: load\r\n")});
    bench::print_table({{.name = "sparql_requests_of_64_clients",
                         .value = rates.measured.per_second,
                         .unit = "/s",
                         .floor = rates.floor.per_second,
                         .at_least = 0.5,
                         .of_floor = true}});
}

}  // namespace
}  // namespace gridlore::load

int main() {
    gridlore::load::run();
}
