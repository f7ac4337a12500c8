/// Models of CIM read as models: one namespace, one form of identity, typed literals, the unit convention recorded.
/// What is of no CIM passes as it is. Source: vocabulary tables in ontology/, IEC 61970-552 (rdf:ID and urn:uuid).
///
/// Confined; one for each document.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapter/import/cim_tables.h"
#include "knowledge-engine/rdf/document_reader.h"

namespace gridlore::importer {

class CimQuads {
  public:
    /// `next` receives what each quad becomes. `units`: the IRI of the convention, if the user knows it better than the
    /// document.
    CimQuads(rdf::QuadHandler next, std::optional<std::string> units);

    Result<void> add(const rdf::QuadView& quad);
    /// Call it at the end of the document: a convention that no header of a model took is said of `base`.
    Result<void> finish(std::string_view base);

  private:
    rdf::TermView rewrite(const rdf::TermView& term, std::string& room) const;
    void type_literal(std::string_view property, rdf::TermView& literal);
    Result<void> record_units(const rdf::QuadView& quad);

    const CimTables& tables_;
    rdf::QuadHandler next_;
    std::optional<std::string> units_;
    bool units_recorded_ = false;
    std::string subject_;  ///< room for what a quad's terms become
    std::string predicate_;
    std::string object_;
    std::string graph_;
    std::string key_;
    rdf::Term literal_;
};

}  // namespace gridlore::importer
