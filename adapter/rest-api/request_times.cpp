#include "adapter/rest-api/request_times.h"

#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <deque>

namespace gridlore::rest_api {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Family = prometheus::Family<prometheus::Histogram>;

const prometheus::Histogram::BucketBoundaries seconds = {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03,
                                                         0.1,    0.3,    1,     3,     10,   30};

/// The histograms of one route. Looking one up in the family hashes its labels; here each status does that once.
class RouteTimes {
  public:
    RouteTimes(Family& family, std::string method, std::string route)
        : family_(family), method_(std::move(method)), route_(std::move(route)) {}

    void observe(unsigned status, SteadyClock::duration time) {
        histogram(status).Observe(std::chrono::duration<double>(time).count());
    }

  private:
    prometheus::Histogram& histogram(unsigned status) {
        static constexpr std::array<unsigned, 4> frequent = {200, 202, 400, 404};
        const auto found = std::find(frequent.begin(), frequent.end(), status);
        if (found == frequent.end()) {
            return add(status);
        }
        auto& cached = cache_[static_cast<std::size_t>(found - frequent.begin())];
        auto* histogram = cached.load(std::memory_order_acquire);
        if (histogram == nullptr) {
            histogram = &add(status);
            cached.store(histogram, std::memory_order_release);
        }
        return *histogram;
    }

    /// The family gives the same one for the same labels.
    prometheus::Histogram& add(unsigned status) {
        return family_.Add({{"method", method_}, {"route", route_}, {"status", std::to_string(status)}}, seconds);
    }

    Family& family_;
    const std::string method_;
    const std::string route_;
    std::array<std::atomic<prometheus::Histogram*>, 4> cache_{};
};

class TimedResponder final : public http::Responder {
  public:
    TimedResponder(std::shared_ptr<http::Responder> inner, std::shared_ptr<RouteTimes> times)
        : inner_(std::move(inner)), times_(std::move(times)), start_(SteadyClock::now()) {}

    void respond(http::Response response, std::function<void(bool)> written) override {
        if (!responded_.exchange(true)) {
            times_->observe(response.status, SteadyClock::now() - start_);
        }
        inner_->respond(std::move(response), std::move(written));
    }
    void on_disconnect(std::function<void()> gone) override { inner_->on_disconnect(std::move(gone)); }

  private:
    const std::shared_ptr<http::Responder> inner_;
    const std::shared_ptr<RouteTimes> times_;
    const SteadyClock::time_point start_;
    std::atomic<bool> responded_{false};
};

}  // namespace

class RequestTimes::Implementation {
  public:
    prometheus::Registry registry;
    Family& family = prometheus::BuildHistogram()
                         .Name("gridlore_request_seconds")
                         .Help("Time from a request to its response, by route and status; a long poll waits for work.")
                         .Register(registry);
    std::deque<RouteTimes> routes;  ///< addresses are stable
};

RequestTimes::RequestTimes() : implementation_(std::make_shared<Implementation>()) {}
RequestTimes::~RequestTimes() = default;

http::Handler RequestTimes::timing(const std::string& method, const std::string& route, http::Handler handler) {
    RouteTimes& added = implementation_->routes.emplace_back(implementation_->family, method, route);
    // A response may come after everything else here has gone, so each keeps what it is counted in.
    return [times = std::shared_ptr<RouteTimes>(implementation_, &added), handler = std::move(handler)](
               http::Request request, std::shared_ptr<http::Responder> responder) {
        handler(std::move(request), std::make_shared<TimedResponder>(std::move(responder), times));
    };
}

std::vector<prometheus::MetricFamily> RequestTimes::collect() const {
    return implementation_->registry.Collect();
}

}  // namespace gridlore::rest_api
