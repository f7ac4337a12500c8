/// RDF/XML as it is written through Raptor. Private to this folder; see document_writer.h for the contract.
#pragma once

#include <memory>

#include "knowledge-engine/rdf/document_writer.h"

namespace gridlore::rdf {

/// What it is given has been checked.
Result<std::unique_ptr<DocumentWriter>> make_raptor_writer(const PrefixMap& prefixes, ByteSink sink);

}  // namespace gridlore::rdf
