#include "adapter/import/cim_quads.h"

#include <gmock/gmock.h>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::importer {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr std::string_view prefixes = R"(
    @prefix cim: <http://iec.ch/TC57/CIM100#> .
    @prefix cim16: <http://iec.ch/TC57/2013/CIM-schema-cim16#> .
    @prefix cimu: <https://cim.ucaiug.io/ns#> .
    @prefix md: <http://iec.ch/TC57/61970-552/ModelDescription/1#> .
    @prefix entsoe: <http://entsoe.eu/CIM/SchemaExtension/3/1#> .
    @prefix nc: <https://cim4.eu/ns/nc#> .
    @prefix om: <http://www.ontology-of-units-of-measure.org/resource/om-2/> .
    @prefix ex: <urn:x:> .
)";

/// What the triples of a Turtle document at <file:///model.ttl> become, as text with `cim:` for CIM100.
std::vector<std::string> read(std::string_view turtle, const std::optional<std::string>& units = {}) {
    const std::string document = std::string(prefixes) + std::string(turtle);
    std::vector<std::string> written;
    const auto text = [](const rdf::TermView& view) {
        std::string shown = rdf::to_text(
            rdf::Term{view.kind, std::string(view.text), std::string(view.datatype), std::string(view.language)});
        for (const auto& [iri, prefix] :
             {std::pair("<http://iec.ch/TC57/CIM100#", "<cim:"), std::pair("<https://w3id.org/gridlore#", "<gridlore:"),
              std::pair("<http://www.w3.org/2001/XMLSchema#", "<xsd:")}) {
            if (const auto at = shown.find(iri); at != std::string::npos) {
                shown.replace(at, std::string(iri).size(), prefix);
            }
        }
        return shown;
    };
    CimQuads cim(
        [&](const rdf::QuadView& quad) -> Result<void> {
            written.push_back(text(quad.subject) + " " + text(quad.predicate) + " " + text(quad.object));
            return {};
        },
        units);
    rdf::ReadOptions options;
    options.base = "file:///model.ttl";
    EXPECT_TRUE(rdf::read_document(rdf::memory_source(document), rdf::Syntax::Turtle, options,
                                   [&](const rdf::QuadView& quad) { return cim.add(quad); }));
    EXPECT_TRUE(cim.finish(options.base));
    return written;
}

constexpr std::string_view type = " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ";

TEST(CimQuads, HaveOneNamespaceWhateverTheVersion) {
    EXPECT_THAT(
        read("ex:a a cim16:Fuse . ex:a a cimu:Meter . ex:a cim:Measurement.phases cim16:PhaseCode.ABC ."),
        ElementsAre("<urn:x:a>" + std::string(type) + "<cim:Fuse>", "<urn:x:a>" + std::string(type) + "<cim:Meter>",
                    "<urn:x:a> <cim:Measurement.phases> <cim:PhaseCode.ABC>"));
    EXPECT_THAT(read(R"(ex:a entsoe:IdentifiedObject.shortName "A" .)"),
                ElementsAre("<urn:x:a> <http://iec.ch/TC57/CIM100-European#IdentifiedObject.shortName> \"A\""));
}

TEST(CimQuads, NameAThingByItsUuidInWhateverForm) {
    const std::string uuid = "ae41feee-2556-4ed6-b220-31e6ed92d93c";
    for (const std::string& form : {"<#_" + uuid + ">", "<#" + uuid + ">", "<urn:uuid:" + uuid + ">",
                                    "<urn:uuid:_" + uuid + ">", "<http://else.example/model#_" + uuid + ">"}) {
        EXPECT_THAT(read("ex:a cim:p ex:o . " + form + " ex:p " + form + " ."),
                    Contains("<urn:uuid:" + uuid + "> <urn:x:p> <urn:uuid:" + uuid + ">"));
    }
    EXPECT_THAT(read("<#_7891a026ba2c42098556665efd13ba94> a cim:Meter ."),
                ElementsAre("<urn:uuid:7891a026ba2c42098556665efd13ba94>" + std::string(type) + "<cim:Meter>"));
}

TEST(CimQuads, NameThingsByTheirUuidsOnlyInModels) {
    const std::string thing = "<https://x.example/doc#7891a026ba2c42098556665efd13ba94>";
    const std::string mention = thing + " ex:like cim:Meter .";
    EXPECT_THAT(read(mention + thing + " a ex:Thing . ex:a ex:p " + thing + " ."),
                UnorderedElementsAre(thing + " <urn:x:like> <cim:Meter>", thing + std::string(type) + "<urn:x:Thing>",
                                     "<urn:x:a> <urn:x:p> " + thing));
    const std::string identity = "<urn:uuid:7891a026ba2c42098556665efd13ba94>";
    EXPECT_THAT(
        read(mention + " ex:a a cim16:Fuse ."),
        UnorderedElementsAre(identity + " <urn:x:like> <cim:Meter>", "<urn:x:a>" + std::string(type) + "<cim:Fuse>"))
        << "also before it shows that it is one";
}

TEST(CimQuads, HoldNoMoreThanABoundOfWhatMayBeAModel) {
    const std::string thing = "<https://x.example/doc#7891a026ba2c42098556665efd13ba94>";
    const std::string large(5'000'000, 'x');
    const auto written = read(thing + " ex:p \"" + large + "\" . ex:b ex:p ex:c . ex:a a cim:Meter .");
    ASSERT_EQ(written.size(), 3U);
    EXPECT_TRUE(written[0].starts_with(thing)) << "it did not wait for the others";
}

TEST(CimQuads, LeaveOtherNamesAsTheyAre) {
    EXPECT_THAT(read("<#BaseVoltage_400> ex:p <http://x.example/#_part> ."),
                ElementsAre("<file:///model.ttl#BaseVoltage_400> <urn:x:p> <http://x.example/#_part>"));
}

TEST(CimQuads, HaveLiteralsTypedAsTheProfilesSay) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {R"(cim:EnergyConsumer.p "10.50")", R"(<cim:EnergyConsumer.p> "10.50"^^<xsd:float>)"},
        {R"(cim16:EnergyConsumer.p " 7\n")", R"(<cim:EnergyConsumer.p> "7"^^<xsd:float>)"},
        {R"(cim:Switch.open "true")", R"(<cim:Switch.open> "true"^^<xsd:boolean>)"},
        {R"(cim:EndDevice.isSmartInverter "True")", R"(<cim:EndDevice.isSmartInverter> "true"^^<xsd:boolean>)"},
        {R"(md:Model.created "2022-03-30T16:26:37.958Z")",
         R"(<http://iec.ch/TC57/61970-552/ModelDescription/1#Model.created> "2022-03-30T16:26:37.958Z"^^<xsd:dateTime>)"},
        {R"(cim:IdentifiedObject.name "10.50")", R"(<cim:IdentifiedObject.name> "10.50")"},
        {R"(cim:UsagePoint.isSdq "false")", R"(<cim:UsagePoint.isSdp> "false"^^<xsd:boolean>)"},
        {R"(nc:GateInputPin.duration "PT15M")",
         R"(<https://cim4.eu/ns/nc#GateInputPin.duration> "PT15M"^^<xsd:duration>)"},
        {R"(cim:usagepoint.checkBilling "False")", R"(<cim:UsagePoint.checkBilling> "false"^^<xsd:boolean>)"},
    };
    for (const auto& [written, expected] : cases) {
        EXPECT_THAT(read("ex:a " + written + " ."), ElementsAre("<urn:x:a> " + expected));
    }
}

TEST(CimQuads, LeaveALiteralThatItsDatatypeDoesNotAllow) {
    EXPECT_THAT(
        read(R"(ex:a cim:EnergyConsumer.p "about 10", ""@en, "5"^^<urn:x:t> ; cim:Switch.open "maybe" .)"),
        ElementsAre(R"(<urn:x:a> <cim:EnergyConsumer.p> "about 10")", R"(<urn:x:a> <cim:EnergyConsumer.p> ""@en)",
                    R"(<urn:x:a> <cim:EnergyConsumer.p> "5"^^<urn:x:t>)", R"(<urn:x:a> <cim:Switch.open> "maybe")"));
}

TEST(CimQuads, TypeWhatIsADurationAndNothingElse) {
    const auto is_duration = [](const std::string& text) {
        return read("ex:a nc:GateInputPin.duration \"" + text + "\" .").front().ends_with("^^<xsd:duration>");
    };
    for (const std::string text : {"P1Y2M3DT4H5M6.789S", "-P30D", "PT0S", "P1M", "PT1M", "PT0.5S", " P1D "}) {
        EXPECT_TRUE(is_duration(text)) << text;
    }
    for (const std::string text : {"P30", "PT", "P", "", "1D", "P1D1Y", "P1H", "PT1D", "P1DT", "PT1.5M", "PT1.S",
                                   "PT.5S", "P-1D", "P1D1D", "P1.", "PT1"}) {
        EXPECT_FALSE(is_duration(text)) << text;
    }
}

TEST(CimQuads, SayFromOneEndWhatToolsSayFromEither) {
    EXPECT_THAT(read("ex:load cim:Equipment.UsagePoint ex:point . ex:load cim:Equipment.UsagePoints ex:other ."),
                ElementsAre("<urn:x:point> <cim:UsagePoint.Equipments> <urn:x:load>",
                            "<urn:x:other> <cim:UsagePoint.Equipments> <urn:x:load>"));
}

TEST(CimQuads, RecordTheConventionOfUnits) {
    EXPECT_THAT(read("ex:model a md:FullModel ."),
                ElementsAre(testing::_, "<urn:x:model> <gridlore:unitConvention> <gridlore:KilovoltsAndMegawatts>"));
    EXPECT_THAT(read("ex:model a cim:IEC61970CIMVersion ."),
                ElementsAre(testing::_, "<urn:x:model> <gridlore:unitConvention> <gridlore:VoltsAndWatts>"));
    EXPECT_THAT(read("ex:model a md:FullModel .", "urn:x:units"),
                ElementsAre(testing::_, "<urn:x:model> <gridlore:unitConvention> <urn:x:units>"));
    EXPECT_THAT(read("ex:a ex:p ex:o .", "urn:x:units"),
                ElementsAre(testing::_, "<file:///model.ttl> <gridlore:unitConvention> <urn:x:units>"));
    EXPECT_THAT(read("ex:a ex:p ex:o ."), ElementsAre("<urn:x:a> <urn:x:p> <urn:x:o>"));
}

}  // namespace
}  // namespace gridlore::importer
