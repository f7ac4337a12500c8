#include "adapter/service/partners.h"

#include <utility>

namespace gridlore::service {

void Tolerance::apply(mapping::LiftOptions& options) const {
    options.is_tolerant = is_tolerant;
    options.warn = warn;
}

void Partners::tolerate(std::set<std::string> partners) {
    const std::lock_guard lock(mutex_);
    tolerated_ = std::move(partners);
}

Tolerance Partners::tolerance_for(const std::string& partner) {
    if (partner.empty()) {
        return {};
    }
    const std::lock_guard lock(mutex_);
    if (!tolerated_.contains(partner)) {
        return {};
    }
    return {true, [self = shared_from_this(), partner](const std::string&, const std::string&) {
                const std::lock_guard counting(self->mutex_);
                ++self->faults_[partner];
            }};
}

std::map<std::string, std::uint64_t> Partners::faults() const {
    const std::lock_guard lock(mutex_);
    return faults_;
}

}  // namespace gridlore::service
