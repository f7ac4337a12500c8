/// Folders of mapping documents, read as a whole: all or nothing. Safe from any thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapter/mapping/read/read_document.h"
#include "adapter/service/bind.h"
#include "adapter/service/service_file.h"

namespace gridlore::service {

using BoundDocuments = std::vector<std::shared_ptr<const BoundDocument>>;

/// What a document is checked against beside itself.
struct FolderChecks {
    /// Null: what patterns name is not checked.
    const mapping::DeclaredTerms* declared = nullptr;
    /// First segments of paths that are the program's own: `rest`.
    std::vector<std::string> own_segments = {};
    /// Where we listen ourselves: `127.0.0.1:8280`, `localhost:8280`.
    std::vector<std::string> own_addresses = {};
};

struct ReadFolders {
    BoundDocuments documents;  ///< by id
    ServicesByName services;
    std::vector<std::string> problems;  ///< `file:line:column: …`; with one of them nothing is to be used
    std::vector<std::string> warnings;
};

/// All `*.yaml` below the folders; each `services.yaml` names services, as documents may themselves. Documents that are
/// the same as in `known` (by their file and text) are those.
ReadFolders read_folders(const std::vector<std::string>& folders, const BoundDocuments& known,
                         const FolderChecks& checks);

}  // namespace gridlore::service
