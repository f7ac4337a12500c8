/// A blocking HTTP/1.1 client, for the command line and for what runs on threads that may wait. Confined to one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "adapter/http/http.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::http {

class Client {
  public:
    /// `base` is `http://host[:port][/path]`. InvalidInput for anything else.
    /// A response may take `timeout` in all, and have as many bytes as `response_limit` says.
    static Result<Client> make(const std::string& base, std::chrono::seconds timeout = std::chrono::seconds(60),
                               std::optional<std::uint64_t> response_limit = {});
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    ~Client();

    /// `path` is appended to the base's path; a body is JSON unless `headers` have a Content-Type. Keeps its
    /// connection; connects anew when the server closed it. Nothing is sent twice. Unavailable: no connection, timeout,
    /// not HTTP, or a response beyond the limit; the message names the address.
    Result<Response> send(const std::string& method, const std::string& path, const Headers& headers = {},
                          const std::string& body = {});

  private:
    class Implementation;
    explicit Client(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace gridlore::http
