#include "adapter/rest-api/json/exchange_json.h"

#include <array>
#include <chrono>
#include <string_view>

#include "adapter/rest-api/json/binding_set_json.h"
#include "adapter/rest-api/json/writer.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rest_api {
namespace {

/// Members that the contract does not know. With one of them a `recipientSelector` need not be given.
constexpr std::array<std::string_view, 4> extensions = {"explain", "ranges", "timeLimit", "exchangeInfo"};
constexpr double longest_time_limit = 24 * 3600;
/// Of a response; a hint only.
constexpr std::size_t usual_length = 1024;

bool has_extension(const JsonValue::Object& body) {
    for (const std::string_view name : extensions) {
        if (find_member(body, name) != nullptr) {
            return true;
        }
    }
    return false;
}

Result<std::string> read_recipient(const JsonValue& value, std::string_view place) {
    if (value.text() == nullptr || !rdf::is_absolute_iri(*value.text())) {
        return invalid_input(std::string(place) + ": expected the id of a knowledge base, an absolute IRI");
    }
    return *value.text();
}

Result<std::vector<std::string>> read_selector(const JsonValue& value) {
    const JsonValue::Object* selector = value.object();
    if (selector == nullptr) {
        return invalid_input("/recipientSelector: expected an object, found " + std::string(kind_of(value)));
    }
    std::vector<std::string> recipients;
    if (const JsonValue* single = find_member(*selector, "singleKnowledgeBase")) {
        auto recipient = read_recipient(*single, "/recipientSelector/singleKnowledgeBase");
        if (!recipient) {
            return std::move(recipient).error();
        }
        recipients.push_back(std::move(*recipient));
        return recipients;
    }
    const JsonValue* several = find_member(*selector, "knowledgeBases");
    if (several == nullptr || several->array() == nullptr) {
        return invalid_input("/recipientSelector: expected `knowledgeBases`, an array; `[]` is everybody");
    }
    for (const JsonValue& element : *several->array()) {
        auto recipient =
            read_recipient(element, "/recipientSelector/knowledgeBases/" + std::to_string(recipients.size()));
        if (!recipient) {
            return std::move(recipient).error();
        }
        recipients.push_back(std::move(*recipient));
    }
    return recipients;
}

Result<void> read_time_limit(exchange::Request& request, const JsonValue::Object& body) {
    const auto seconds = optional_number(body, "timeLimit");
    if (!seconds) {
        return seconds.error();
    }
    if (*seconds) {
        if (**seconds < 0.001 || **seconds > longest_time_limit) {
            return invalid_input("`timeLimit` has to be a number of seconds from 0.001 to 86400");
        }
        request.wait_for_knowledge_base =
            std::chrono::duration_cast<Duration>(std::chrono::duration<double>(**seconds));
    }
    return {};
}

Result<void> read_extensions(ExchangeBody& result, const JsonValue::Object& body, bool is_ask) {
    const auto explain = optional_boolean(body, "explain");
    if (!explain) {
        return explain.error();
    }
    result.request.explain = explain->value_or(false);
    const auto exchange_info = optional_boolean(body, "exchangeInfo");
    if (!exchange_info) {
        return exchange_info.error();
    }
    result.exchange_info = exchange_info->value_or(true);
    if (const JsonValue* ranges = find_member(body, "ranges")) {
        if (!is_ask) {
            return invalid_input("`ranges` restrict an ask; a post has none");
        }
        auto read = read_ranges(*ranges, "/ranges");
        if (!read) {
            return std::move(read).error();
        }
        result.request.ranges = std::move(*read);
    }
    return read_time_limit(result.request, body);
}

Result<void> read_bindings(ExchangeBody& result, const JsonValue& binding_set, std::string_view place) {
    if (auto checked = check_binding_set(binding_set, place); !checked) {
        return checked;
    }
    auto rows = read_binding_set(binding_set, place);
    if (!rows) {
        return std::move(rows).error();
    }
    result.request.bindings = std::move(*rows);
    return {};
}

Result<void> read_object_form(ExchangeBody& result, const JsonValue::Object& body, bool is_ask) {
    const JsonValue* selector = find_member(body, "recipientSelector");
    const JsonValue* binding_set = find_member(body, "bindingSet");
    if (binding_set == nullptr || (selector == nullptr && !has_extension(body))) {
        return invalid_input("expected an array of bindings, or an object with `recipientSelector` and `bindingSet`");
    }
    if (selector != nullptr) {
        auto recipients = read_selector(*selector);
        if (!recipients) {
            return std::move(recipients).error();
        }
        result.request.recipients = std::move(*recipients);
    }
    if (auto read = read_extensions(result, body, is_ask); !read) {
        return read;
    }
    return read_bindings(result, *binding_set, "/bindingSet");
}

/// The last `digits` digits of a number.
void append_padded(std::string& out, unsigned number, std::size_t digits) {
    const std::size_t begin = out.size();
    out.append(digits, '0');
    for (std::size_t at = begin + digits; at > begin; number /= 10) {
        out[--at] = static_cast<char>('0' + number % 10);
    }
}

void append_gaps(std::string& out, const std::vector<std::vector<std::string>>& gaps) {
    JsonArray array(out);
    for (const auto& alternative : gaps) {
        append_json_texts(array.element(), alternative);
    }
}

void append_exchange_info(std::string& out, const std::vector<exchange::ExchangeInfo>& entries, bool is_ask) {
    JsonArray array(out);
    for (const exchange::ExchangeInfo& entry : entries) {
        array.element();
        JsonObject object(out);
        object.text("initiator", "knowledgeBase");
        object.text("knowledgeBaseId", entry.knowledge_base);
        object.text("knowledgeInteractionId", entry.interaction);
        object.text("exchangeStart", time_text(entry.start));
        object.text("exchangeEnd", time_text(entry.end));
        const bool failed = entry.status == exchange::ExchangeStatus::Failed;
        object.text("status", failed ? "FAILED" : "SUCCEEDED");
        if (failed) {
            object.text("failedMessage", entry.failed_message);
        }
        append_binding_set(object.member(is_ask ? "bindingSet" : "argumentBindingSet"), entry.bindings);
        if (!is_ask) {
            append_binding_set(object.member("resultBindingSet"), entry.result);
        }
    }
}

void append_consideration(std::string& out, const exchange::Consideration& consideration) {
    JsonObject object(out);
    object.text("knowledgeBaseId", consideration.knowledge_base);
    object.text("knowledgeInteractionId", consideration.interaction);
    object.text("verdict", exchange::to_string(consideration.verdict));
    object.text("reason", consideration.reason);
    append_json_texts(object.member("matched"), consideration.matched);
    object.number("rows", consideration.rows);
}

void append_explanation(std::string& out, const exchange::Explanation& explanation) {
    JsonObject object(out);
    object.number("level", explanation.level);
    object.text("pattern", explanation.pattern);
    append_json_texts(object.member("uncovered"), explanation.uncovered);
    {
        JsonArray considered(object.member("considered"));
        for (const exchange::Consideration& consideration : explanation.considered) {
            append_consideration(considered.element(), consideration);
        }
    }
    object.number("leftOut", explanation.left_out);
    object.boolean("planReused", explanation.plan_reused);
    object.boolean("planCut", explanation.plan_cut);
    object.number("droppedBindings", explanation.dropped_bindings);
}

}  // namespace

Result<ExchangeBody> read_exchange_body(const JsonValue& body, bool is_ask) {
    ExchangeBody result;
    const auto read =
        body.object() != nullptr ? read_object_form(result, *body.object(), is_ask) : read_bindings(result, body, "");
    if (!read) {
        return read.error();
    }
    return result;
}

Result<HandleBody> read_handle_body(const JsonValue& body) {
    const auto object = object_of_body(body);
    if (!object) {
        return object.error();
    }
    HandleBody result;
    const auto id = optional_integer(**object, "handleRequestId");
    if (!id) {
        return id.error();
    }
    if (!*id) {
        return invalid_input("`handleRequestId` is required");
    }
    // Ids count from 1, so a negative one is as unknown as 0.
    result.handle_request_id = **id < 0 ? 0 : static_cast<std::uint64_t>(**id);
    auto message = optional_text(**object, "errorMessage");
    if (!message) {
        return std::move(message).error();
    }
    result.error_message = std::move(*message);
    result.binding_set = find_member(**object, "bindingSet");
    if (result.binding_set != nullptr && !result.error_message) {
        if (auto checked = check_binding_set(*result.binding_set, "/bindingSet"); !checked) {
            return checked.error();
        }
    }
    return result;
}

std::string ask_response(const exchange::AskResult& result, bool with_exchange_info) {
    std::string out;
    out.reserve(usual_length);
    {
        JsonObject object(out);
        append_binding_set(object.member("bindingSet"), result.bindings);
        if (with_exchange_info) {
            append_exchange_info(object.member("exchangeInfo"), result.exchange_info, true);
        }
        if (result.knowledge_gaps) {
            append_gaps(object.member("knowledgeGaps"), *result.knowledge_gaps);
        }
        if (result.explanation) {
            append_explanation(object.member("explanation"), *result.explanation);
        }
    }
    return out;
}

std::string post_response(const exchange::PostResult& result, bool with_exchange_info) {
    std::string out;
    out.reserve(usual_length);
    {
        JsonObject object(out);
        append_binding_set(object.member("resultBindingSet"), result.result);
        if (with_exchange_info) {
            append_exchange_info(object.member("exchangeInfo"), result.exchange_info, false);
        }
        if (result.dropped_bindings > 0) {
            object.number("droppedBindings", result.dropped_bindings);
        }
        if (result.explanation) {
            append_explanation(object.member("explanation"), *result.explanation);
        }
    }
    return out;
}

std::string handle_request_json(const exchange::Call& call, std::uint64_t handle_request_id) {
    std::string out;
    out.reserve(usual_length);
    {
        JsonObject object(out);
        object.text("knowledgeInteractionId", call.interaction);
        object.number("handleRequestId", handle_request_id);
        append_binding_set(object.member("bindingSet"), call.bindings);
        object.text("requestingKnowledgeBaseId", call.requesting_knowledge_base);
        if (!call.ranges.empty()) {
            append_ranges(object.member("ranges"), call.ranges);
        }
    }
    return out;
}

std::string time_text(TimePoint time) {
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<milliseconds>(time - day));
    std::string text;
    text.reserve(sizeof "2026-03-04T09:15:02.118+00:00");
    append_padded(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    append_padded(text += '-', static_cast<unsigned>(date.month()), 2);
    append_padded(text += '-', static_cast<unsigned>(date.day()), 2);
    append_padded(text += 'T', static_cast<unsigned>(clock.hours().count()), 2);
    append_padded(text += ':', static_cast<unsigned>(clock.minutes().count()), 2);
    append_padded(text += ':', static_cast<unsigned>(clock.seconds().count()), 2);
    append_padded(text += '.', static_cast<unsigned>(clock.subseconds().count()), 3);
    return text += "+00:00";
}

}  // namespace gridlore::rest_api
