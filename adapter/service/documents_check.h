/// Whether documents fit each other and the services that they call. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "adapter/service/document_folder.h"

namespace gridlore::service {

/// Adds what is wrong to its problems: an id, a path or an interaction's name that is there twice, a path of the
/// program's own, a service that is not there or has no address that can be called, a call that comes back to us.
void check_documents(const FolderChecks& checks, ReadFolders& read);

}  // namespace gridlore::service
