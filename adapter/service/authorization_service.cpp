#include "adapter/service/authorization_service.h"

#include <string>

#include "adapter/service/row_keys.h"

namespace gridlore::service {
namespace {

constexpr const char* authorization_pattern =
    "?authorization a gridlore:DataAccessAuthorization ; gridlore:authorizesDataOf ?subject ; "
    "gridlore:validFrom ?from ; gridlore:validUntil ?until ; gridlore:token ?token .";

Result<exchange::InteractionSpec> answer_spec() {
    auto pattern = pattern::parse_pattern(authorization_pattern, {{"gridlore", "https://w3id.org/gridlore#"}});
    if (!pattern) {
        return std::move(pattern).error();
    }
    exchange::InteractionSpec spec;
    spec.type = exchange::InteractionType::Answer;
    spec.name = "authorization";
    spec.pattern = std::move(*pattern);
    spec.needs = {"subject", "from", "until"};
    return spec;
}

}  // namespace

Result<void> AuthorizationService::add(const ContextPtr& context) {
    auto spec = answer_spec();
    if (!spec) {
        return std::move(spec).error();
    }
    exchange::KnowledgeBaseDescription description;
    description.id = authorization_knowledge_base_id;
    description.name = "authorizations";
    description.description = "Authorizations to see an end user's data";
    description.built_in = true;
    auto added =
        context->exchange.add_knowledge_base(std::move(description), std::make_shared<AuthorizationService>(context));
    if (!added) {
        return added;
    }
    auto interaction = context->exchange.add_interaction(authorization_knowledge_base_id, std::move(*spec));
    return interaction ? Result<void>() : Result<void>(interaction.error());
}

Result<void> AuthorizationService::handle(exchange::Call call) {
    pattern::TermRows rows;
    for (const pattern::TermRow& asked : call.bindings) {
        const rdf::Term* const subject = find_term(asked, "subject");
        const rdf::Term* const from = find_term(asked, "from");
        const rdf::Term* const until = find_term(asked, "until");
        if (subject == nullptr || from == nullptr || until == nullptr) {
            return invalid_input("An authorization is for someone's data (?subject) of a period (?from, ?until).");
        }
        auto token = context_->authorizations->issue(subject->text, {*from, *until}, call.requesting_knowledge_base);
        if (!token && token.error().kind == ErrorKind::InvalidInput) {
            continue;  // there is no such authorization, and that is no failure
        }
        if (!token) {
            return std::move(token).error();
        }
        pattern::TermRow row = {{"authorization", rdf::Term::iri("urn:gridlore:authorization:" + *token)},
                                {"subject", *subject},
                                {"from", *from},
                                {"until", *until},
                                {"token", rdf::Term::string(*token)}};
        rows.push_back(std::move(row));
    }
    // Nobody waits any more: that is as good as told.
    (void)context_->exchange.reply(call.id, std::move(rows));
    return {};
}

}  // namespace gridlore::service
