/// A blocking HTTP/1.1 client, for the command line and for what runs on threads that may wait. Confined to one thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "adapter/http/http.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::http {

/// Takes a body piece by piece. An error ends it, and is passed on.
using BodySink = std::function<Result<void>(std::string_view)>;
/// Gives a body, all of it within the call.
using BodyWriter = std::function<Result<void>(const BodySink&)>;

/// A request whose bodies are too large for memory, or not known beforehand.
struct StreamedRequest {
    std::string method;
    std::string path;
    Headers headers;
    BodyWriter body;  ///< sent in chunks while it is made; empty: there is none
    BodySink take;    ///< the body of a response of success; empty, and for others: it is in the response
};

class Client {
  public:
    /// `base` is `http://host[:port][/path]`. InvalidInput for anything else.
    /// A response may take `timeout` in all, and have as many bytes as `response_limit` says. Once `cancelled` (which
    /// may be null, and outlives the client) is set by another thread, what is under way ends with Unavailable.
    static Result<Client> make(const std::string& base, std::chrono::nanoseconds timeout = std::chrono::seconds(60),
                               std::optional<std::uint64_t> response_limit = {},
                               const std::atomic<bool>* cancelled = nullptr);
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    ~Client();

    /// `path` is appended to the base's path; a body is JSON unless `headers` have a Content-Type. Keeps its
    /// connection; connects anew when the server closed it. Nothing is sent twice. Unavailable: no connection, timeout,
    /// not HTTP; LimitExceeded: a response beyond the limit. The message names the address.
    Result<Response> send(const std::string& method, const std::string& path, const Headers& headers = {},
                          const std::string& body = {});
    /// Errors as above, where `timeout` is for one piece, and those of the request's functions: then the connection
    /// ends without the end of the body, so that the server takes none of it. A server that refuses the request on its
    /// way is heard. Keeps no connection.
    Result<Response> stream(const StreamedRequest& request);

  private:
    class Implementation;
    explicit Client(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace gridlore::http
