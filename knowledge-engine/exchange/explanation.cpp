#include "knowledge-engine/exchange/explanation.h"

namespace gridlore::exchange {

std::string to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::Asked:
            return "asked";
        case Verdict::Incomplete:
            return "incomplete";
        case Verdict::OtherPurpose:
            return "otherPurpose";
        case Verdict::OwnInteraction:
            return "ownInteraction";
        case Verdict::NotSelected:
            return "notSelected";
        case Verdict::Contradicted:
            return "contradicted";
        case Verdict::NothingToHandOn:
            return "nothingToHandOn";
        case Verdict::NeedsBindings:
            return "needsBindings";
        case Verdict::NoMatch:
            return "noMatch";
    }
    return {};
}

}  // namespace gridlore::exchange
