/// Makes a request of a connection's bytes. Knows no socket, so that it can be tested without one.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "adapter/http/http.h"
#include "adapter/http/response_text.h"
#include "adapter/http/spool_file.h"

namespace gridlore::http {

/// For one request. Confined to one thread.
class RequestParser {
  public:
    enum class State : std::uint8_t { InHeader, InBody, Complete, Refused };

    struct Limits {
        std::size_t header;  ///< bytes
        std::size_t body;
        std::span<const LargeBodies> large_bodies = {};  ///< paths that have another limit
        const ChangingPaths* changing_paths = nullptr;   ///< further ones; null: there are none
        std::shared_ptr<SpoolFolder> spool = {};         ///< of what these write to files
    };
    struct Refusal {
        unsigned status = 400;
        std::string message;
    };
    struct Parsed {
        Request request;
        ConnectionPersistence persistence;
    };

    explicit RequestParser(Limits limits);
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    /// Where the next bytes go; `received` says how many they were. Valid until then.
    std::span<char> room();
    void received(std::size_t size);
    /// Both at once, with bytes that are there already.
    void feed(std::string_view bytes);

    State state() const;
    bool needs_more() const { return state() == State::InHeader || state() == State::InBody; }
    /// Whether any byte of it has arrived; a line break that some clients send behind a body is none.
    bool has_begun() const;
    /// Whether the client waits for a `100 Continue` before it sends the body.
    bool expects_continue() const;

    /// All of it if it is Complete, else what there is of it. Once.
    Parsed take();
    /// Bytes that arrived behind the request.
    std::string_view rest() const;
    /// Precondition: Refused.
    const Refusal& refusal() const;

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace gridlore::http
