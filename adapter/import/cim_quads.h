/// Models of CIM read as models: one namespace, one form of identity, typed literals, the unit convention recorded.
/// What is of no CIM passes as it is. Source: vocabulary tables in ontology/, IEC 61970-552 (rdf:ID and urn:uuid).
///
/// A document is a model if it has a thing of a class of CIM, or a property of CIM. Quads before the first of these
/// that hold what would be an identity in a model wait until it is known; of a document that begins with more of them
/// than may wait, it is assumed that it is none.
///
/// Confined; one for each document.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/import/cim_tables.h"
#include "knowledge-engine/rdf/document_reader.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::importer {

class CimQuads {
  public:
    /// `next` receives what each quad becomes. `units`: the IRI of the convention, if the user knows it better than the
    /// document.
    CimQuads(rdf::QuadHandler next, std::optional<std::string> units);

    Result<void> add(const rdf::QuadView& quad);
    /// Call it at the end of the document, which hands over what still waits: a convention that no header of a model
    /// took is said of `base`.
    Result<void> finish(std::string_view base);

  private:
    enum class Kind { Unknown, Model, Other };

    bool tells_of_model(const rdf::QuadView& quad) const;
    Result<void> hold(const rdf::QuadView& quad);
    Result<void> decide(Kind kind);
    Result<void> read(const rdf::QuadView& quad);
    rdf::TermView rewrite(const rdf::TermView& term, std::string& room) const;
    void type_literal(std::string_view property, rdf::TermView& literal);
    Result<void> record_units(const rdf::QuadView& quad);

    const CimTables& tables_;
    rdf::QuadHandler next_;
    std::optional<std::string> units_;
    Kind kind_ = Kind::Unknown;
    std::vector<rdf::Quad> waiting_;  ///< until the kind is known
    std::size_t waiting_bytes_ = 0;
    bool units_recorded_ = false;
    std::string subject_;  ///< room for what a quad's terms become
    std::string predicate_;
    std::string object_;
    std::string graph_;
    std::string key_;
    rdf::Term literal_;
};

}  // namespace gridlore::importer
