#include "adapter/main/stop_signals.h"

#include <csignal>
#include <initializer_list>
#include <utility>

namespace gridlore::program {
namespace {

sigset_t set_of(std::initializer_list<int> numbers) {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int number : numbers) {
        sigaddset(&signals, number);
    }
    return signals;
}

}  // namespace

StopSignals::StopSignals(std::function<void()> hangup) : hangup_(std::move(hangup)) {
    // A shell may have started us with SIGINT ignored; the second one has to end us all the same.
    (void)std::signal(SIGTERM, SIG_DFL);
    (void)std::signal(SIGINT, SIG_DFL);
    const sigset_t signals = hangup_ ? set_of({SIGTERM, SIGINT, SIGHUP}) : set_of({SIGTERM, SIGINT});
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void StopSignals::wait() {
    const sigset_t signals = hangup_ ? set_of({SIGTERM, SIGINT, SIGHUP}) : set_of({SIGTERM, SIGINT});
    for (int signal = SIGHUP; signal == SIGHUP;) {
        sigwait(&signals, &signal);
        if (signal == SIGHUP) {
            hangup_();
        }
    }
    const sigset_t impatience = set_of({SIGINT});
    pthread_sigmask(SIG_UNBLOCK, &impatience, nullptr);
}

}  // namespace gridlore::program
