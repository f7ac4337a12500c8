/// Queries that are answered on the connection's thread, where their requests arrive: handing a small one to another
/// thread takes longer than answering it. Private to this folder.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

#include "adapter/http/http.h"
#include "adapter/sparql/operation.h"
#include "adapter/sparql/services.h"

namespace gridlore::sparql {

/// Remembers what became of a query that had a thread to itself: whether the next like it may be answered at once.
void note_answer(const Settings& settings, ParsedQuery& query, std::chrono::nanoseconds time, std::size_t bytes);

/// Answers a query that was quick before; never waits, and gives up soon if it is not quick this time. False: there is
/// no response yet, the query needs a thread that may take its time.
bool answer_at_once(Services& services, const http::Request& request, const std::shared_ptr<http::Responder>& responder,
                    const Operation& operation) noexcept;

}  // namespace gridlore::sparql
