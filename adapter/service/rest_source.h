/// A REST service that is called as documents say: rows become requests, responses become rows. Private to this folder.
#pragma once

#include <memory>
#include <utility>

#include "adapter/service/partners.h"
#include "adapter/service/remote_service.h"
#include "adapter/service/source.h"
#include "adapter/service/variable_values.h"

namespace gridlore::service {

class RestSource final : public Source {
  public:
    /// `clock` must outlive it. `tolerance`: with what the service answers.
    RestSource(std::unique_ptr<RemoteService> service, Tolerance tolerance, Clock& clock)
        : service_(std::move(service)), tolerance_(std::move(tolerance)), clock_(clock) {}

    /// One request for each distinct input that the path and the parameters have.
    void answer(const Called& called, const exchange::Call& call, Cancelled cancelled, CallDone done) override;
    /// One request for each distinct path with its parameters, with all rows that it is for.
    void react(const Called& called, const exchange::Call& call, Cancelled cancelled, CallDone done) override;
    void stop() override { service_->stop(); }

  private:
    mapping::LiftOptions lift_options(const mapping::Document& document, Terms given) const;

    const std::unique_ptr<RemoteService> service_;
    const Tolerance tolerance_;
    Clock& clock_;
};

}  // namespace gridlore::service
