#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>

#include "tests/unit/knowledge-engine/store/lmdb/durable_store.h"

namespace gridlore::store {
namespace {

/// This process may take no more address space than so much beyond what it has.
class AddressSpaceLimit {
  public:
    explicit AddressSpaceLimit(std::uint64_t bytes) {
        std::uint64_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        getrlimit(RLIMIT_AS, &before_);
        const rlimit limit{pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) + bytes, before_.rlim_max};
        setrlimit(RLIMIT_AS, &limit);
    }
    ~AddressSpaceLimit() { setrlimit(RLIMIT_AS, &before_); }
    AddressSpaceLimit(const AddressSpaceLimit&) = delete;
    AddressSpaceLimit& operator=(const AddressSpaceLimit&) = delete;

  private:
    rlimit before_{};
};

TEST(AddressSpace, MayBeLessThanWhereTheStoreWasMade) {
    const rdf::TemporaryFolder folder;
    ASSERT_TRUE(open_lmdb_store(folder.path(), {.map_bytes = std::uint64_t{1} << 38}));
    const AddressSpaceLimit limit(std::uint64_t{1} << 36);
    const auto again = open_lmdb_store(folder.path(), {.map_bytes = std::uint64_t{1} << 38});
    EXPECT_TRUE(again) << again.error().message;
}

}  // namespace
}  // namespace gridlore::store
