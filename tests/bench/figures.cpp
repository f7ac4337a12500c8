#include "tests/bench/figures.h"

#include <iomanip>
#include <iostream>
#include <sstream>

namespace gridlore::bench {
namespace {

std::string number(double value) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(value < 1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0) << value;
    return text.str();
}

std::string target_text(const Figure& figure) {
    if (!figure.at_most && !figure.at_least) {
        return "";
    }
    const std::string bound = figure.at_most ? "≤ " + number(*figure.at_most) : "≥ " + number(*figure.at_least);
    return bound + (figure.of_floor ? " × floor" : " " + figure.unit);
}

}  // namespace

std::optional<bool> Figure::holds() const {
    if (!at_most && !at_least) {
        return std::nullopt;
    }
    if (of_floor && !floor) {
        return false;
    }
    const double judged = of_floor ? value / *floor : value;
    return (!at_most || judged <= *at_most) && (!at_least || judged >= *at_least);
}

void print_table(const std::vector<Figure>& figures) {
    std::cout << "\n| figure | measured | floor | ratio | target | |\n| --- | ---: | ---: | ---: | ---: | --- |\n";
    for (const Figure& figure : figures) {
        const std::optional<bool> holds = figure.holds();
        std::cout << "| " << figure.name << " | " << number(figure.value) << ' ' << figure.unit << " | "
                  << (figure.floor ? number(*figure.floor) + ' ' + figure.unit : "") << " | "
                  << (figure.floor ? number(figure.value / *figure.floor) : "") << " | " << target_text(figure) << " | "
                  << (!holds   ? ""
                      : *holds ? "holds"
                               : "MISSED")
                  << " |\n";
    }
    std::cout << std::endl;
}

}  // namespace gridlore::bench
