/// What is used of PostgreSQL's client library, which is not linked: with what it brings along (TLS, Kerberos, LDAP) it
/// takes a quarter of an idle server's memory, and most servers have no address of PostgreSQL. Private to this folder.
#pragma once

#include <libpq-fe.h>
#include <soci/soci-backend.h>

#include <string>

#include "knowledge-engine/base/result.h"

namespace gridlore::sql {

/// Functions of libpq without `PQ`, and SOCI's sessions on it. Plain pointers, valid until the program ends: what has
/// been loaded stays, for libraries beneath it may leave work for the program's exit. Safe from any thread.
struct PostgresqlLibrary {
    const soci::backend_factory* sessions = nullptr;

    decltype(&::PQconninfoParse) conninfo_parse = nullptr;
    decltype(&::PQconninfoFree) conninfo_free = nullptr;
    decltype(&::PQfreemem) freemem = nullptr;

    decltype(&::PQsetNoticeProcessor) set_notice_processor = nullptr;
    decltype(&::PQsetErrorVerbosity) set_error_verbosity = nullptr;
    decltype(&::PQserverVersion) server_version = nullptr;
    decltype(&::PQsocket) socket = nullptr;
    decltype(&::PQstatus) status = nullptr;
    decltype(&::PQconsumeInput) consume_input = nullptr;
    decltype(&::PQerrorMessage) error_message = nullptr;

    decltype(&::PQdescribePrepared) describe_prepared = nullptr;
    decltype(&::PQsendQueryPrepared) send_query_prepared = nullptr;
    decltype(&::PQsetSingleRowMode) set_single_row_mode = nullptr;
    decltype(&::PQgetResult) get_result = nullptr;

    decltype(&::PQresultStatus) result_status = nullptr;
    decltype(&::PQresultErrorMessage) result_error_message = nullptr;
    decltype(&::PQnfields) nfields = nullptr;
    decltype(&::PQfname) fname = nullptr;
    decltype(&::PQftype) ftype = nullptr;
    decltype(&::PQgetisnull) getisnull = nullptr;
    decltype(&::PQgetvalue) getvalue = nullptr;
    decltype(&::PQgetlength) getlength = nullptr;
    decltype(&::PQclear) clear = nullptr;
};

/// Of the release whose headers this was built with: their classes are used, too.
extern const char* const postgresql_library_file;

/// Loads it if it is not loaded yet. Unavailable: it is not installed; the message names Debian's package.
Result<PostgresqlLibrary> load_postgresql_library(const std::string& file = postgresql_library_file);

}  // namespace gridlore::sql
