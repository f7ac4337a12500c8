#include "knowledge-engine/exchange/meta.h"

#include <algorithm>
#include <array>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::exchange {
namespace {

using pattern::PatternTerm;
using pattern::TriplePattern;
using pattern::Variable;
using rdf::Term;

Term ke(std::string_view name) {
    return Term::iri(std::string(rdf::ke_ns).append(name));
}

constexpr std::array type_names = {"AskKnowledgeInteraction", "AnswerKnowledgeInteraction", "PostKnowledgeInteraction",
                                   "ReactKnowledgeInteraction"};
constexpr std::array purpose_names = {"NewKnowledgePurpose", "ChangedKnowledgePurpose", "RemovedKnowledgePurpose"};
constexpr std::array event_names = {"new", "changed", "removed"};

CommunicativeAct act_of(std::string_view required, std::string_view satisfied) {
    return {.required = {std::string(rdf::ke_ns).append(required)},
            .satisfied = {std::string(rdf::ke_ns).append(satisfied)}};
}

class Description {
  public:
    explicit Description(const KnowledgeBaseDescription& of) : of_(of) {}

    void add(const std::string& id, InteractionType type, bool is_meta, const CommunicativeAct& act,
             std::string_view gp_suffix, std::string_view pattern_type, const std::string& pattern) {
        for (const std::string& required : act.required) {
            for (const std::string& satisfied : act.satisfied) {
                rows_.push_back({{"kb", Term::iri(of_.id)},
                                 {"name", Term::string(of_.name)},
                                 {"description", Term::string(of_.description)},
                                 {"ki", Term::iri(id)},
                                 {"kiType", ke(type_names[static_cast<std::size_t>(type)])},
                                 {"isMeta", Term::literal(is_meta ? "true" : "false", std::string(rdf::xsd_boolean))},
                                 {"act", Term::iri(id + "/act")},
                                 {"req", Term::iri(id + "/act/req")},
                                 {"sat", Term::iri(id + "/act/sat")},
                                 {"reqType", Term::iri(required)},
                                 {"satType", Term::iri(satisfied)},
                                 {"gp", Term::iri(id + "/" + std::string(gp_suffix))},
                                 {"patternType", ke(pattern_type)},
                                 {"pattern", Term::string(pattern)}});
            }
        }
    }

    void add(const KnowledgeInteraction& interaction) {
        const InteractionSpec& spec = interaction.spec;
        const bool one = spec.type == InteractionType::Ask || spec.type == InteractionType::Answer;
        add(interaction.id, spec.type, false, spec.act, one ? "gp" : "argumentgp",
            one ? "GraphPattern" : "ArgumentGraphPattern", to_string(spec.pattern));
        if (spec.result_pattern) {
            add(interaction.id, spec.type, false, spec.act, "resultgp", "ResultGraphPattern",
                to_string(*spec.result_pattern));
        }
    }

    void add_meta() {
        const std::string prefix = of_.id + "/meta/knowledgeinteractions/";
        const std::string pattern = to_string(meta_pattern());
        const CommunicativeAct inform = act_of("InformPurpose", "InformPurpose");
        add(prefix + "ask", InteractionType::Ask, true, inform, "gp", "GraphPattern", pattern);
        add(prefix + "answer", InteractionType::Answer, true, inform, "gp", "GraphPattern", pattern);
        for (std::size_t e = 0; e < event_names.size(); ++e) {
            add(prefix + "post/" + event_names[e], InteractionType::Post, true,
                act_of("InformPurpose", purpose_names[e]), "argumentgp", "ArgumentGraphPattern", pattern);
            add(prefix + "react/" + event_names[e], InteractionType::React, true,
                act_of(purpose_names[e], "InformPurpose"), "argumentgp", "ArgumentGraphPattern", pattern);
        }
    }

    pattern::TermRows rows() && { return std::move(rows_); }

  private:
    const KnowledgeBaseDescription& of_;
    pattern::TermRows rows_;
};

}  // namespace

const pattern::GraphPattern& meta_pattern() {
    static const pattern::GraphPattern pattern = [] {
        const PatternTerm type = Term::iri(std::string(rdf::rdf_type));
        const auto v = [](const char* name) { return PatternTerm(Variable{name}); };
        return pattern::GraphPattern{{
            {v("kb"), type, ke("KnowledgeBase")},
            {v("kb"), ke("hasName"), v("name")},
            {v("kb"), ke("hasDescription"), v("description")},
            {v("kb"), ke("hasKnowledgeInteraction"), v("ki")},
            {v("ki"), type, v("kiType")},
            {v("ki"), ke("isMeta"), v("isMeta")},
            {v("ki"), ke("hasCommunicativeAct"), v("act")},
            {v("act"), type, ke("CommunicativeAct")},
            {v("act"), ke("hasRequirement"), v("req")},
            {v("act"), ke("hasSatisfaction"), v("sat")},
            {v("req"), type, v("reqType")},
            {v("sat"), type, v("satType")},
            {v("ki"), ke("hasGraphPattern"), v("gp")},
            {v("gp"), type, v("patternType")},
            {v("gp"), ke("hasPattern"), v("pattern")},
        }};
    }();
    return pattern;
}

pattern::TermRows describe(const KnowledgeBaseState& state) {
    Description description(state.description);
    for (const auto& interaction : state.interactions) {
        description.add(interaction->declared);
    }
    description.add_meta();
    return std::move(description).rows();
}

const ClosedAct& meta_answer_act() {
    static const ClosedAct inform = close(CommunicativeAct{});
    return inform;
}

const ClosedAct& meta_act(MetaEvent event) {
    static const std::array<ClosedAct, 3> acts = {close(act_of("InformPurpose", purpose_names[0])),
                                                  close(act_of("InformPurpose", purpose_names[1])),
                                                  close(act_of("InformPurpose", purpose_names[2]))};
    return acts[static_cast<std::size_t>(event)];
}

std::string meta_answer_id(const std::string& knowledge_base) {
    return knowledge_base + "/meta/knowledgeinteractions/answer";
}

MetaPattern::MetaPattern(const rdf::NetworkTerms& terms) {
    std::uint64_t unknown = ~std::uint64_t{0};
    number([&](const Term& constant) -> Slot {
        const auto id = terms.find(constant);
        const rdf::TermId known = id ? *id : rdf::TermId(unknown--);
        return {.variable = -1, .term = known, .value = id ? terms.value(*id) : known};
    });
}

MetaPattern::MetaPattern(rdf::Dictionary& dictionary) {
    number([&](const Term& constant) -> Slot {
        const rdf::TermId id = dictionary.intern(constant);
        return {.variable = -1, .term = id, .value = dictionary.value(id)};
    });
}

void MetaPattern::number(const std::function<Slot(const Term&)>& constant) {
    const auto slot = [&](const PatternTerm& term) -> Slot {
        if (const auto* known = std::get_if<Term>(&term)) {
            return constant(*known);
        }
        const std::string& name = std::get<Variable>(term).name;
        const auto it = std::ranges::find(variables_, name);
        const auto variable = static_cast<int>(it - variables_.begin());
        if (it == variables_.end()) {
            variables_.push_back(name);
        }
        return {.variable = variable, .term = {}, .value = {}};
    };
    for (const TriplePattern& triple : meta_pattern().triples) {
        const Slot subject = slot(triple.subject);
        const Slot predicate = slot(triple.predicate);
        const Slot object = slot(triple.object);
        triples_.push_back({subject, predicate, object});
    }
}

}  // namespace gridlore::exchange
