#include "adapter/http/worker.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <utility>

namespace gridlore::http {
namespace {

/// How long a client that was refused may take to read why.
constexpr std::chrono::seconds linger_timeout{1};

}  // namespace

Worker::Worker(const ServerSettings& settings)
    : deadlines_(context_, {settings.idle_timeout, settings.read_timeout, settings.write_timeout, linger_timeout}) {}

Worker::~Worker() {
    stop();
}

void Worker::start() {
    thread_ = std::thread([this] { context_.run(); });
}

void Worker::stop() {
    context_.stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Worker::take(std::shared_ptr<ServerState> state, Socket socket, bool is_served) {
    asio::post(context_, [this, is_served, state = std::move(state), socket = std::move(socket)]() mutable {
        auto session = std::make_shared<Session>(std::move(state), deadlines_, std::move(socket));
        sessions_.push_back(*session);
        // The connection lives until its coroutine ends: what is called then holds it.
        asio::co_spawn(context_, is_served ? session->run() : session->turn_away(),
                       [session](const std::exception_ptr&) {});
    });
}

void Worker::on_each_session(std::function<void(Session&)> act) {
    asio::post(context_, [this, act = std::move(act)] {
        for (Session& session : sessions_) {
            act(session);
        }
    });
}

}  // namespace gridlore::http
