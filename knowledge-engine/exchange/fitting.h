/// Which uses of a service a binding does not contradict.
#pragma once

#include "knowledge-engine/exchange/plan.h"
#include "knowledge-engine/exchange/uses.h"

namespace gridlore::exchange {

/// Tries the largest uses of a service; of one that does not fit, its largest parts that do. At level 1 there are no
/// parts. `visit` is called after each `fits` that holds.
template <typename Fits, typename Visit>
void for_each_fitting(const Service& service, int level, Fits fits, Visit visit) {
    bool all = true;
    for (const Use& use : service.maximal) {
        const bool fitting = fits(use);
        all = all && fitting;
        if (fitting) {
            visit();
        }
    }
    if (all || level == 1) {
        return;
    }
    for (const Use& part : fitting_parts(service.maximal, fits)) {
        if (fits(part)) {
            visit();
        }
    }
}

}  // namespace gridlore::exchange
