/// The examples of a document, which are tried when it is loaded. Private to this folder.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/read/reading.h"

namespace gridlore::mapping {

/// An example and what it was asked with.
struct ExampleCase {
    Example example;
    const YamlNode* node = nullptr;             ///< of the payload, if it is written as YAML
    std::map<std::string, JsonConstant> given;  ///< by the variable's name
};

/// Lifts, lowers and compares. What a document needs to be given and an example does not say is made up.
void try_example(const Document& document, const ExampleCase& example, Reading& reading);

}  // namespace gridlore::mapping
