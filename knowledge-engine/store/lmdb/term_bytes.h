/// Terms as bytes of the dictionary. Pure functions; safe from any thread.
///
/// A term's bytes are a form and what the form needs; a datatype of XML Schema is part of the form. Two terms are the
/// same exactly if their bytes are. The *entry* of a term in `terms` is its bytes, with the id of its value before them
/// where the term is an alias.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/rdf/term_id.h"

namespace gridlore::store::lmdb {

/// Longer terms are refused.
inline constexpr std::size_t max_term_bytes = std::size_t{1} << 28;

/// Appends the bytes of `term`.
void append_term_bytes(const rdf::TermView& term, std::string& bytes);
std::string term_bytes(const rdf::Term& term);
/// Where `id` is of a blank node that the store labelled itself, its label is made of the id.
/// Internal: these are no term's bytes.
Result<rdf::Term> decode_term(std::string_view bytes, rdf::TermId id);

/// The bytes of every blank node that the store labels itself.
std::string_view own_blank_node_bytes();
/// The label of such a node.
std::string own_label(rdf::TermId id);
/// The id that is in a label of that shape, whether or not the node exists.
std::optional<rdf::TermId> id_of_own_label(std::string_view label);

/// The key of a term in `hashes`.
std::uint64_t term_hash(std::string_view bytes, std::uint64_t seed);

struct TermEntry {
    rdf::TermId value;       ///< of an alias; else unbound
    std::string_view bytes;  ///< of the term
};

/// Appends the entry of a term: `value` is set for an alias.
void append_entry(std::string_view term_bytes, std::optional<rdf::TermId> value, std::string& entry);
/// Internal: this is no entry. The view is of `entry`.
Result<TermEntry> decode_entry(std::string_view entry);

}  // namespace gridlore::store::lmdb
