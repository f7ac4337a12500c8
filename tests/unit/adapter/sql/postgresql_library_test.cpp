#include "adapter/sql/postgresql_library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <thread>

namespace gridlore::sql {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(PostgresqlLibrary, IsLoadedByManyAtOnce) {
    std::array<const soci::backend_factory*, 4> found{};
    {
        std::array<std::jthread, found.size()> threads;
        for (std::size_t i = 0; i < found.size(); ++i) {
            threads[i] = std::jthread([&sessions = found[i]] {
                const auto library = load_postgresql_library();
                sessions = library ? library->sessions : nullptr;
            });
        }
    }
    EXPECT_NE(found.front(), nullptr);
    EXPECT_EQ(std::count(found.begin(), found.end(), found.front()), found.size());
}

TEST(PostgresqlLibrary, SaysWhatToInstallWhereItIsMissing) {
    const auto missing = load_postgresql_library("libsoci_of_nobody.so.4.0");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::Unavailable);
    EXPECT_THAT(missing.error().message, AllOf(HasSubstr("libsoci_of_nobody.so.4.0: cannot open shared object file"),
                                               HasSubstr("apt-get install libsoci-postgresql4.0")));
}

/// A library of that name that is none of SOCI's for PostgreSQL.
TEST(PostgresqlLibrary, RefusesALibraryThatHasNotItsFunctions) {
    const auto other = load_postgresql_library("libsoci_sqlite3.so.4.0");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().kind, ErrorKind::Unavailable);
    EXPECT_THAT(other.error().message, HasSubstr("factory_postgresql"));
}

}  // namespace
}  // namespace gridlore::sql
