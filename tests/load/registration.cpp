#include "tests/load/registration.h"

#include <nlohmann/json.hpp>

#include "tests/bench/checked.h"

namespace gridlore::load {
namespace {

using nlohmann::json;

http::Response post(http::Client& client, const std::string& path, const http::Headers& headers, const json& body) {
    http::Response response = bench::checked(client.send("POST", path, headers, body.dump()));
    if (response.status != 200) {
        bench::give_up(path + " answered " + std::to_string(response.status) + ": " + *response.body);
    }
    return response;
}

void register_knowledge_base(http::Client& client, const std::string& id, const std::string& name) {
    post(client, "/rest/sc", {},
         {{"knowledgeBaseId", id}, {"knowledgeBaseName", name}, {"knowledgeBaseDescription", "part of a load"}});
}

std::string add_interaction(http::Client& client, const std::string& knowledge_base, const std::string& type,
                            std::size_t meter) {
    const std::string reading = "<" + meter_id(meter) + "/last>";
    const std::string pattern = reading + " a saref:Observation ; saref:madeBy <" + meter_id(meter) +
                                "> ; saref:hasTimestamp ?time ; saref:hasSimpleResult ?value .";
    const http::Response response = post(client, "/rest/sc/ki", {{"Knowledge-Base-Id", knowledge_base}},
                                         {{"knowledgeInteractionType", type},
                                          {"graphPattern", pattern},
                                          {"prefixes", {{"saref", "https://saref.etsi.org/core/"}}}});
    return json::parse(*response.body).at("knowledgeInteractionId");
}

}  // namespace

std::string meter_id(std::size_t number) {
    return "https://grid.example/meter-" + std::to_string(number);
}

std::string asker_id(std::size_t number) {
    return "https://grid.example/asker-" + std::to_string(number);
}

std::string register_meter(http::Client& client, std::size_t number) {
    register_knowledge_base(client, meter_id(number), "meter " + std::to_string(number));
    return add_interaction(client, meter_id(number), "AnswerKnowledgeInteraction", number);
}

void register_asker(http::Client& client, std::size_t number) {
    register_knowledge_base(client, asker_id(number), "asker " + std::to_string(number));
}

std::string register_ask(http::Client& client, const std::string& asker, std::size_t meter) {
    return add_interaction(client, asker, "AskKnowledgeInteraction", meter);
}

std::string value_of(std::size_t number) {
    return std::to_string(1'000'000 + number) + ".5";
}

std::string answer_body(std::size_t number, const std::string& handle_request_id) {
    return R"({"handleRequestId":)" + handle_request_id +
           R"(,"bindingSet":[{"time":"\"2026-03-04T09:15:00Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime>","value":")" +
           value_of(number) + R"("}]})";
}

std::string handle_request_id(std::string_view poll_body) {
    constexpr std::string_view name = R"("handleRequestId":)";
    const std::size_t found = poll_body.find(name);
    if (found == std::string_view::npos) {
        bench::give_up("not the work of a poll: " + std::string(poll_body));
    }
    const std::string_view rest = poll_body.substr(found + name.size());
    return std::string(rest.substr(0, rest.find_first_not_of("0123456789")));
}

}  // namespace gridlore::load
