/// A shared library that is loaded when it is first needed, and stays: few queries need ICU or OpenSSL, and both make a
/// process resident by more than a megabyte each from its start. Immutable; safe to share between threads.
#pragma once

namespace gridlore::query {

class LoadedLibrary {
  public:
    explicit LoadedLibrary(const char* name);

    bool is_there() const { return library_ != nullptr; }
    /// The function of this name, whose type the header of the library gives; null if it is not there.
    template <typename Function>
    Function* function(const char* name, Function*) const {
        return reinterpret_cast<Function*>(symbol(name));
    }

  private:
    void* symbol(const char* name) const;

    void* library_;
};

}  // namespace gridlore::query
