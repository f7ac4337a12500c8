#include "tests/support/sparql_world.h"

namespace gridlore::query {
namespace {

/// Answers each call with the same rows, or fails.
class FixedService final : public ServiceCaller {
  public:
    Result<void> call(const std::string& endpoint, const std::string& query, ResultSink& answer) override {
        calls.push_back(endpoint);
        last_query = query;
        if (endpoint != "urn:x:other") {
            return Error{ErrorKind::Unavailable, "nobody is there"};
        }
        if (Result<void> written = answer.variables({"s", "w"}); !written) {
            return written;
        }
        const std::vector<std::optional<rdf::Term>> first{rdf::Term::iri("urn:x:a"), rdf::Term::string("one")};
        const std::vector<std::optional<rdf::Term>> second{rdf::Term::iri("urn:x:z"), rdf::Term::blank_node("n")};
        Result<void> written = answer.row(first);
        return written ? answer.row(second) : written;
    }

    Texts calls;
    std::string last_query;
};

TEST(Service, IsOffUnlessThereIsACaller) {
    SparqlWorld world(":a :p 1 .");
    EXPECT_EQ(world.error("SELECT * { SERVICE :other { ?s :q ?w } }").kind, ErrorKind::Unavailable);
    EXPECT_EQ(world.sorted("SELECT * { ?s :p ?v SERVICE SILENT :other { ?s :q ?w } }"), (Texts{"a 1 -"}));
}

TEST(Service, JoinsWhatTheOtherEndpointGives) {
    SparqlWorld world(":a :p 1 . :b :p 2 .");
    FixedService service;
    Context context;
    context.services = &service;
    EXPECT_EQ(world.sorted("SELECT ?s ?v ?w { ?s :p ?v SERVICE :other { ?s :q ?w } }", context),
              (Texts{"a 1 \"one\""}));
    EXPECT_EQ(service.calls, (Texts{"urn:x:other"}));
    EXPECT_NE(service.last_query.find("SELECT * WHERE { ?s :q ?w }"), std::string::npos) << service.last_query;
    EXPECT_EQ(world.error("SELECT * { SERVICE :broken { ?s :q ?w } }", context).message, "nobody is there");
}

TEST(Service, MayBeNamedByAVariable) {
    SparqlWorld world(":other :serves :a , :b .");
    FixedService service;
    Context context;
    context.services = &service;
    EXPECT_EQ(world.sorted("SELECT ?s ?w { ?e :serves ?s SERVICE ?e { ?s :q ?w } }", context), (Texts{"a \"one\""}));
    EXPECT_EQ(service.calls.size(), 1U);
    EXPECT_EQ(world.error("SELECT * { OPTIONAL { ?e :nowhere ?x } SERVICE ?e { ?s :q ?w } }", context).kind,
              ErrorKind::InvalidInput);
}

/// Gives a thousand rows to whoever asks, or says that the limit is reached.
class LargeService final : public ServiceCaller {
  public:
    Result<void> call(const std::string& endpoint, const std::string&, ResultSink& answer) override {
        if (endpoint == "urn:x:limit") {
            return Error{ErrorKind::LimitExceeded, "too much is fetched"};
        }
        Result<void> done = answer.variables({"w"});
        const std::vector<std::optional<rdf::Term>> row{rdf::Term::string("one")};
        for (int i = 0; done && i < 1000; ++i) {
            done = answer.row(row);
        }
        return done;
    }
};

TEST(Service, CountsTheMemoryOfAllItsAnswers) {
    SparqlWorld world(":a :p :s1 , :s2 , :s3 , :s4 , :s5 , :s6 , :s7 , :s8 .");
    LargeService service;
    Context context;
    context.services = &service;
    context.limits.memory = 96 << 10;
    EXPECT_EQ(world.rows("SELECT (COUNT(*) AS ?n) { SERVICE :s1 { ?s :q ?w } }", context), (Texts{"1000"}));
    EXPECT_EQ(world.error("SELECT (COUNT(*) AS ?n) { ?a :p ?x SERVICE ?x { ?s :q ?w } }", context).kind,
              ErrorKind::LimitExceeded);
}

TEST(Service, IsNotSilentAboutOurLimits) {
    SparqlWorld world;
    LargeService service;
    Context context;
    context.services = &service;
    EXPECT_EQ(world.error("SELECT * { SERVICE SILENT :limit { ?s :q ?w } }", context).kind, ErrorKind::LimitExceeded);
}

}  // namespace
}  // namespace gridlore::query
