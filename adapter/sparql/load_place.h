/// How many large documents are taken in at once. Private to this folder.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "adapter/sparql/services.h"

namespace gridlore::sparql {

/// A place among those that may be loaded at once.
class LoadPlace {
  public:
    explicit LoadPlace(const Services& services)
        : loads_(services.loads), is_free_(++*loads_ <= services.settings.loads) {}
    ~LoadPlace() { leave(); }
    LoadPlace(const LoadPlace&) = delete;
    LoadPlace& operator=(const LoadPlace&) = delete;

    bool is_free() const { return is_free_; }
    /// Before the response: who has it may send the next document.
    void leave() {
        if (!std::exchange(has_left_, true)) {
            --*loads_;
        }
    }

  private:
    const std::shared_ptr<std::atomic<unsigned>> loads_;
    const bool is_free_;
    bool has_left_ = false;
};

}  // namespace gridlore::sparql
