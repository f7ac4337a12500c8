#include <exception>
#include <iostream>

#include "adapter/main/program.h"

int main(int argc, char** argv) {
    constexpr int unexpected = 70;  // sysexits.h: EX_SOFTWARE
    try {
        const gridlore::terminal::Streams streams{std::cout, std::cerr,
                                                  gridlore::terminal::Style::of_standard_output()};
        return gridlore::program::run({argv + 1, argv + argc}, streams);
    } catch (const std::exception& error) {
        std::cerr << "gridlore: unexpected: " << error.what() << "\n";
        return unexpected;
    }
}
