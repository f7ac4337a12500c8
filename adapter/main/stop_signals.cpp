#include "adapter/main/stop_signals.h"

#include <csignal>
#include <initializer_list>

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

StopSignals::StopSignals() {
    // A shell may have started us with SIGINT ignored; the second one has to end us all the same.
    (void)std::signal(SIGTERM, SIG_DFL);
    (void)std::signal(SIGINT, SIG_DFL);
    const sigset_t signals = set_of({SIGTERM, SIGINT});
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void StopSignals::wait() {
    const sigset_t signals = set_of({SIGTERM, SIGINT});
    int signal = 0;
    sigwait(&signals, &signal);
    const sigset_t impatience = set_of({SIGINT});
    pthread_sigmask(SIG_UNBLOCK, &impatience, nullptr);
}

}  // namespace gridlore::program
