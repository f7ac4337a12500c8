/// A store's whole content, put in and taken out. Functions on a store that nobody else uses meanwhile.
#pragma once

#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::w3c {

/// Makes the content of `store` exactly `quads`.
Result<void> replace_content(store::QuadStore& store, const std::vector<rdf::Quad>& quads);

/// All quads, of the default graph and of the named ones.
Result<std::vector<rdf::Quad>> content_of(const store::QuadStore& store);

}  // namespace gridlore::w3c
