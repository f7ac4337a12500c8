/// HTTP messages as the ways in see them: plain values, so that a handler is a function that a test calls without a
/// socket. Knows no RDF; Beast stays behind server.h and client.h.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gridlore::http {

class BodyStream;
class MappedFile;

/// Names compare without regard to case; a name may occur more than once.
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
    std::string method;  ///< `GET`, `POST` …
    std::string path;    ///< percent-encoding as received, without query; a trailing slash is still there
    std::string query;   ///< behind `?`, as received; may be empty
    Headers headers;
    std::string body;  ///< decoded
    /// Instead of `body`, where the server's settings allow for large ones.
    std::shared_ptr<const MappedFile> large_body;
    std::string id;  ///< made by the server, for logs

    /// Whichever there is; valid as long as the request.
    std::string_view content() const;

    /// The first value of that name, or nothing.
    std::optional<std::string_view> header(std::string_view name) const;
    /// All values of that name as one list (RFC 9110, 5.3); empty if there is none.
    std::string header_list(std::string_view name) const;
};

struct Response {
    unsigned status = 200;
    Headers headers;           ///< Content-Length, Connection, Date and CORS are the server's business
    std::string content_type;  ///< empty: no such header
    /// Shared, so that a large constant (a page built into the program) is not copied for each request.
    std::shared_ptr<const std::string> body;
    /// Instead of `body`: one that is still being made (see body_stream.h). The server sends it in chunks.
    std::shared_ptr<BodyStream> stream;

    static Response empty(unsigned status);
    static Response with_body(unsigned status, std::string content_type, std::string body);
};

/// Requests whose body may be larger than others'. What is more than `in_memory` goes to a temporary file.
struct LargeBodies {
    std::string path;         ///< as of a `Route`
    std::uint64_t limit = 0;  ///< bytes; beyond: 413
    std::size_t in_memory = std::size_t{1} << 20;
};

/// True if a request for `path` is one for `route`, which may end in `/*`. A trailing slash of the path is tolerated.
bool is_path_of(std::string_view path, std::string_view route);

/// Words the server's own errors.
using RefusalWording = std::function<Response(unsigned status, std::string message)>;

/// Requests whose refusals have other words.
struct OtherRefusals {
    std::string path;  ///< as of a `Route`
    RefusalWording wording;
};

/// Paths that come and go while a server runs. The functions are called on network threads.
struct ChangingPaths {
    std::function<bool(std::string_view path)> has;
    std::uint64_t body_limit = 0;                  ///< bytes; beyond: 413
    std::size_t in_memory = std::size_t{1} << 20;  ///< of a body; more goes to a temporary file
    RefusalWording wording;
};

/// Where a handler puts its one response; it may do so later and from any thread. If the last copy is dropped without
/// a response, the client gets a 500. Internally synchronized.
class Responder {
  public:
    virtual ~Responder() = default;

    /// Only the first call counts. `written` (optional) is told, once, whether the system took the whole response to
    /// send it; false means that the client has not got all of it: it has gone, or there was a response already.
    /// With `written`, a client that has ended its side of the connection counts as gone.
    virtual void respond(Response response, std::function<void(bool)> written = {}) = 0;
    /// Calls `gone` if the client closes its connection before there is a response (at once if it has already).
    virtual void on_disconnect(std::function<void()> gone) = 0;
};

/// Must not block and must not throw.
using Handler = std::function<void(Request, std::shared_ptr<Responder>)>;

}  // namespace gridlore::http
