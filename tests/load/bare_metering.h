/// What a program made for nothing else does for `GET /1.0/Data/Metering`: the statement is prepared once, the user and
/// the period are read out of the address and bound, and the rows are written as they come.
#pragma once

#include <date/tz.h>
#include <sqlite3.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gridlore::load {

/// Confined to one thread. Ends the program if something is wrong with the database.
class BareMetering {
  public:
    /// A file of SQLite, and SQL with the parameters of the document that ships, which gives times, values and units.
    BareMetering(const std::string& file, const std::string& sql);
    ~BareMetering();
    BareMetering(const BareMetering&) = delete;
    BareMetering& operator=(const BareMetering&) = delete;

    /// The readings as JSON; empty if the address does not say whose and of when.
    std::string answer(std::string_view target);

  private:
    void bind(const char* name, const std::string& value);
    std::string text(int column) const;
    void append_time(std::string_view utc, std::string& out);
    void check(int code, int expected) const;

    const date::time_zone* const zone_;
    date::sys_info clock_;  ///< of the last time
    sqlite3* database_ = nullptr;
    sqlite3_stmt* statement_ = nullptr;
};

}  // namespace gridlore::load
