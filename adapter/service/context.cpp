#include "adapter/service/context.h"

#include <memory>
#include <utility>

namespace gridlore::service {

void Context::run(bool large, std::function<void()> work) const {
    const auto shared = std::make_shared<const std::function<void()>>(std::move(work));
    if (!large || !executor || !executor([shared] { (*shared)(); })) {
        (*shared)();
    }
}

}  // namespace gridlore::service
