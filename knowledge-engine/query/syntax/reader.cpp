#include "knowledge-engine/query/syntax/reader.h"

#include <algorithm>
#include <charconv>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::query {
namespace {

/// In bytes, its prefix included.
constexpr std::size_t longest_iri = 8192;
/// All IRIs of a text together may have this many times the bytes that a text may have: a prefix makes a short text
/// long, each time it is used.
constexpr std::size_t largest_expansion = 64;

bool equal_ignoring_case(std::string_view a, std::string_view upper) {
    return std::equal(a.begin(), a.end(), upper.begin(), upper.end(),
                      [](char x, char y) { return rdf::to_ascii_upper(x) == y; });
}

bool is_word_character(char c) {
    return rdf::is_ascii_letter(c) || rdf::is_ascii_digit(c) || c == '_';
}

template <typename T>
std::uint32_t height_of(const std::shared_ptr<const T>& node) {
    return node ? node->height : 0;
}

struct ExpressionHeight {
    template <typename Call>
    std::uint32_t operator()(const Call& call) const {
        std::uint32_t height = 0;
        if constexpr (requires { call.arguments; }) {
            for (const auto& argument : call.arguments) {
                height = std::max(height, height_of(argument));
            }
        } else if constexpr (requires { call.pattern; }) {
            height = height_of(call.pattern);
        }
        return height;
    }
};

struct GroupHeight {
    template <typename Node>
    std::uint32_t operator()(const Node& node) const {
        std::uint32_t height = 0;
        if constexpr (requires { node.left; }) {
            height = std::max(height_of(node.left), height_of(node.right));
        }
        if constexpr (requires { node.pattern; }) {
            height = std::max(height, height_of(node.pattern));
        }
        if constexpr (requires { node.condition; }) {
            height = std::max(height, height_of(node.condition));
        }
        if constexpr (requires { node.expression; }) {
            height = std::max(height, height_of(node.expression));
        }
        if constexpr (requires { node.items; }) {
            for (const auto& item : node.items) {
                height = std::max(height, height_of(item.aggregate.argument));
            }
        }
        if constexpr (requires { node.conditions; }) {
            for (const auto& condition : node.conditions) {
                height = std::max(height, height_of(condition.expression));
            }
        }
        return height;
    }
};

}  // namespace

Reader::Reader(std::string_view text, const ParseOptions& options)
    : tokens_(text), options_(options), base_(options.base) {
    tokens_.skip("\xEF\xBB\xBF");
    tokens_.skip_space();
}

// --- Faults ---

bool Reader::fail(Error error) {
    if (!error_) {
        error_ = std::move(error);
    }
    return false;
}

bool Reader::fail_expected(std::string_view what) {
    return fail(tokens_.error("expected " + std::string(what) + ", found " + tokens_.describe()));
}

bool Reader::exceed(std::string message) {
    Error error = tokens_.error(std::move(message));
    error.kind = ErrorKind::LimitExceeded;
    return fail(std::move(error));
}

Reader::Nesting::Nesting(Reader& reader) : reader_(reader), is_allowed_(++reader.depth_ <= reader.options_.depth) {
    if (!is_allowed_) {
        reader_.exceed("groups, expressions, paths and collections may stand within each other at most " +
                       std::to_string(reader_.options_.depth) + " deep");
    }
}

// --- Tokens ---

bool Reader::skip(std::string_view sign) {
    const bool found = tokens_.skip(sign);
    if (found) {
        tokens_.skip_space();
    }
    return found;
}

bool Reader::skip(char sign) {
    if (tokens_.at_end() || tokens_.peek() != sign) {
        return false;
    }
    tokens_.advance();
    tokens_.skip_space();
    return true;
}

bool Reader::expect(char sign, std::string_view where) {
    return skip(sign) || fail_expected("`" + std::string(1, sign) + "` " + std::string(where));
}

std::string_view Reader::word() const {
    if (!rdf::is_ascii_letter(peek())) {
        return {};
    }
    std::size_t length = 1;
    while (is_word_character(peek(length))) {
        ++length;
    }
    const char next = peek(length);
    const bool may_go_on = next == '-' || next == '.' || static_cast<unsigned char>(next) >= 0x80;
    rdf::TokenReader ahead = tokens_;
    if (next == ':' || (may_go_on && ahead.prefix())) {
        return {};
    }
    return text().substr(offset(), length);
}

bool Reader::at_keyword(std::string_view keyword) const {
    return rdf::to_ascii_upper(peek()) == keyword.front() && equal_ignoring_case(word(), keyword);
}

bool Reader::skip_keyword(std::string_view keyword) {
    if (!at_keyword(keyword)) {
        return false;
    }
    tokens_.advance(keyword.size());
    tokens_.skip_space();
    return true;
}

bool Reader::expect_keyword(std::string_view keyword) {
    return skip_keyword(keyword) || fail_expected(keyword);
}

bool Reader::at_empty(char open, char close) const {
    if (peek() != open) {
        return false;
    }
    rdf::TokenReader ahead = tokens_;
    ahead.advance();
    ahead.skip_space();
    return ahead.peek() == close;
}

std::string_view Reader::blank_node_label() {
    tokens_.skip("_:");
    const std::string_view label = tokens_.blank_node_label();
    tokens_.skip_space();
    return label;
}

// --- Prologue ---

bool Reader::prologue() {
    while (true) {
        if (skip_keyword("BASE")) {
            if (!base_clause()) {
                return false;
            }
        } else if (skip_keyword("PREFIX")) {
            if (!prefix_clause()) {
                return false;
            }
        } else {
            return true;
        }
    }
}

bool Reader::base_clause() {
    if (peek() != '<') {
        return fail_expected("an IRI in angle brackets behind BASE");
    }
    auto base = iri();
    if (!base) {
        return false;
    }
    base_ = *std::move(base);
    return true;
}

bool Reader::prefix_clause() {
    const auto prefix = tokens_.prefix();
    if (!prefix) {
        return fail_expected("a prefix with its colon, such as `ex:`, behind PREFIX");
    }
    tokens_.skip_space();
    if (peek() != '<') {
        return fail_expected("an IRI in angle brackets for the prefix");
    }
    auto name_space = iri();
    if (!name_space) {
        return false;
    }
    prefixes_.insert_or_assign(std::string(*prefix), *std::move(name_space));
    return true;
}

std::string Reader::prologue_text() const {
    std::string text = base_.empty() ? "" : "BASE <" + base_ + ">\n";
    rdf::PrefixMap all = prefixes_;
    all.insert(options_.prefixes.begin(), options_.prefixes.end());
    for (const auto& [prefix, name_space] : all) {
        text.append("PREFIX ").append(prefix).append(": <").append(name_space).append(">\n");
    }
    return text;
}

// --- Names and literals ---

bool Reader::at_iri() const {
    if (peek() == '<') {
        return true;
    }
    rdf::TokenReader ahead = tokens_;
    return ahead.prefix().has_value();
}

bool Reader::is_iri_reference(std::string_view text, std::size_t offset) {
    const std::size_t end = text.find_first_of("<>\"{}|^`\\ \t\r\n", offset + 1);
    return end != std::string_view::npos && text[end] == '>';
}

std::optional<std::string> Reader::iri() {
    const std::size_t begin = offset();
    if (peek() != '<') {
        return prefixed_name();
    }
    auto reference = tokens_.iri_reference();
    if (!reference) {
        fail(std::move(reference).error());
        return std::nullopt;
    }
    tokens_.skip_space();
    return resolved(begin, *std::move(reference));
}

std::optional<std::string> Reader::resolved(std::size_t begin, std::string reference) {
    if (!rdf::has_scheme(reference)) {
        if (base_.empty()) {
            fail_at(begin, "the IRI <" + reference + "> is relative and no base is known; write it in full, or BASE");
            return std::nullopt;
        }
        reference = rdf::resolve_reference(base_, reference);
    }
    if (!count_iri(begin, reference.size())) {
        return std::nullopt;
    }
    return reference;
}

const std::string* Reader::find_prefix(std::string_view prefix) const {
    if (const auto declared = prefixes_.find(prefix); declared != prefixes_.end()) {
        return &declared->second;
    }
    const auto known = options_.prefixes.find(prefix);
    return known == options_.prefixes.end() ? nullptr : &known->second;
}

std::optional<std::string> Reader::prefixed_name() {
    const std::size_t begin = offset();
    const auto prefix = tokens_.prefix();
    if (!prefix) {
        fail_expected("an IRI in angle brackets or a prefixed name");
        return std::nullopt;
    }
    const std::string* const name_space = find_prefix(*prefix);
    if (name_space == nullptr) {
        fail_at(begin, "the prefix `" + std::string(*prefix) + ":` is not declared; declare it: PREFIX " +
                           std::string(*prefix) + ": <https://…>");
        return std::nullopt;
    }
    const auto local = tokens_.local_name();
    if (!local) {
        fail(local.error());
        return std::nullopt;
    }
    tokens_.skip_space();
    if (!count_iri(begin, name_space->size() + local->size())) {
        return std::nullopt;
    }
    return *name_space + *local;
}

bool Reader::count_iri(std::size_t begin, std::size_t bytes) {
    if (bytes > longest_iri) {
        return fail_at(begin, "an IRI may have at most " + std::to_string(longest_iri) + " bytes");
    }
    iri_bytes_ += bytes;
    return iri_bytes_ / largest_expansion <= options_.bytes ||
           exceed("the IRIs of this text, written in full, exceed " + std::to_string(largest_expansion) +
                  " times the bytes that a text may have");
}

std::optional<rdf::Term> Reader::iri_term() {
    auto name = iri();
    return name ? std::optional(rdf::Term::iri(*std::move(name))) : std::nullopt;
}

std::optional<VariableOrTerm> Reader::variable_or_iri() {
    if (at_variable()) {
        return variable();
    }
    if (!at_iri()) {
        fail_expected("a variable or an IRI");
        return std::nullopt;
    }
    return iri_term();
}

bool Reader::at_number() const {
    const std::size_t sign = peek() == '+' || peek() == '-' ? 1 : 0;
    const std::size_t point = peek(sign) == '.' ? 1 : 0;
    return rdf::is_ascii_digit(peek(sign + point));
}

bool Reader::at_literal() const {
    return peek() == '"' || peek() == '\'' || at_number() || at_keyword("TRUE") || at_keyword("FALSE");
}

std::optional<std::string> Reader::string() {
    if (peek() != '"' && peek() != '\'') {
        fail_expected("a string in quotes");
        return std::nullopt;
    }
    auto value = tokens_.quoted_string();
    if (!value) {
        fail(std::move(value).error());
        return std::nullopt;
    }
    tokens_.skip_space();
    return *std::move(value);
}

std::optional<rdf::Term> Reader::literal() {
    if (const auto number = tokens_.number(false)) {
        tokens_.skip_space();
        return rdf::Term::literal(std::string(number->text), std::string(number->datatype));
    }
    for (const std::string_view keyword : {"TRUE", "FALSE"}) {
        if (skip_keyword(keyword)) {
            return rdf::Term::literal(keyword == "TRUE" ? "true" : "false", std::string(rdf::xsd_boolean));
        }
    }
    auto lexical = string();
    if (!lexical) {
        return std::nullopt;
    }
    if (peek() == '@') {
        const auto language = tokens_.language_tag();
        if (!language) {
            fail(language.error());
            return std::nullopt;
        }
        tokens_.skip_space();
        return rdf::Term::language_string(*std::move(lexical), *language);
    }
    if (!skip("^^")) {
        return rdf::Term::string(*std::move(lexical));
    }
    auto datatype = iri();
    if (!datatype) {
        return std::nullopt;
    }
    return rdf::Term::literal(*std::move(lexical), *std::move(datatype));
}

std::optional<std::uint64_t> Reader::integer() {
    const std::string_view rest = text().substr(offset());
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc()) {
        fail_expected("a whole number below 2 to the power of 64");
        return std::nullopt;
    }
    tokens_.advance(static_cast<std::size_t>(end - rest.data()));
    tokens_.skip_space();
    return value;
}

// --- Variables ---

std::optional<VariableId> Reader::variable() {
    const std::size_t begin = offset();
    tokens_.advance();
    const std::string_view name = tokens_.variable_name();
    if (name.empty()) {
        fail_at(begin,
                "expected a variable's name of letters, digits and `_` behind `" + std::string(1, text()[begin]) + "`");
        return std::nullopt;
    }
    tokens_.skip_space();
    return variable_named(name);
}

std::optional<VariableId> Reader::variable_named(std::string_view name) {
    if (const auto known = names_.find(name); known != names_.end()) {
        return known->second;
    }
    const auto made = new_variable({std::string(name), true});
    if (made) {
        names_.emplace(name, *made);
    }
    return made;
}

std::optional<VariableId> Reader::hidden_variable(std::string name) {
    return new_variable({std::move(name), false});
}

std::optional<VariableId> Reader::made_variable() {
    return hidden_variable("." + std::to_string(made_variables_++));
}

std::optional<VariableId> Reader::new_variable(VariableInfo info) {
    if (variables_.size() >= options_.variables) {
        exceed("a query or operation may have at most " + std::to_string(options_.variables) +
               " variables, those for blank nodes and aggregates included");
        return std::nullopt;
    }
    variables_.push_back(std::move(info));
    return static_cast<VariableId>(variables_.size() - 1);
}

bool Reader::count_triple() {
    return ++triples_ <= options_.operations ||
           exceed("a request may have at most " + std::to_string(options_.operations) + " triples");
}

// --- Nodes ---

bool Reader::is_height_allowed(std::uint32_t height) {
    return height <= options_.height || exceed("the query is too long a chain: its tree may be at most " +
                                               std::to_string(options_.height) + " high");
}

ExpressionPtr Reader::make(decltype(Expression::node) node) {
    const std::uint32_t height = 1 + std::visit(ExpressionHeight(), node);
    return is_height_allowed(height) ? std::make_shared<const Expression>(Expression{std::move(node), height})
                                     : nullptr;
}

GroupPtr Reader::make_group(decltype(Group::node) node) {
    const std::uint32_t height = 1 + std::visit(GroupHeight(), node);
    return is_height_allowed(height) ? std::make_shared<const Group>(Group{std::move(node), height}) : nullptr;
}

}  // namespace gridlore::query
