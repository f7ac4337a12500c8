/// SQLite's values, which have fewer kinds than its columns are declared with.
#pragma once

#include <soci/sqlite3/soci-sqlite3.h>

#include <string>

#include "adapter/sql/value.h"

namespace gridlore::sql {

/// What a column was declared as, where SQLite itself only has texts and integers.
enum class Declared : unsigned { Other, Boolean, Decimal, Time };

/// `type` may be null.
Declared declared_as(const char* type);

/// Its text is SQLite's, or in `room`.
Cell read_cell(sqlite_api::sqlite3_stmt* row, int column, Declared declared, std::string& room);

}  // namespace gridlore::sql
