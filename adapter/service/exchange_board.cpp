#include "adapter/service/exchange_board.h"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <utility>

#include "adapter/service/problem.h"

namespace gridlore::service {
namespace {

constexpr std::size_t most_outcomes = 10'000;

}  // namespace

std::string ExchangeBoard::open() {
    thread_local boost::uuids::random_generator generator;
    std::string place = std::string(path) + boost::uuids::to_string(generator());
    const std::lock_guard lock(mutex_);
    outcomes_.emplace(place, "");
    order_.push_back(place);
    if (order_.size() > most_outcomes) {
        outcomes_.erase(order_.front());
        order_.pop_front();
    }
    return place;
}

void ExchangeBoard::close(const std::string& place, std::string outcome) {
    const std::lock_guard lock(mutex_);
    if (const auto known = outcomes_.find(place); known != outcomes_.end()) {
        known->second = std::move(outcome);
    }
}

std::optional<http::Response> ExchangeBoard::find(const http::Request& request) const {
    if (!request.path.starts_with(path)) {
        return std::nullopt;
    }
    if (request.method != "GET" && request.method != "HEAD") {
        return other_method(request, "GET, HEAD, OPTIONS", "What became of an exchange can be read: GET.");
    }
    const std::lock_guard lock(mutex_);
    const auto known = outcomes_.find(request.path);
    if (known == outcomes_.end()) {
        return problem(404, "There is no such exchange, or it was long ago.");
    }
    const bool is_over = !known->second.empty();
    return http::Response::with_body(200, "application/json", is_over ? known->second : R"({"status":"under way"})");
}

}  // namespace gridlore::service
