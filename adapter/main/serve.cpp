#include "adapter/main/serve.h"

#include <csignal>
#include <functional>

#include "adapter/graph/open_store.h"
#include "adapter/main/configuration/setting.h"
#include "adapter/main/gateway.h"
#include "adapter/main/stop_signals.h"

namespace gridlore::program {
namespace {

/// Where a browser of this machine finds a server that listens on `host`.
std::string address_of(const std::string& host, std::uint16_t port) {
    const std::string reachable = host == "0.0.0.0" ? "127.0.0.1" : host == "::" ? "::1" : host;
    return "http://" + configuration::listen_text(reachable, port);
}

/// What SIGHUP does; nothing where there is nothing to reload.
std::function<void()> reload_on_hangup(const configuration::Configuration& configuration, Gateway* const& gateway) {
    if (configuration.mappings.empty()) {
        return {};
    }
    return [&gateway] { (void)gateway->load_mappings(); };
}

ExitCode complain(const std::vector<std::string>& problems, const terminal::Streams& streams) {
    for (const std::string& problem : problems) {
        streams.error << "gridlore: " << problem << "\n";
    }
    return ExitCode::WrongUsage;
}

}  // namespace

ExitCode serve(const configuration::LoadedConfiguration& loaded, const std::vector<exchange::Rule>& domain_knowledge,
               const terminal::Streams& streams) {
    Gateway* reloaded = nullptr;  // once it serves
    StopSignals stop_signals(reload_on_hangup(loaded.configuration, reloaded));
    (void)std::signal(SIGPIPE, SIG_IGN);  // a client that goes is an error of its connection, not our end
    logging::Log log(loaded.configuration.log);
    const auto rules = static_cast<std::int64_t>(domain_knowledge.size());
    auto store = graph::open_store(loaded.configuration.store);
    if (!store) {
        streams.error << "gridlore: " << store.error().message << "\n";
        return ExitCode::CannotServe;
    }
    const auto kept = graph::begin_use(**store);
    if (!kept) {
        streams.error << "gridlore: " << kept.error().message << "\n";
        return ExitCode::CannotServe;
    }
    Gateway gateway(loaded.configuration, domain_knowledge, std::move(*store), *kept, log);
    if (const auto outcome = gateway.load_mappings(); !outcome.problems.empty()) {
        return complain(outcome.problems, streams);
    }
    if (const auto started = gateway.start(); !started) {
        streams.error << "gridlore: " << started.error().message << "\n";
        return ExitCode::CannotServe;
    }
    const std::string& host = loaded.configuration.server.host;
    const std::string address = address_of(host, gateway.port());
    log.write(logging::Level::Info, "ready", {{"address", address}, {"rules", rules}});
    streams.out << "Gridlore " GRIDLORE_VERSION " listens on " << configuration::listen_text(host, gateway.port())
                << ": REST API at " << address << "/rest, its documentation at " << address << "/docs" << std::endl;
    reloaded = &gateway;
    stop_signals.wait();
    log.write(logging::Level::Info, "stopping");
    gateway.stop();
    log.write(logging::Level::Info, "stopped");
    return ExitCode::Success;
}

}  // namespace gridlore::program
