/// What is known of the versions of CIM: the tables of ontology/cim-models.tsv and cim-datatypes.tsv, which are built
/// into the program. Immutable.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gridlore::importer {

/// IRIs by IRIs; views of text that is there for ever.
struct CimTables {
    std::vector<std::pair<std::string_view, std::string_view>>
        namespaces;                           ///< as they are written, and as they are read
    std::vector<std::string_view> of_models;  ///< the namespaces, as written, of what only models are told with
    std::unordered_map<std::string, std::string> aliases;
    std::unordered_map<std::string, std::string> inverses;
    std::unordered_map<std::string, std::string> units;      ///< conventions by the classes that only their models have
    std::unordered_map<std::string, std::string> datatypes;  ///< by property
};

const CimTables& cim_tables();

}  // namespace gridlore::importer
