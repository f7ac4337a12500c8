#include "adapter/graph/open_store.h"

#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "knowledge-engine/store/memory/memory_store.h"

namespace gridlore::graph {

Result<std::unique_ptr<store::QuadStore>> open_store(const StoreSettings& settings) {
    if (settings.in_memory()) {
        return store::make_memory_store();
    }
    store::LmdbSettings of_file;
    of_file.snapshot_age = settings.snapshot_age;
    return store::open_lmdb_store(settings.place, of_file);
}

}  // namespace gridlore::graph
