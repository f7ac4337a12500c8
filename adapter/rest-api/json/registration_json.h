/// Knowledge bases and knowledge interactions in JSON (ke-rest-contract, 3.2, 3.3, 3.7 and 4). Pure functions; safe
/// from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapter/rest-api/json/value.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/exchange/interaction.h"

namespace gridlore::rest_api {

/// The body of `POST /sc`. Errors: InvalidInput, naming the field. Whether an id, level or lease is allowed is the
/// exchange's to say.
Result<exchange::KnowledgeBaseDescription> read_knowledge_base(const JsonValue& body, std::uint8_t default_level);

/// The body of `POST /sc/ki`, patterns parsed. Errors: InvalidInput, naming the field; with the position in a pattern.
Result<exchange::InteractionSpec> read_interaction(const JsonValue& body);

void append_knowledge_base(std::string& out, const exchange::KnowledgeBaseDescription& description);
void append_interaction(std::string& out, const exchange::KnowledgeInteraction& interaction);

}  // namespace gridlore::rest_api
