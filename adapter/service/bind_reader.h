/// The sections `bind` and `services` of a mapping document (docs/mapping-documents.md, "Bindings to the world"). A
/// pure function; safe from any thread.
#pragma once

#include <string_view>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/problem.h"
#include "adapter/service/bind.h"
#include "adapter/service/service_file.h"

namespace gridlore::service {

struct ReadBinds {
    std::vector<Bind> binds;
    ServicesByName services;                   ///< that it brings along
    std::vector<AuthoritiesFile> authorities;  ///< and what these name
    std::vector<mapping::Problem> problems;    ///< in the order of their places
};

/// `text` is the document's, `document` what it says beside these. Checks all that needs no other document.
ReadBinds read_binds(std::string_view text, const mapping::Document& document);

/// `urn:gridlore:service:<name>`: the knowledge base of a service that is called, or of a database.
std::string knowledge_base_of_service(std::string_view service);
/// `urn:gridlore:served:<id>`: that of whoever uses what a document serves.
std::string knowledge_base_of_served(std::string_view document);

}  // namespace gridlore::service
