#include "adapter/service/call_reader.h"

#include <utility>

namespace gridlore::service {
namespace {

/// Reads what is asked of a database. Confined to one thread.
class SqlCallReader {
  public:
    explicit SqlCallReader(AddressReader& names) : names_(names) {}

    SqlCall read(const mapping::YamlNode& node) {
        MemberReader reader(node, "`call`", names_.problems());
        call_.source =
            reader.required_text("source", "A call with `sql` names its `source`, which is an entry of services.yaml.");
        const std::string text = reader.required_text("sql", "A call of a source has its statement under `sql`.");
        call_.question.place = names_.document().id + ", line " + std::to_string(node.position.line);
        read_statement(text, node.find("sql"));
        if (const mapping::YamlNode* const aggregate = reader.node("aggregate")) {
            read_aggregate(*aggregate);
        }
        reader.finish();
        return std::move(call_);
    }

  private:
    void read_statement(const std::string& text, const mapping::YamlNode* node) {
        if (text.empty()) {
            return;
        }
        auto statement = sql::Statement::read(text);
        if (statement) {
            call_.question.statement = std::move(*statement);
        } else {
            names_.problem(node->position, placed_message(statement.error()));
        }
    }

    void read_aggregate(const mapping::YamlNode& node) {
        sql::Aggregation aggregation;
        MemberReader reader(node, "`aggregate`", names_.problems());
        aggregation.value = column_of(reader.node("value"));
        aggregation.time = column_of(reader.node("time"));
        aggregation.unit = column_of(reader.node("unit"));
        aggregation.count = column_of(reader.node("count"));
        aggregation.expected = column_of(reader.node("expected"));
        aggregation.zone = reader.text("zone").value_or("UTC");
        if (const auto zone = sql::Calendar::of(aggregation.zone); !zone) {
            names_.problem(node.position, zone.error().message);
        }
        read_combination(reader, node.position, aggregation);
        read_granularity(reader.node("granularity"), node.position, aggregation);
        if (aggregation.value.empty() || aggregation.time.empty()) {
            names_.problem(node.position,
                           "`aggregate` says which columns have the `value` and the `time`, as `value: ?value`.");
        }
        reader.finish();
        call_.question.aggregation = std::move(aggregation);
    }

    /// A column has its variable's name.
    std::string column_of(const mapping::YamlNode* node) {
        const auto variable = node != nullptr ? names_.variable_of(node->value) : std::nullopt;
        return variable ? names_.document().variables[*variable].name : std::string();
    }

    void read_combination(MemberReader& reader, TextPosition position, sql::Aggregation& aggregation) {
        const auto combine = reader.text("combine");
        if (combine == "sum" || combine == "average") {
            aggregation.combination = combine == "sum" ? sql::Combination::Sum : sql::Combination::Average;
        } else if (combine) {
            names_.problem(position, "`combine` is `sum` or `average`; found '" + *combine + "'.");
        } else if (aggregation.unit.empty()) {
            names_.problem(position, "`aggregate` has a column with the `unit`, or says how values `combine`.");
        }
    }

    void read_granularity(const mapping::YamlNode* node, TextPosition position, sql::Aggregation& aggregation) {
        if (node == nullptr) {
            names_.problem(position, "`aggregate` has a `granularity`: a variable, or 15min, hour or day.");
        } else if (node->value.text.starts_with('?')) {
            call_.granularity = names_.variable_of(node->value);
        } else if (const auto granularity = sql::granularity_of(node->value.text)) {
            aggregation.granularity = *granularity;
        } else {
            names_.problem(node->position,
                           "`granularity` is a variable, or 15min, hour or day; found " + describe(*node) + ".");
        }
    }

    AddressReader& names_;
    SqlCall call_;
};

}  // namespace

Call read_call(const mapping::YamlNode& node, AddressReader& address_reader) {
    MemberReader reader(node, "`call`", address_reader.problems());
    Call call;
    static_cast<Address&>(call) = address_reader.read(reader, node.position);
    call.service = reader.required_text("service", "A call names its `service`, which is an entry of services.yaml.");
    reader.finish();
    return call;
}

SqlCall read_sql_call(const mapping::YamlNode& node, AddressReader& address_reader) {
    return SqlCallReader(address_reader).read(node);
}

}  // namespace gridlore::service
