/// Codecs called as tests need it: with a room and a memory of their own, and results that own their text.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "adapter/mapping/codecs/codecs.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::mapping {

inline CodecPtr made(const Result<CodecPtr>& codec) {
    EXPECT_TRUE(codec) << (codec ? "" : codec.error().message);
    return codec ? *codec : nullptr;
}

inline JsonScalar json_string(std::string_view text) {
    return {JsonKind::String, text};
}

inline JsonScalar json_number(std::string_view text) {
    return {JsonKind::Number, text};
}

/// Nothing: an error, which is `*why`.
inline std::optional<rdf::Term> lift_with(const CodecPtr& codec, const JsonScalar& value, CodecMemory& memory,
                                          std::string* why = nullptr) {
    std::string room = "what was there before";
    const auto term = codec->lift(value, memory, room);
    if (!term) {
        EXPECT_EQ(term.error().kind, ErrorKind::InvalidInput);
        if (why != nullptr) {
            *why = term.error().message;
        }
        return std::nullopt;
    }
    return rdf::Term{term->kind, std::string(term->text), std::string(term->datatype), std::string(term->language)};
}

inline std::optional<rdf::Term> lifted(const CodecPtr& codec, const JsonScalar& value) {
    CodecMemory memory;
    return lift_with(codec, value, memory);
}

inline std::string lift_error(const CodecPtr& codec, const JsonScalar& value) {
    CodecMemory memory;
    std::string why;
    const auto term = lift_with(codec, value, memory, &why);
    EXPECT_FALSE(term) << term->text;
    return why;
}

/// A term that has an inline id must give the same by that.
inline void expect_the_same_by_id(const CodecPtr& codec, const rdf::Term& term, const Result<JsonScalar>& value) {
    const auto id = rdf::inline_id(term);
    if (!id) {
        return;
    }
    std::string room = "what was there before";
    const auto by_id = codec->lower_inline(*id, room);
    ASSERT_EQ(by_id.has_value(), value.has_value()) << rdf::to_short_text(term);
    if (value) {
        EXPECT_EQ(by_id->kind, value->kind) << rdf::to_short_text(term);
        EXPECT_EQ(by_id->text, value->text) << rdf::to_short_text(term);
    } else {
        EXPECT_EQ(by_id.error().message, value.error().message);
    }
}

inline std::optional<JsonConstant> lowered(const CodecPtr& codec, const rdf::Term& term) {
    std::string room = "what was there before";
    const auto value = codec->lower(view_of(term), room);
    expect_the_same_by_id(codec, term, value);
    return value ? std::optional(JsonConstant{value->kind, std::string(value->text)}) : std::nullopt;
}

inline std::string lower_error(const CodecPtr& codec, const rdf::Term& term) {
    std::string room;
    const auto value = codec->lower(view_of(term), room);
    expect_the_same_by_id(codec, term, value);
    EXPECT_FALSE(value) << value->text;
    if (value) {
        return "";
    }
    EXPECT_EQ(value.error().kind, ErrorKind::InvalidInput);
    return value.error().message;
}

inline std::string making_error(const Result<CodecPtr>& codec) {
    EXPECT_FALSE(codec);
    return codec ? "" : codec.error().message;
}

}  // namespace gridlore::mapping
