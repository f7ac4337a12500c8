/// What an exchange has come to know: the rows of each provider, and what follows from them by rules.
/// Confined to one exchange.
#pragma once

#include <optional>
#include <vector>

#include "knowledge-engine/exchange/cover.h"
#include "knowledge-engine/exchange/demands.h"
#include "knowledge-engine/exchange/row_terms.h"
#include "knowledge-engine/exchange/universal_rows.h"

namespace gridlore::exchange {

/// An error (too many rows) ends it: from then on everything is empty.
class GatheredRows {
  public:
    /// All must outlive this. `limit`: how many rows all providers together, or one target, may have.
    GatheredRows(const Plan& plan, const Demands& demands, const rdf::Dictionary& dictionary, UniversalRows& universal,
                 std::size_t limit);

    /// What a post brings.
    void add_posted(const pattern::BindingSet& rows);
    /// What a member of a class gave, each row once. False if there is no room for it.
    bool add(std::size_t provider, std::size_t member, const pattern::BindingSet& rows);

    /// The rows of a REACT's argument; in an ask only those that it is asked for.
    pattern::BindingSet argument_of(std::size_t react);
    /// The rows of the ask's pattern, or of the post's result, each once.
    pattern::BindingSet result();
    /// In a post: what the providers of a target that hand on what was posted give it.
    pattern::BindingSet given_by_fed(std::size_t target);

    /// The rows of each provider, with what follows from them by rules; valid until more come.
    const std::vector<ProviderRows>& all();
    /// In a post: the same, of ANSWERs only what they were asked for that target.
    std::vector<ProviderRows> all_for(std::size_t target);
    /// Too many rows were met beside what is gathered here.
    void end() { error_ = too_many_rows(limit_); }

    const std::optional<Error>& error() const { return error_; }

  private:
    void derive();
    bool derive(std::size_t rule);
    pattern::BindingSet evaluate_target(std::size_t target);
    pattern::BindingSet needed_rows(std::size_t target);
    ProviderRows asked_rows(std::size_t answer, std::size_t target) const;

    const Plan& plan_;
    const Demands& demands_;
    const rdf::Dictionary& dictionary_;
    UniversalRows& universal_;
    pattern::Equality equality_;
    std::size_t limit_;
    std::size_t given_ = 0;                    ///< rows, by all providers
    std::size_t derived_ = 0;                  ///< rows that rules have gone through
    std::optional<std::size_t> derived_from_;  ///< how many of these rows rules were last derived from for `all`
    std::vector<ProviderRows> rows_;
    std::optional<Error> error_;
};

}  // namespace gridlore::exchange
