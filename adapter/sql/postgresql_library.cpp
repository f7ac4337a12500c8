#include "adapter/sql/postgresql_library.h"

#include <dlfcn.h>
#include <soci/version.h>

namespace gridlore::sql {
namespace {

static_assert(SOCI_VERSION / 100 == 4000, "the file and the package are those of SOCI 4.0");

Error missing() {
    const char* const reason = ::dlerror();
    return {ErrorKind::Unavailable, "PostgreSQL's client library cannot be loaded (" +
                                        std::string(reason == nullptr ? "unknown" : reason) +
                                        "). Install it: on Debian 12, apt-get install libsoci-postgresql4.0"};
}

template <typename Function>
bool find(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
    return function != nullptr;
}

bool find_sessions(void* library, PostgresqlLibrary& found) {
    using Factory = const soci::backend_factory* (*)();
    Factory factory = nullptr;
    if (find(library, "factory_postgresql", factory)) {
        found.sessions = factory();
    }
    return found.sessions != nullptr;
}

bool find_connections(void* library, PostgresqlLibrary& found) {
    return find(library, "PQconninfoParse", found.conninfo_parse) &&
           find(library, "PQconninfoFree", found.conninfo_free) && find(library, "PQfreemem", found.freemem) &&
           find(library, "PQsetNoticeProcessor", found.set_notice_processor) &&
           find(library, "PQsetErrorVerbosity", found.set_error_verbosity) &&
           find(library, "PQserverVersion", found.server_version) && find(library, "PQsocket", found.socket) &&
           find(library, "PQstatus", found.status) && find(library, "PQconsumeInput", found.consume_input) &&
           find(library, "PQerrorMessage", found.error_message);
}

bool find_queries(void* library, PostgresqlLibrary& found) {
    return find(library, "PQdescribePrepared", found.describe_prepared) &&
           find(library, "PQsendQueryPrepared", found.send_query_prepared) &&
           find(library, "PQsetSingleRowMode", found.set_single_row_mode) &&
           find(library, "PQgetResult", found.get_result);
}

bool find_results(void* library, PostgresqlLibrary& found) {
    return find(library, "PQresultStatus", found.result_status) &&
           find(library, "PQresultErrorMessage", found.result_error_message) &&
           find(library, "PQnfields", found.nfields) && find(library, "PQfname", found.fname) &&
           find(library, "PQftype", found.ftype) && find(library, "PQgetisnull", found.getisnull) &&
           find(library, "PQgetvalue", found.getvalue) && find(library, "PQgetlength", found.getlength) &&
           find(library, "PQclear", found.clear);
}

}  // namespace

const char* const postgresql_library_file = "libsoci_postgresql.so.4.0";

Result<PostgresqlLibrary> load_postgresql_library(const std::string& file) {
    // All of its symbols now, so that what is missing is missed here. libpq's are found through it, which depends on
    // it.
    void* const library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    PostgresqlLibrary found;
    if (library == nullptr || !find_sessions(library, found) || !find_connections(library, found) ||
        !find_queries(library, found) || !find_results(library, found)) {
        return missing();
    }
    return found;
}

}  // namespace gridlore::sql
