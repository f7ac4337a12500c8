/// A server under load, as a process of its own, and what the kernel says of it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace gridlore::load {

/// Ends with this object, or with the thread that made it. Confined to that thread.
class ChildProcess {
  public:
    /// Starts `command` and waits until it prints where it listens, as `http://127.0.0.1:PORT`. What it writes to its
    /// standard error is thrown away. Ends this program where that fails.
    explicit ChildProcess(const std::vector<std::string>& command);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    std::uint16_t port() const { return port_; }
    std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }
    /// Bytes of it in memory, libraries included.
    double resident_bytes() const;
    /// Of all its threads, so far.
    std::chrono::duration<double> processor_time() const;
    std::size_t open_files() const;
    std::size_t open_file_limit() const;

  private:
    pid_t pid_ = 0;
    std::uint16_t port_ = 0;
};

/// `gridlore serve` with its default settings, on a free port. Its log goes the usual way and is thrown away there.
/// `store`: its folder, or "memory".
std::vector<std::string> gridlore_command(const std::string& store = "memory");
/// The bare Beast server; what it answers with for a poll and for an ask.
std::vector<std::string> bare_command(const std::string& poll_body = {}, const std::string& ask_body = {});

}  // namespace gridlore::load
