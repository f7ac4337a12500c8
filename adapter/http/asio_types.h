/// The Asio types of this folder. They name the executor's type, which spares its type erasure for each operation.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace gridlore::http {

namespace asio = boost::asio;

using ErrorCode = boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using SteadyTimer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <typename T>
using Awaitable = asio::awaitable<T, Executor>;

inline constexpr asio::use_awaitable_t<Executor> use_coroutine{};
/// An operation's error comes back as a value.
///
/// g++ 12 makes broken code of a `co_await` in the condition of a loop, or with `&&` or `?:` in the same expression: in
/// this folder it stands in a statement of its own, or in the condition of an `if`.
inline constexpr auto as_values = asio::as_tuple(use_coroutine);

}  // namespace gridlore::http
