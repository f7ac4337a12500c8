/// Knowledge bases that a load registers: meters that answer with their last reading, and who asks for it. Every triple
/// names its meter: an ask has one answerer, and not all of them for the triples that they would have in common.
#pragma once

#include <cstddef>
#include <string>

#include "adapter/http/client.h"

namespace gridlore::load {

std::string meter_id(std::size_t number);
std::string asker_id(std::size_t number);

/// Registers the knowledge base, with an ANSWER for the readings of its own, and returns the interaction's id.
std::string register_meter(http::Client& client, std::size_t number);
/// Registers the knowledge base. An ASK of meter `number` is added by the second; its id is returned.
void register_asker(http::Client& client, std::size_t number);
std::string register_ask(http::Client& client, const std::string& asker, std::size_t meter);

/// What meter `number` measures: a number that no other one gives.
std::string value_of(std::size_t number);
/// The body of the answer to a piece of work, by the meter of that number.
std::string answer_body(std::size_t number, const std::string& handle_request_id);
/// The id in the body of a poll's response.
std::string handle_request_id(std::string_view poll_body);

}  // namespace gridlore::load
