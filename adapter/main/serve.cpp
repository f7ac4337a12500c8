#include "adapter/main/serve.h"

#include <csignal>

#include "adapter/main/configuration/setting.h"
#include "adapter/main/gateway.h"
#include "adapter/main/stop_signals.h"

namespace gridlore::program {
namespace {

/// Where a browser of this machine finds the server.
std::string address_of(const configuration::Configuration& configuration, std::uint16_t port) {
    configuration::Configuration in_use = configuration;
    in_use.server.port = port;
    if (in_use.server.host == "0.0.0.0") {
        in_use.server.host = "127.0.0.1";
    } else if (in_use.server.host == "::") {
        in_use.server.host = "::1";
    }
    return "http://" + configuration::to_string(configuration::find_setting("listen")->get(in_use));
}

void greet(const std::string& address, const configuration::Configuration& configuration, std::uint16_t port,
           const terminal::Streams& streams) {
    configuration::Configuration bound = configuration;
    bound.server.port = port;
    streams.out << "Gridlore " GRIDLORE_VERSION " listens on "
                << configuration::to_string(configuration::find_setting("listen")->get(bound)) << ": REST API at "
                << address << "/rest, its documentation at " << address << "/docs" << std::endl;
}

}  // namespace

ExitCode serve(const configuration::LoadedConfiguration& loaded, std::vector<exchange::Rule> domain_knowledge,
               const terminal::Streams& streams) {
    StopSignals stop_signals;
    std::signal(SIGPIPE, SIG_IGN);  // a client that goes is an error of its connection, not our end
    logging::Log log(loaded.configuration.log);
    const auto rules = static_cast<std::int64_t>(domain_knowledge.size());
    Gateway gateway(loaded.configuration, std::move(domain_knowledge), log);
    if (const auto started = gateway.start(); !started) {
        streams.error << "gridlore: " << started.error().message << "\n";
        return ExitCode::CannotServe;
    }
    const std::string address = address_of(loaded.configuration, gateway.port());
    log.write(logging::Level::Info, "ready", {{"address", address}, {"rules", rules}});
    greet(address, loaded.configuration, gateway.port(), streams);
    stop_signals.wait();
    log.write(logging::Level::Info, "stopping");
    gateway.stop();
    log.write(logging::Level::Info, "stopped");
    return ExitCode::Success;
}

}  // namespace gridlore::program
