#include "tests/bench/crowd.h"

#include <algorithm>
#include <array>

#include "knowledge-engine/rdf/namespaces.h"
#include "tests/bench/checked.h"

namespace gridlore::bench {
namespace {

constexpr const char* asker = "urn:kb:asker";
/// Enough to have many knowledge bases, few enough to have several interactions each.
constexpr std::size_t interactions_of_each = 10;

/// Every triple names its meter, so that patterns of two meters share predicates and have no triple that matches.
std::string readings_of(const std::string& meter, const std::string& vocabulary) {
    return "?reading " + vocabulary + "kind e:Reading-" + meter + " . ?reading " + vocabulary + "of e:meter-" + meter +
           " . e:meter-" + meter + " " + vocabulary + "voltage ?voltage .";
}

/// As partners speak of them when there is nobody else.
constexpr const char* own_readings =
    "?reading e:kind e:Reading . ?reading e:of e:meter . ?reading e:voltage ?voltage .";

pattern::TermRow reading(std::size_t number, const std::string& voltage) {
    return {{"reading", rdf::Term::iri("urn:e:reading-" + std::to_string(number))},
            {"voltage", rdf::Term::literal(voltage, std::string(rdf::xsd_decimal))}};
}

pattern::TermRow row_of(Crowd::Gives gives, std::size_t partner) {
    return reading(gives == Crowd::Gives::OwnReadings ? partner : 0,
                   gives == Crowd::Gives::OwnVoltages ? std::to_string(partner) + ".5" : "231.5");
}

}  // namespace

pattern::GraphPattern pattern_of(const std::string& text) {
    return checked(pattern::parse_pattern(text, {{"e", "urn:e:"}}));
}

Crowd::Crowd(Exchanges kind, std::size_t interactions, std::size_t partners, Gives gives)
    : exchange_({}, clock_),
      kind_(kind),
      partners_(partners),
      rows_(kind == Exchanges::Ask && gives == Gives::SameReading ? 1 : partners) {
    const std::string question = interactions == partners ? own_readings : readings_of("sought", "e:");
    for (std::size_t i = 0; i < partners; ++i) {
        const std::string id = "urn:kb:partner-" + std::to_string(i);
        const pattern::TermRow receipt = {{"reading", rdf::Term::iri("urn:e:reading-0")},
                                          {"receipt", rdf::Term::iri("urn:e:receipt-" + std::to_string(i))}};
        add_knowledge_base(id, {kind == Exchanges::Ask ? row_of(gives, i) : receipt});
        add(id, partner_type(), question);
    }
    for (std::size_t i = partners; i < interactions; ++i) {
        add_other(i, i % 4 == 0);
    }
    add_knowledge_base(asker, {});
    const bool asks = kind == Exchanges::Ask;
    request_.knowledge_base = asker;
    request_.interaction =
        add(asker, asks ? exchange::InteractionType::Ask : exchange::InteractionType::Post, question);
    request_.bindings = {asks ? pattern::TermRow{} : row_of(gives, 0)};
}

bool Crowd::run() {
    std::size_t rows = 0;
    std::size_t succeeded = 0;
    const auto count = [&](const std::vector<exchange::ExchangeInfo>& info) {
        succeeded = static_cast<std::size_t>(
            std::ranges::count(info, exchange::ExchangeStatus::Succeeded, &exchange::ExchangeInfo::status));
    };
    if (kind_ == Exchanges::Ask) {
        exchange_.ask(request_, [&](Result<exchange::AskResult> result) {
            rows = result ? result->bindings.size() : 0;
            count(result ? result->exchange_info : std::vector<exchange::ExchangeInfo>{});
        });
    } else {
        exchange_.post(request_, [&](Result<exchange::PostResult> result) {
            rows = result ? result->result.size() : 0;
            count(result ? result->exchange_info : std::vector<exchange::ExchangeInfo>{});
        });
    }
    return rows == rows_ && succeeded == partners_;
}

void Crowd::change() {
    const std::string id = "urn:kb:newcomer";
    if (newcomer_.empty()) {
        if (!exchange_.find_knowledge_base(id)) {
            add_knowledge_base(id, {});
        }
        newcomer_ = add(id, partner_type(), readings_of("new", "e:"));
    } else {
        checked(exchange_.remove_interaction(id, newcomer_));
        newcomer_.clear();
    }
}

void Crowd::add_knowledge_base(const std::string& id, pattern::TermRows rows) {
    exchange::KnowledgeBaseDescription description;
    description.id = id;
    checked(
        exchange_.add_knowledge_base(std::move(description), std::make_shared<Answerer>(exchange_, std::move(rows))));
}

std::string Crowd::add(const std::string& knowledge_base, exchange::InteractionType type, const std::string& readings,
                       const std::string& vocabulary) {
    exchange::InteractionSpec spec;
    spec.type = type;
    spec.pattern = pattern_of(readings);
    if (type == exchange::InteractionType::Post || type == exchange::InteractionType::React) {
        spec.result_pattern = pattern_of("?reading " + vocabulary + "receipt ?receipt .");
    }
    return checked(exchange_.add_interaction(knowledge_base, std::move(spec)));
}

void Crowd::add_other(std::size_t number, bool shares_predicates) {
    const std::string id = "urn:kb:other-" + std::to_string(number / interactions_of_each);
    if (!exchange_.find_knowledge_base(id)) {
        add_knowledge_base(id, {});
    }
    static constexpr std::array types = {exchange::InteractionType::Ask, exchange::InteractionType::Answer,
                                         exchange::InteractionType::Post, exchange::InteractionType::React};
    const exchange::InteractionType type = shares_predicates ? partner_type() : types[(number / 4) % types.size()];
    // Fifty vocabularies, so that the others share predicates among each other, too.
    const std::string vocabulary = shares_predicates ? "e:" : "e:v" + std::to_string(number % 50) + "-";
    add(id, type, readings_of(std::to_string(number), vocabulary), vocabulary);
}

exchange::InteractionType Crowd::partner_type() const {
    return kind_ == Exchanges::Ask ? exchange::InteractionType::Answer : exchange::InteractionType::React;
}

}  // namespace gridlore::bench
