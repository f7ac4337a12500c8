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

struct ClientSettings {
    std::chrono::nanoseconds timeout = std::chrono::seconds(60);  ///< of a response, in all
    std::optional<std::uint64_t> response_limit = {};             ///< bytes of its body
    /// May be null, and outlives the client: once another thread sets it, what is under way ends with Unavailable.
    const std::atomic<bool>* cancelled = nullptr;
    std::string certificate_authorities = {};  ///< PEM; trusted instead of the system's, which an empty one leaves
};

/// InvalidInput: a client cannot trust these.
Result<void> check_certificate_authorities(const std::string& pem);

class Client {
  public:
    /// `base` is `http://host[:port][/path]` or `https://…`. InvalidInput: it is something else, or what the settings
    /// trust is no PEM.
    /// Over TLS (1.2 at least) the server's certificate is always verified, and that it is of the host.
    static Result<Client> make(const std::string& base, const ClientSettings& settings = {});
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    ~Client();

    /// `path` is appended to the base's path; a body is JSON unless `headers` have a Content-Type. Keeps its
    /// connection; connects anew when the server closed it. Nothing is sent twice. Unavailable: no connection, no
    /// certificate that is accepted, timeout, not HTTP, or not all of it; LimitExceeded: a response beyond the limit.
    /// The message names the address.
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
