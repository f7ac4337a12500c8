#include "tests/load/child_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/bench/checked.h"

namespace gridlore::load {
namespace {

using bench::give_up;

std::string proc_folder(pid_t pid) {
    return "/proc/" + std::to_string(pid);
}

/// The first number behind `name` in a file of the kernel.
double number_in(const std::string& file, const std::string& name) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(name)) {
            return std::stod(line.substr(name.size()));
        }
    }
    give_up(file + " has no " + name);
}

/// The child's part after the fork. It ends with the thread that started it, however that ends: nobody is left behind
/// when a load gives up.
[[noreturn]] void become(char* const* arguments, int standard_output) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(standard_output, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    ::execv(arguments[0], arguments);
    ::_exit(EXIT_FAILURE);
}

pid_t spawn(const std::vector<std::string>& command, int standard_output) {
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (const std::string& argument : command) {
        arguments.push_back(const_cast<char*>(argument.c_str()));  // NOLINT(*-const-cast): POSIX wants it so
    }
    arguments.push_back(nullptr);
    const pid_t pid = ::fork();
    if (pid == 0) {
        become(arguments.data(), standard_output);
    }
    if (pid < 0) {
        give_up("cannot start " + command.front());
    }
    return pid;
}

/// The port in the first line that is read.
std::uint16_t read_port(int file_descriptor, const std::string& program) {
    const std::string before = "http://127.0.0.1:";
    std::string text;
    char piece = 0;
    while (::read(file_descriptor, &piece, 1) == 1 && piece != '\n') {
        text.push_back(piece);
    }
    const std::size_t found = text.find(before);
    if (found == std::string::npos) {
        give_up(program + " does not say where it listens");
    }
    return static_cast<std::uint16_t>(std::stoul(text.substr(found + before.size())));
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        give_up("no pipe");
    }
    pid_ = spawn(command, ends[1]);
    ::close(ends[1]);
    port_ = read_port(ends[0], command.front());
    ::close(ends[0]);  // nothing more is printed there
}

ChildProcess::~ChildProcess() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

double ChildProcess::resident_bytes() const {
    return number_in(proc_folder(pid_) + "/status", "VmRSS:") * 1024;
}

std::chrono::duration<double> ChildProcess::processor_time() const {
    std::ifstream file(proc_folder(pid_) + "/stat");
    std::string text;
    std::getline(file, text);
    std::istringstream fields(text.substr(text.rfind(')') + 1));
    std::string field;
    for (int i = 0; i < 11; ++i) {
        fields >> field;  // state and ten figures before the times
    }
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return std::chrono::duration<double>((user + system) / static_cast<double>(sysconf(_SC_CLK_TCK)));
}

std::size_t ChildProcess::open_files() const {
    const std::filesystem::directory_iterator entries(proc_folder(pid_) + "/fd");
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

std::size_t ChildProcess::open_file_limit() const {
    return static_cast<std::size_t>(number_in(proc_folder(pid_) + "/limits", "Max open files"));
}

std::vector<std::string> gridlore_command(const std::string& store) {
    return {GRIDLORE_PROGRAM, "serve", "--listen", "127.0.0.1:0", "--store", store};
}

std::vector<std::string> bare_command(const std::string& poll_body, const std::string& ask_body) {
    return {GRIDLORE_BARE_SERVER, poll_body, ask_body};
}

}  // namespace gridlore::load
