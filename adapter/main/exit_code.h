/// What the shell is told; `gridlore --help` lists them.
#pragma once

namespace gridlore::program {

enum class ExitCode : int {
    Success = 0,
    NothingFound = 1,  ///< ask, query: nothing; post: nobody took it; interactions: there are none
    WrongUsage = 2,    ///< the command line, the configuration or a pattern
    NotReachable = 3,  ///< no server at the address
    Refused = 4,       ///< the server answered with an error
    CannotServe = 5,   ///< serve: the address or the store is in use, or may not be used
    StoreFailed = 6,   ///< import, query …: a file or the store cannot be read or written, or a limit was reached
};

}  // namespace gridlore::program
