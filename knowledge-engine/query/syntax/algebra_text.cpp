#include "knowledge-engine/query/syntax/algebra_text.h"

#include <optional>
#include <string_view>
#include <utility>

#include "knowledge-engine/query/syntax/function_names.h"
#include "knowledge-engine/query/syntax/parser.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::query {
namespace {

std::string_view name_of(Path::Kind kind) {
    switch (kind) {
        case Path::Kind::Link:
            return "link";
        case Path::Kind::Inverse:
            return "inverse";
        case Path::Kind::Sequence:
            return "sequence";
        case Path::Kind::Alternative:
            return "alternative";
        case Path::Kind::ZeroOrMore:
            return "zero-or-more";
        case Path::Kind::OneOrMore:
            return "one-or-more";
        case Path::Kind::ZeroOrOne:
            return "zero-or-one";
        case Path::Kind::NegatedSet:
            return "negated-set";
    }
    return "";
}

/// Writes nodes as they nest, each on a line of its own or all on one.
class Writer {
  public:
    Writer(const Variables& variables, std::optional<std::size_t> indent) : variables_(variables), indent_(indent) {}

    std::string take() { return std::move(out_); }

    void write(const VariableOrTerm& node) {
        if (const auto* const variable = std::get_if<VariableId>(&node)) {
            write(*variable);
        } else {
            write(std::get<rdf::Term>(node));
        }
    }
    void write(VariableId variable) { out_.append("?").append(variables_[variable].name); }
    void write(const rdf::Term& term) { out_ += rdf::to_short_text(term); }
    void write(const ExpressionPtr& expression) { write(*expression); }
    void write(const Expression& expression) {
        std::visit([this](const auto& node) { write_expression(node); }, expression.node);
    }
    void write(const Aggregate& aggregate) {
        out_.append("(").append(to_string(aggregate.kind)).append(aggregate.distinct ? " distinct " : " ");
        if (aggregate.argument) {
            write(aggregate.argument);
        } else {
            out_ += '*';
        }
        if (aggregate.kind == AggregateKind::GroupConcat) {
            out_.append(" ").append(rdf::to_text(rdf::Term::string(aggregate.separator)));
        }
        out_ += ')';
    }
    void write(const Path& path) {
        if (path.kind == Path::Kind::Link) {
            return write(path.iri);
        }
        out_.append("(").append(name_of(path.kind));
        for (const rdf::Term& iri : path.forward) {
            out_ += ' ';
            write(iri);
        }
        for (const rdf::Term& iri : path.backward) {
            out_ += " ^";
            write(iri);
        }
        for (const PathPtr& part : {path.first, path.second}) {
            if (part) {
                out_ += ' ';
                write(*part);
            }
        }
        out_ += ')';
    }
    void write(const Group& group) {
        std::visit([this](const auto& node) { write_node(node); }, group.node);
    }
    void write(const GroupPtr& group) {
        new_line();
        write(*group);
    }
    void write(const std::vector<QuadTemplate>& templates, std::string_view name) {
        open(name);
        for (const QuadTemplate& one : templates) {
            new_line();
            out_ += one.graph ? "(quad" : "(triple";
            write_all(one.subject, one.predicate, one.object);
            if (one.graph) {
                write_all(*one.graph);
            }
            out_ += ')';
        }
        close();
    }
    void write(const DatasetClause& dataset) {
        for (const std::string& graph : dataset.default_graphs) {
            line("(from ", graph);
        }
        for (const std::string& graph : dataset.named_graphs) {
            line("(from-named ", graph);
        }
    }
    void line(std::string_view head, const std::string& iri) {
        new_line();
        out_.append(head).append("<").append(iri).append(">)");
    }
    void open(std::string_view name) {
        out_.append("(").append(name);
        if (indent_) {
            ++*indent_;
        }
    }
    void close() {
        out_ += ')';
        if (indent_) {
            --*indent_;
        }
    }
    void new_line() {
        if (indent_) {
            out_.append("\n").append(2 * *indent_, ' ');
        } else {
            out_ += ' ';
        }
    }
    template <typename... Parts>
    void write_all(const Parts&... parts) {
        ((out_ += ' ', write(parts)), ...);
    }
    void write_list(const std::vector<VariableId>& list) {
        out_ += " (";
        for (std::size_t i = 0; i < list.size(); ++i) {
            out_ += i == 0 ? "" : " ";
            write(list[i]);
        }
        out_ += ')';
    }

  private:
    // --- Expressions ---

    void write_expression(VariableId variable) { write(variable); }
    void write_expression(const rdf::Term& term) { write(term); }
    void write_expression(const Expression::Call& call) { write_call(to_string(call.function), call.arguments); }
    void write_expression(const Expression::IriCall& call) { write_call("call <" + call.iri + ">", call.arguments); }
    void write_expression(const Expression::Exists& exists) {
        const auto outer = std::exchange(indent_, std::nullopt);
        out_ += exists.negated ? "(not-exists" : "(exists";
        write(exists.pattern);
        out_ += ')';
        indent_ = outer;
    }
    void write_call(std::string_view name, const std::vector<ExpressionPtr>& arguments) {
        out_.append("(").append(name);
        for (const ExpressionPtr& argument : arguments) {
            write_all(argument);
        }
        out_ += ')';
    }

    // --- Patterns ---

    void write_node(const BasicPattern& basic) {
        open("bgp");
        for (const TriplePattern& triple : basic.triples) {
            new_line();
            out_ += "(triple";
            write_all(triple.subject, triple.predicate, triple.object);
            out_ += ')';
        }
        for (const PathPattern& path : basic.paths) {
            new_line();
            out_ += "(path";
            write_all(path.subject, *path.path, path.object);
            out_ += ')';
        }
        close();
    }
    void write_pair(std::string_view name, const GroupPtr& left, const GroupPtr& right) {
        open(name);
        write(left);
        write(right);
        close();
    }
    void write_node(const Join& join) { write_pair("join", join.left, join.right); }
    void write_node(const Union& either) { write_pair("union", either.left, either.right); }
    void write_node(const SetMinus& minus) { write_pair("minus", minus.left, minus.right); }
    void write_node(const LeftJoin& join) {
        open("left-join");
        if (join.condition) {
            write_all(join.condition);
        }
        write(join.left);
        write(join.right);
        close();
    }
    template <typename... Heads>
    void write_over(const GroupPtr& pattern, std::string_view name, const Heads&... heads) {
        open(name);
        write_all(heads...);
        write(pattern);
        close();
    }
    void write_node(const Filter& filter) { write_over(filter.pattern, "filter", filter.condition); }
    void write_node(const GraphPattern& graph) { write_over(graph.pattern, "graph", graph.name); }
    void write_node(const Service& service) {
        write_over(service.pattern, service.silent ? "service-silent" : "service", service.name);
    }
    void write_node(const Extend& extend) { write_over(extend.pattern, "extend", extend.variable, extend.expression); }
    void write_node(const Distinct& distinct) { write_over(distinct.pattern, "distinct"); }
    void write_node(const Reduced& reduced) { write_over(reduced.pattern, "reduced"); }
    void write_node(const Table& table) {
        open("table");
        write_list(table.variables);
        for (const auto& row : table.rows) {
            new_line();
            out_ += "(row";
            for (const auto& cell : row) {
                out_ += ' ';
                if (cell) {
                    write(*cell);
                } else {
                    out_ += "undef";
                }
            }
            out_ += ')';
        }
        close();
    }
    void write_node(const Aggregation& aggregation) {
        open(aggregation.single_group ? "group-all" : "group");
        write_list(aggregation.keys);
        for (const Aggregation::Item& item : aggregation.items) {
            new_line();
            out_ += "(aggregate";
            write_all(item.result, item.aggregate);
            out_ += ')';
        }
        write(aggregation.pattern);
        close();
    }
    void write_node(const OrderBy& order) {
        open("order");
        for (const OrderCondition& condition : order.conditions) {
            out_ += condition.descending ? " (desc" : " (asc";
            write_all(condition.expression);
            out_ += ')';
        }
        write(order.pattern);
        close();
    }
    void write_node(const Project& project) {
        open("project");
        write_list(project.variables);
        write(project.pattern);
        close();
    }
    void write_node(const Slice& slice) {
        open("slice");
        out_.append(" ").append(std::to_string(slice.offset));
        out_.append(" ").append(slice.limit ? std::to_string(*slice.limit) : "all");
        write(slice.pattern);
        close();
    }

    const Variables& variables_;
    std::optional<std::size_t> indent_;
    std::string out_;
};

template <typename Part>
std::string on_one_line(const Part& part, const Variables& variables) {
    Writer writer(variables, std::nullopt);
    writer.write(part);
    return writer.take();
}

// --- Updates ---

std::string text_of(const GraphTarget& target) {
    switch (target.kind) {
        case GraphTarget::Kind::Default:
            return "default";
        case GraphTarget::Kind::Named:
            return "<" + target.iri + ">";
        case GraphTarget::Kind::AllNamed:
            return "named";
        case GraphTarget::Kind::All:
            return "all";
    }
    return "";
}

std::string silently(bool silent) {
    return silent ? " silent" : "";
}

struct OperationText {
    std::string operator()(const Modify& modify) const {
        Writer writer(modify.variables, 0);
        writer.open("modify");
        if (modify.with) {
            writer.line("(with ", *modify.with);
        }
        writer.write(modify.dataset);
        for (const auto& [templates, name] :
             {std::pair(&modify.remove, "delete"), std::pair(&modify.insert, "insert")}) {
            if (!templates->empty()) {
                writer.new_line();
                writer.write(*templates, name);
            }
        }
        if (modify.pattern) {
            writer.write(modify.pattern);
        }
        writer.close();
        return writer.take();
    }
    std::string operator()(const Load& load) const {
        return "(load" + silently(load.silent) + " <" + load.source + ">" +
               (load.graph ? " <" + *load.graph + ">" : "") + ")";
    }
    std::string operator()(const Clear& clear) const {
        return (clear.drop ? "(drop" : "(clear") + silently(clear.silent) + " " + text_of(clear.target) + ")";
    }
    std::string operator()(const Create& create) const {
        return "(create" + silently(create.silent) + " <" + create.graph + ">)";
    }
    std::string operator()(const Transfer& transfer) const {
        static constexpr const char* names[] = {"(add", "(move", "(copy"};
        return names[static_cast<std::size_t>(transfer.kind)] + silently(transfer.silent) + " " +
               text_of(transfer.from) + " " + text_of(transfer.to) + ")";
    }
};

}  // namespace

std::string to_string(const VariableOrTerm& node, const Variables& variables) {
    return on_one_line(node, variables);
}

std::string to_string(const Expression& expression, const Variables& variables) {
    return on_one_line(expression, variables);
}

std::string to_string(const Aggregate& aggregate, const Variables& variables) {
    return on_one_line(aggregate, variables);
}

std::string to_string(const Path& path) {
    return on_one_line(path, {});
}

std::string to_string(const Group& group, const Variables& variables, std::size_t indent) {
    Writer writer(variables, indent);
    writer.write(group);
    return writer.take();
}

std::string to_string(const Query& query) {
    static constexpr const char* names[] = {"select", "ask", "construct", "describe"};
    Writer writer(query.variables, 0);
    writer.open(names[static_cast<std::size_t>(query.form)]);
    if (!query.projection.empty()) {
        writer.write_list(query.projection);
    }
    writer.write(query.dataset);
    if (query.form == Query::Form::Construct) {
        writer.new_line();
        writer.write(query.construct, "template");
    }
    for (const rdf::Term& resource : query.describe) {
        writer.line("(resource ", resource.text);
    }
    writer.write(query.pattern);
    writer.close();
    return writer.take();
}

std::string to_string(const Update& update) {
    std::string text;
    for (const UpdateOperation& operation : update.operations) {
        text += text.empty() ? "" : "\n";
        text += std::visit(OperationText(), operation);
    }
    return text;
}

}  // namespace gridlore::query
