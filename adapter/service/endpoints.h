/// The paths that documents serve, at one time. Private to this folder.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "adapter/http/http.h"
#include "adapter/service/context.h"
#include "adapter/service/exchange_board.h"
#include "adapter/service/path_table.h"
#include "adapter/service/served.h"

namespace gridlore::service {

/// Immutable; safe from any thread.
class Endpoints {
  public:
    explicit Endpoints(std::vector<ServedPtr> served = {});

    /// Nothing: it is no path of a document.
    std::optional<PathTable::Found> find(std::string_view path) const { return table_.find(path); }

    struct Parts {
        const ContextPtr& context;
        const std::shared_ptr<ExchangeBoard>& board;
    };
    /// 405, 406 and 415 follow from the table; HEAD is served by GET. A constant tells apart those that serve one path
    /// by one method.
    void serve(const Parts& parts, const PathTable::Found& found, http::Request request,
               std::shared_ptr<http::Responder> responder) const;

  private:
    class Reading;
    std::vector<ServedPtr> served_;
    PathTable table_;
};

}  // namespace gridlore::service
