#include "tests/conformance/w3c/isomorphism.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace gridlore::w3c {
namespace {

using Node = std::size_t;
using Color = std::uint64_t;

/// A cell: a ground term by its number, a blank node by its own, or unbound.
struct Cell {
    enum class Kind : std::uint8_t { Unbound, Ground, Blank };
    Kind kind = Kind::Unbound;
    std::size_t number = 0;
    friend auto operator<=>(const Cell&, const Cell&) = default;
};
using Row = std::vector<Cell>;

Color mixed(Color seed, Color value) {
    std::uint64_t x = seed ^ (value + 0x9E3779B97F4A7C15U + (seed << 6U) + (seed >> 2U));
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
}

/// One side: its rows with blank nodes numbered from 0.
struct Side {
    std::vector<Row> rows;
    std::vector<std::vector<std::size_t>> rows_of_node;
};

Side numbered(const std::vector<TermRow>& rows, std::map<rdf::Term, std::size_t>& ground) {
    Side side;
    std::map<std::string, Node> nodes;
    for (const TermRow& row : rows) {
        Row& made = side.rows.emplace_back();
        std::set<Node> mentioned;
        for (const auto& term : row) {
            if (!term) {
                made.push_back({});
            } else if (term->is_blank_node()) {
                const Node node = nodes.emplace(term->text, nodes.size()).first->second;
                made.push_back({Cell::Kind::Blank, node});
                mentioned.insert(node);
            } else {
                made.push_back({Cell::Kind::Ground, ground.emplace(*term, ground.size()).first->second});
            }
        }
        side.rows_of_node.resize(nodes.size());
        for (const Node node : mentioned) {
            side.rows_of_node[node].push_back(side.rows.size() - 1);
        }
    }
    return side;
}

using Colors = std::vector<Color>;

/// What a row says of `node`.
Color signature(const Row& row, Node node, const Colors& colors) {
    Color made = row.size();
    for (const Cell& cell : row) {
        const Color seen = cell.kind != Cell::Kind::Blank ? cell.number : cell.number == node ? 1 : colors[cell.number];
        made = mixed(made, mixed(static_cast<Color>(cell.kind), seen));
    }
    return made;
}

std::size_t distinct(const Colors& colors) {
    return std::set<Color>(colors.begin(), colors.end()).size();
}

/// Colours nodes by what their rows say of them until that tells no more of them apart.
Colors refined(const Side& side, Colors colors) {
    for (std::size_t known = distinct(colors);;) {
        Colors next(colors.size());
        for (Node node = 0; node < colors.size(); ++node) {
            std::vector<Color> said;
            for (const std::size_t row : side.rows_of_node[node]) {
                said.push_back(signature(side.rows[row], node, colors));
            }
            std::sort(said.begin(), said.end());
            next[node] = colors[node];
            for (const Color one : said) {
                next[node] = mixed(next[node], one);
            }
        }
        const std::size_t now = distinct(next);
        colors = std::move(next);
        if (now == known) {
            return colors;
        }
        known = now;
    }
}

class Search {
  public:
    Search(const Side& left, const Side& right, std::size_t steps) : left_(left), right_(right), steps_(steps) {
        expected_ = right.rows;
        std::sort(expected_.begin(), expected_.end());
    }

    std::optional<bool> run() {
        const bool found = extend(Colors(left_.rows_of_node.size(), 2), Colors(right_.rows_of_node.size(), 2));
        return found || steps_ != 0 ? std::optional(found) : std::nullopt;
    }

  private:
    using Classes = std::map<Color, std::vector<Node>>;

    static Classes classes_of(const Colors& colors) {
        Classes classes;
        for (Node node = 0; node < colors.size(); ++node) {
            classes[colors[node]].push_back(node);
        }
        return classes;
    }

    /// Depth: one level for each guess, of which `steps_` bounds all.
    bool extend(Colors left, Colors right) {
        left = refined(left_, std::move(left));
        right = refined(right_, std::move(right));
        const Classes left_classes = classes_of(left);
        const Classes right_classes = classes_of(right);
        const std::vector<Node>* smallest = nullptr;
        Color color = 0;
        for (const auto& [candidate, nodes] : left_classes) {
            const auto same = right_classes.find(candidate);
            if (same == right_classes.end() || same->second.size() != nodes.size()) {
                return false;
            }
            if (nodes.size() > 1 && (smallest == nullptr || nodes.size() < smallest->size())) {
                smallest = &nodes;
                color = candidate;
            }
        }
        if (left_classes.size() != right_classes.size()) {
            return false;
        }
        if (smallest == nullptr) {
            return is_mapping(left_classes, right_classes);
        }
        left[smallest->front()] = mixed(color, 3);
        for (const Node guess : right_classes.at(color)) {
            if (steps_ == 0) {
                return false;
            }
            --steps_;
            Colors guessed = right;
            guessed[guess] = mixed(color, 3);
            if (extend(left, std::move(guessed))) {
                return true;
            }
        }
        return false;
    }

    bool is_mapping(const Classes& left, const Classes& right) const {
        std::vector<Node> image(left_.rows_of_node.size());
        for (const auto& [color, nodes] : left) {
            image[nodes.front()] = right.at(color).front();
        }
        std::vector<Row> renamed = left_.rows;
        for (Row& row : renamed) {
            for (Cell& cell : row) {
                cell.number = cell.kind == Cell::Kind::Blank ? image[cell.number] : cell.number;
            }
        }
        std::sort(renamed.begin(), renamed.end());
        return renamed == expected_;
    }

    const Side& left_;
    const Side& right_;
    std::vector<Row> expected_;
    std::size_t steps_;
};

}  // namespace

std::optional<bool> are_isomorphic(const std::vector<TermRow>& left, const std::vector<TermRow>& right,
                                   std::size_t steps) {
    if (left.size() != right.size()) {
        return false;
    }
    std::map<rdf::Term, std::size_t> ground;
    const Side left_side = numbered(left, ground);
    const Side right_side = numbered(right, ground);
    return Search(left_side, right_side, steps).run();
}

std::vector<TermRow> rows_of(std::vector<rdf::Quad> quads) {
    std::sort(quads.begin(), quads.end());
    quads.erase(std::unique(quads.begin(), quads.end()), quads.end());
    std::vector<TermRow> rows;
    rows.reserve(quads.size());
    for (const rdf::Quad& quad : quads) {
        rows.push_back({quad.subject, quad.predicate, quad.object, quad.graph});
    }
    return rows;
}

}  // namespace gridlore::w3c
