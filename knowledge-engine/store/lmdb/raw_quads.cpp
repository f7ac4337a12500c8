#include "knowledge-engine/store/lmdb/raw_quads.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace gridlore::store::lmdb {
namespace {

/// What stands before a term's text.
enum Mark : char { Iri, BlankNode, Literal, Same, None };

Mark mark_of(rdf::TermKind kind) {
    return kind == rdf::TermKind::Iri ? Iri : kind == rdf::TermKind::BlankNode ? BlankNode : Literal;
}

/// At most.
std::size_t room_of(const rdf::TermView& term) {
    return 1 + 3 * sizeof(std::uint32_t) + term.text.size() + term.datatype.size() + term.language.size();
}

constexpr std::size_t first_capacity = std::size_t{320} << 10;

}  // namespace

void RawQuads::add(const rdf::QuadView& quad) {
    reserve(room_of(quad.subject) + room_of(quad.predicate) + room_of(quad.object) +
            (quad.graph ? room_of(*quad.graph) : 1));
    const auto kind = mark_of(quad.subject.kind);
    const bool is_same = subject_ && bytes_[subject_->first - 1 - sizeof(std::uint32_t)] == kind &&
                         view().substr(subject_->first, subject_->second) == quad.subject.text;
    if (is_same) {
        add_byte(Same);
    } else {
        add_term(quad.subject);
        subject_ = {size_ - quad.subject.text.size(), quad.subject.text.size()};
    }
    add_term(quad.predicate);
    add_term(quad.object);
    if (quad.graph) {
        add_term(*quad.graph);
    } else {
        add_byte(None);
    }
}

void RawQuads::reserve(std::size_t bytes) {
    if (size_ + bytes <= capacity_) {
        return;
    }
    const std::size_t capacity = std::max({size_ + bytes, capacity_ * 2, first_capacity});
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    std::copy_n(bytes_.get(), size_, larger.get());
    bytes_ = std::move(larger);
    capacity_ = capacity;
}

void RawQuads::add_term(const rdf::TermView& term) {
    add_byte(mark_of(term.kind));
    if (term.kind == rdf::TermKind::Literal) {
        add_text(term.datatype);
        add_text(term.language);
    }
    add_text(term.text);
}

void RawQuads::add_text(std::string_view text) {
    const auto length = static_cast<std::uint32_t>(text.size());
    std::memcpy(bytes_.get() + size_, &length, sizeof length);
    std::copy_n(text.data(), text.size(), bytes_.get() + size_ + sizeof length);
    size_ += sizeof length + text.size();
}

std::string_view RawQuads::Reader::take_text() {
    std::uint32_t length = 0;
    std::memcpy(&length, bytes_.data(), sizeof length);
    const std::string_view text = bytes_.substr(sizeof length, length);
    bytes_.remove_prefix(sizeof length + length);
    return text;
}

void RawQuads::Reader::take(rdf::TermView& term) {
    const char mark = bytes_.front();
    bytes_.remove_prefix(1);
    term.kind = mark == Iri         ? rdf::TermKind::Iri
                : mark == BlankNode ? rdf::TermKind::BlankNode
                                    : rdf::TermKind::Literal;
    term.datatype = mark == Literal ? take_text() : std::string_view();
    term.language = mark == Literal ? take_text() : std::string_view();
    term.text = take_text();
}

bool RawQuads::Reader::next(rdf::QuadView& quad) {
    if (bytes_.empty()) {
        return false;
    }
    has_same_subject_ = bytes_.front() == Same;
    if (has_same_subject_) {
        bytes_.remove_prefix(1);
    } else {
        take(quad.subject);
    }
    take(quad.predicate);
    take(quad.object);
    if (bytes_.front() == None) {
        bytes_.remove_prefix(1);
        quad.graph.reset();
    } else {
        take(quad.graph.emplace());
    }
    return true;
}

}  // namespace gridlore::store::lmdb
