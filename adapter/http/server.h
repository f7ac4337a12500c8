/// An HTTP/1.1 server on Boost.Beast: one coroutine for each connection, which stays with one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/http/http.h"
#include "adapter/http/spool_file.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::http {

/// Each limit is crossed by a test.
struct ServerSettings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8280;                         ///< 0: any free one
    unsigned threads = 0;                              ///< 0: as many as the machine has cores
    std::size_t header_limit = std::size_t{16} << 10;  ///< bytes; beyond: 431
    std::size_t body_limit = std::size_t{64} << 20;    ///< bytes; beyond: 413
    std::vector<LargeBodies> large_bodies = {};        ///< paths that have a limit of their own
    std::vector<OtherRefusals> other_refusals = {};    ///< paths whose refusals are not in the server's usual words
    std::optional<ChangingPaths> changing_paths = {};  ///< with limits and words of their own; those above win
    std::shared_ptr<SpoolFolder> spool = std::make_shared<SpoolFolder>();  ///< of large bodies
    std::size_t connections = 50'000;                                      ///< beyond: 503 and closed
    std::chrono::seconds idle_timeout{75};                                 ///< between two requests of a connection
    std::chrono::seconds read_timeout{30};   ///< for a header; for a body as long as none of it arrives
    std::chrono::seconds write_timeout{60};  ///< as long as the client takes nothing of a response
};

/// One line for each request, for the log. Method and path of one that was refused are empty if its header was not
/// read.
struct AccessRecord {
    std::string id;
    std::string method;
    std::string path;
    unsigned status = 0;  ///< 499: the connection ended before there was a response
    std::chrono::microseconds time{};
};

struct ServerStatistics {
    std::size_t connections = 0;
    std::uint64_t requests = 0;
    std::uint64_t refused_connections = 0;
};

/// Internally synchronized.
class Server {
  public:
    /// `refusal` words the server's own errors (400, 408, 413, 431, 500, 501, 503), but for those of `other_refusals`.
    /// It and `handler` are called on network threads. `failure` is told of an exception that ended a connection, or
    /// would have ended the server. `access` and `failure` may be empty.
    Server(ServerSettings settings, Handler handler, RefusalWording refusal,
           std::function<void(const AccessRecord&)> access, std::function<void(std::string_view)> failure = {});
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Raises the limit of open files as far as allowed, binds and begins to serve. Errors: Conflict (address in use),
    /// InvalidInput (address), Unavailable.
    Result<void> start();
    /// The port that is listened on.
    std::uint16_t port() const;
    ServerStatistics statistics() const;

    /// Accepts no more, closes idle connections, lets requests under way finish until `bound`, then closes all and
    /// joins the threads. Idempotent. Not from a handler.
    void stop(std::chrono::milliseconds bound);

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace gridlore::http
