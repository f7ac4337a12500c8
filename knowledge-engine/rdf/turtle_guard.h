/// What Serd must not be given as it is: looked for, or mended, in the text before Serd sees it. Private to this folder
/// but for its test. Confined.
///
/// Serd recurses for `[` and `(`, so that their depth is counted first. In a long string it takes a backslash behind a
/// quote for itself, and so may see the string end where it does not: all quotes in long strings are escaped. It gives
/// the nodes without a label names like `b1`, and so takes `_:b1` for `_:B1`: labels that begin with `B` get an
/// underscore behind it. A NUL ends a text for Serd: in strings and comments it is passed as an escape, elsewhere not
/// at all.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gridlore::rdf {

class TurtleGuard {
  public:
    explicit TurtleGuard(std::size_t depth_limit) : depth_limit_(depth_limit) {}

    /// What Serd may be given of the next piece of the document. Ends with the next call, or with `piece`. Quotes that
    /// may close a long string can be kept back for the next call; `is_last` says that there is none.
    std::string_view pass(std::string_view piece, bool is_last);

    /// The offset in the last piece of a bracket that nests deeper than the limit: nothing from there on was passed.
    std::optional<std::size_t> too_deep() const { return too_deep_; }
    /// The offset in the last piece of a NUL outside strings and comments: nothing from there on was passed.
    std::optional<std::size_t> nul() const { return nul_; }
    /// Where in the last piece the byte at `index` of what was passed comes from; negative for one kept back before.
    std::ptrdiff_t origin(std::size_t index) const;
    /// If the last piece ended inside a string, IRI or name: how long that is at most, so far.
    std::size_t open_token_length() const { return open_token_length_; }

  private:
    enum class Mode {
        Plain,
        Escape,
        Label,  ///< behind `_:`
        Comment,
        Iri,
        OneQuote,
        TwoQuotes,
        Short,
        ShortEscape,
        Long,
        LongEscape,
        Closing,  ///< behind one or two quotes in a long string
    };

    void step(char c);
    void plain(char c);
    void in_iri(char c);
    void in_long_string(char c);
    void closing(char c);
    void skip_uninteresting();
    void label(char c);
    void nul_character();
    void keep_back();
    void escape_quotes();
    void measure_open_token();
    void open(std::size_t& depth, std::optional<std::size_t>& fault) const;
    char before(std::size_t distance) const;
    void take_over(std::size_t end);
    void insert(char c);

    std::size_t depth_limit_;
    std::size_t depth_ = 0;
    std::optional<std::size_t> too_deep_;
    std::optional<std::size_t> nul_;
    /// `<` may be no IRI after all; then its brackets count.
    std::size_t iri_depth_ = 0;
    std::optional<std::size_t> iri_too_deep_;

    Mode mode_ = Mode::Plain;
    bool token_began_ = false;  ///< in this piece
    std::size_t open_token_length_ = 0;
    char quote_ = '\0';
    std::size_t closing_quotes_ = 0;
    std::size_t kept_back_ = 0;  ///< of these, how many belong to earlier pieces
    char earlier_[2] = {'\0', '\0'};

    std::string_view piece_;
    std::size_t at_ = 0;
    std::string passed_;                   ///< if it differs from the piece
    std::size_t taken_ = 0;                ///< how much of the piece is in `passed_`, or was left out
    std::size_t carried_ = 0;              ///< how many bytes of `passed_` are of earlier pieces
    std::vector<std::size_t> insertions_;  ///< the places in `passed_` of bytes that are in no piece
};

}  // namespace gridlore::rdf
