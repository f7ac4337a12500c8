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

Worker::Worker(std::shared_ptr<ServerState> state)
    : state_(std::move(state)),
      deadlines_(context_, {state_->settings.idle_timeout, state_->settings.read_timeout,
                            state_->settings.write_timeout, linger_timeout}) {}

Worker::~Worker() {
    stop();
}

void Worker::start() {
    thread_ = std::thread([this] { run(); });
}

/// What is thrown between two connections' coroutines ends neither the thread nor the other connections.
void Worker::run() {
    while (!context_.stopped()) {
        try {
            context_.run();
        } catch (const std::exception&) {
            state_->report(std::current_exception());
        }
    }
}

void Worker::stop() {
    context_.stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Worker::take(Socket socket, bool is_served) {
    asio::post(context_, [this, is_served, session = std::make_shared<Session>(state_, deadlines_, std::move(socket))] {
        sessions_.push_back(*session);
        // The connection lives until its coroutine ends: what is called then holds it.
        asio::co_spawn(context_, is_served ? session->run() : session->turn_away(),
                       [state = state_, session](const std::exception_ptr& exception) {
                           if (exception) {
                               state->report(exception);
                           }
                       });
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
