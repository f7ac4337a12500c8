#include "adapter/mapping/codecs/codec.h"

#include <functional>

#include "knowledge-engine/rdf/inline_term.h"

namespace gridlore::mapping {

Result<JsonScalar> Codec::lower_inline(rdf::TermId id, std::string& room) const {
    std::string text;
    auto value = lower(rdf::inline_view(id, text), room);
    constexpr std::less<> before;
    if (value && !before(value->text.data(), text.data()) && before(value->text.data(), text.data() + text.size())) {
        room.assign(value->text);
        value->text = room;
    }
    return value;
}

}  // namespace gridlore::mapping
