/// What became of posts that were answered at once: a place to look for each. Private to this folder.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "adapter/http/http.h"

namespace gridlore::service {

/// Internally synchronized. Remembers the last ten thousand.
class ExchangeBoard {
  public:
    static constexpr std::string_view path = "/mappings/exchanges/";

    /// The path of a new one, which nobody can guess.
    std::string open();
    /// `outcome` is a JSON object's text, which says more than that it is done.
    void close(const std::string& place, std::string outcome);

    /// Nothing: it is no path of this board. 404: it has forgotten it, or never knew it.
    std::optional<http::Response> find(const http::Request& request) const;

  private:
    mutable std::mutex mutex_;
    // Guarded by mutex_:
    std::map<std::string, std::string, std::less<>> outcomes_;  ///< by path; empty: under way
    std::deque<std::string> order_;
};

}  // namespace gridlore::service
