#include "adapter/mapping/lift/lift.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "adapter/mapping/json/json_events.h"
#include "adapter/mapping/json/tolerant_json.h"
#include "adapter/mapping/lift/lift_frames.h"
#include "adapter/mapping/lift/lift_messages.h"
#include "adapter/mapping/lift/lift_values.h"

namespace gridlore::mapping {
namespace {

/// The terms of a row by the names of their variables, for one triple after the other.
class TripleMaker {
  public:
    TripleMaker(const Part& part, std::span<const rdf::TermView> row) : names_(part.pattern.variables()), row_(row) {}

    Result<rdf::QuadView> make(const pattern::TriplePattern& triple) const {
        const rdf::QuadView made{term(triple.subject), term(triple.predicate), term(triple.object), {}};
        if (made.subject.kind == rdf::TermKind::Literal) {
            return refusal(triple.subject, made.subject, "a literal cannot be the subject of a triple");
        }
        if (made.predicate.kind != rdf::TermKind::Iri) {
            return refusal(triple.predicate, made.predicate, "the predicate of a triple must be an IRI");
        }
        return made;
    }

  private:
    rdf::TermView term(const pattern::PatternTerm& term) const {
        if (const auto* fixed = std::get_if<rdf::Term>(&term)) {
            return {fixed->kind, fixed->text, fixed->datatype, fixed->language};
        }
        const auto name = std::find(names_.begin(), names_.end(), std::get<pattern::Variable>(term).name);
        return row_[static_cast<std::size_t>(name - names_.begin())];
    }

    static Error refusal(const pattern::PatternTerm& term, const rdf::TermView& found, const std::string& why) {
        const auto* variable = std::get_if<pattern::Variable>(&term);
        return invalid_input((variable != nullptr ? "?" + variable->name + ": " : "") + why + ", found \"" +
                             std::string(found.text) + "\"");
    }

    std::vector<std::string> names_;
    std::span<const rdf::TermView> row_;
};

}  // namespace

class Lifter::Implementation {
  public:
    Implementation(const Document& document, const RowHandler& handler, LiftOptions options)
        : options_(std::move(options)),
          values_(document, handler, options_.given),
          frames_(document, values_, options_),
          events_(frames_, {options_.depth, options_.value_bytes}) {
        if (options_.is_tolerant) {
            tolerant_.emplace(events_, [this](const std::string& message) { warn(message); });
        }
        if (Result<void> given = values_.check_given(); !given) {
            error_ = invalid_input(place_of("") + given.error().message);
        }
    }

    Result<void> write(std::string_view piece) {
        return error_ ? *error_ : passed(tolerant_ ? tolerant_->write(piece) : events_.write(piece));
    }

    Result<void> finish() { return error_ ? *error_ : passed(tolerant_ ? tolerant_->finish() : events_.finish()); }

    const std::string& pointer() const { return pointer_; }

  private:
    void warn(const std::string& message) const {
        if (options_.warn) {
            options_.warn(frames_.pointer(), message);
        }
    }

    Result<void> passed(Result<bool> done) {
        if (done && *done) {
            return {};
        }
        if (done) {
            error_ = frames_.error();
            pointer_ = frames_.failed_at();
            return *error_;
        }
        error_ = std::move(done).error();
        if (error_->kind == ErrorKind::LimitExceeded) {
            pointer_ = frames_.pointer();
            error_->message.insert(0, place_of(pointer_));
        }
        return *error_;
    }

    const LiftOptions options_;
    LiftValues values_;
    LiftFrames frames_;
    JsonEvents events_;
    std::optional<TolerantJson> tolerant_;
    std::optional<Error> error_;
    std::string pointer_;
};

Lifter::Lifter(const Document& document, const RowHandler& handler, LiftOptions options)
    : implementation_(std::make_unique<Implementation>(document, handler, std::move(options))) {}
Lifter::~Lifter() = default;

Result<void> Lifter::write(std::string_view piece) {
    return implementation_->write(piece);
}

Result<void> Lifter::finish() {
    return implementation_->finish();
}

const std::string& Lifter::pointer() const {
    return implementation_->pointer();
}

Result<PartRows> lift(const Document& document, std::string_view json, const LiftOptions& options) {
    PartRows rows;
    for (const Part& part : document.parts) {
        rows.emplace_back(part.variables.size());
    }
    const RowHandler keep = [&rows](std::size_t part, std::span<const rdf::TermView> row) {
        rows[part].add(row);
        return Result<void>();
    };
    Lifter lifter(document, keep, options);
    if (Result<void> written = lifter.write(json); !written) {
        return std::move(written).error();
    }
    if (Result<void> finished = lifter.finish(); !finished) {
        return std::move(finished).error();
    }
    return rows;
}

Result<void> each_triple(const Part& part, std::span<const rdf::TermView> row, const rdf::QuadHandler& handler) {
    const TripleMaker maker(part, row);
    for (const pattern::TriplePattern& triple : part.pattern.triples) {
        const Result<rdf::QuadView> made = maker.make(triple);
        if (!made) {
            return made.error();
        }
        if (Result<void> done = handler(*made); !done) {
            return done;
        }
    }
    return {};
}

}  // namespace gridlore::mapping
