#include "adapter/rml/lift.h"

#include <map>
#include <utility>

#include "adapter/rml/distinct_quads.h"
#include "adapter/rml/first_error.h"
#include "adapter/rml/join.h"
#include "adapter/rml/term_maker.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rml {
namespace {

using Terms = std::vector<rdf::Term>;

struct CompiledPredicateObjectMap {
    std::vector<CompiledTermMap> predicates;
    std::vector<CompiledTermMap> objects;
    std::vector<CompiledTermMap> graphs;
    std::vector<Join> joins;
};

Result<std::vector<CompiledTermMap>> compile(const std::vector<TermMap>& maps, Records& records) {
    std::vector<CompiledTermMap> made;
    for (const TermMap& map : maps) {
        auto compiled = CompiledTermMap::make(map, records);
        if (!compiled) {
            return std::move(compiled).error();
        }
        made.push_back(*std::move(compiled));
    }
    return made;
}

Result<Terms> terms_of(const std::vector<CompiledTermMap>& maps, const Place& place) {
    Terms made;
    for (const CompiledTermMap& map : maps) {
        auto terms = map.terms(place);
        if (!terms) {
            return std::move(terms).error();
        }
        made.insert(made.end(), std::make_move_iterator(terms->begin()), std::make_move_iterator(terms->end()));
    }
    return made;
}

class Lifter {
  public:
    Lifter(const RmlDocument& document, const SourceResolver& resolve, const rdf::QuadHandler& handler,
           const LiftOptions& options)
        : document_(document),
          resolve_(resolve),
          options_(options),
          quads_([this, &handler](const rdf::QuadView& quad) {
              auto handled = handler(quad);
              handler_failed_ = !handled;
              return handled;
          }) {}
    Lifter(const Lifter&) = delete;
    Lifter& operator=(const Lifter&) = delete;

    Result<void> run() {
        for (number_ = 0; number_ < document_.triples_maps.size(); ++number_) {
            if (auto lifted = lift(document_.triples_maps[number_]); !lifted) {
                return handler_failed_ ? std::move(lifted) : Result<void>(in_triples_map(std::move(lifted).error()));
            }
        }
        return {};
    }

  private:
    Error in_triples_map(Error error) const {
        error.message = document_.triples_maps[number_].name + ": " + error.message;
        return error;
    }

    Result<Records*> open(const LogicalSource& source) {
        auto& opened = sources_[source];
        if (opened == nullptr) {
            const auto content = resolve_(source.file);
            if (!content) {
                return content.error();
            }
            auto records = open_records(source, *content);
            if (!records) {
                Error error = std::move(records).error();
                error.message = source.file + ": " + placed_message(error);
                error.position.reset();
                return error;
            }
            opened = *std::move(records);
        }
        return opened.get();
    }

    Result<void> lift(const TriplesMap& map) {
        const auto records = open(map.source);
        if (!records) {
            return records.error();
        }
        auto subject = CompiledTermMap::make(map.subject, **records);
        auto graphs = compile(map.graphs, **records);
        auto maps = compiled(map, **records);
        if (const Error* const error = first_error(subject, graphs, maps)) {
            return *error;
        }
        for (record_ = 0; record_ < (*records)->size(); ++record_) {
            auto lifted = lift_record(map, **records, *subject, *graphs, *maps);
            if (!lifted && !handler_failed_) {
                Error error = std::move(lifted).error();
                error.message =
                    "record " + std::to_string(record_ + 1) + " of " + map.source.file + ": " + error.message;
                return error;
            }
            if (!lifted) {
                return lifted;
            }
        }
        return {};
    }

    Result<std::vector<CompiledPredicateObjectMap>> compiled(const TriplesMap& map, Records& records) {
        std::vector<CompiledPredicateObjectMap> made;
        for (const PredicateObjectMap& part : map.predicate_objects) {
            auto predicates = compile(part.predicates, records);
            auto objects = compile(part.objects, records);
            auto graphs = compile(part.graphs, records);
            if (const Error* const error = first_error(predicates, objects, graphs)) {
                return *error;
            }
            auto& done = made.emplace_back(
                CompiledPredicateObjectMap{*std::move(predicates), *std::move(objects), *std::move(graphs), {}});
            for (const ReferencingObjectMap& reference : part.references) {
                auto join = compiled(reference, records);
                if (!join) {
                    return std::move(join).error();
                }
                done.joins.push_back(*std::move(join));
            }
        }
        return made;
    }

    Result<Join> compiled(const ReferencingObjectMap& reference, Records& records) {
        const TriplesMap& parent = document_.triples_maps[reference.parent];
        const auto parent_records = open(parent.source);
        if (!parent_records) {
            return parent_records.error();
        }
        return Join::make(reference, parent.subject, records, **parent_records);
    }

    Place place_of(std::size_t map, std::size_t record, Records& records) const {
        const std::string& own = document_.triples_maps[map].base;
        return {map, record, records, own.empty() ? options_.base : own, left_out_};
    }

    Result<void> lift_record(const TriplesMap& map, Records& records, const CompiledTermMap& subject_map,
                             const std::vector<CompiledTermMap>& graph_maps,
                             const std::vector<CompiledPredicateObjectMap>& parts) {
        const Place place = place_of(number_, record_, records);
        const auto subjects = subject_map.terms(place);
        const auto graphs = terms_of(graph_maps, place);
        if (const Error* const error = first_error(subjects, graphs)) {
            return *error;
        }
        // A graph map that makes no graph is not the same as none: its triples have no place to go to.
        if (!graphs->empty() || map.graphs.empty()) {
            const Terms predicate{rdf::Term::iri(std::string(rdf::rdf_type))};
            if (auto added = add(*subjects, predicate, map.classes, *graphs); !added) {
                return added;
            }
        }
        for (const CompiledPredicateObjectMap& part : parts) {
            if (auto added = lift_part(place, *subjects, *graphs, map.graphs.empty(), part); !added) {
                return added;
            }
        }
        return {};
    }

    Result<void> lift_part(const Place& place, const Terms& subjects, Terms graphs, bool has_no_graph_map,
                           const CompiledPredicateObjectMap& part) {
        const auto predicates = terms_of(part.predicates, place);
        auto objects = terms_of(part.objects, place);
        const auto own_graphs = terms_of(part.graphs, place);
        if (const Error* const error = first_error(predicates, objects, own_graphs)) {
            return *error;
        }
        for (const Join& join : part.joins) {
            if (auto joined = append_parents(place, join, *objects); !joined) {
                return joined;
            }
        }
        graphs.insert(graphs.end(), own_graphs->begin(), own_graphs->end());
        if (graphs.empty() && !(has_no_graph_map && part.graphs.empty())) {
            return {};
        }
        return add(subjects, *predicates, *objects, graphs);
    }

    Result<void> append_parents(const Place& place, const Join& join, Terms& objects) {
        const auto matched = join.matching(place.records, place.record);
        if (!matched) {
            return matched.error();
        }
        for (const std::size_t record : *matched) {
            auto terms = join.parent_subject().terms(place_of(join.parent(), record, join.parent_records()));
            if (!terms) {
                return std::move(terms).error();
            }
            objects.insert(objects.end(), terms->begin(), terms->end());
        }
        return {};
    }

    /// No graphs: the default graph.
    Result<void> add(const Terms& subjects, const Terms& predicates, const Terms& objects, const Terms& graphs) {
        for (const rdf::Term& subject : subjects) {
            for (const rdf::Term& predicate : predicates) {
                for (const rdf::Term& object : objects) {
                    if (auto added = add(subject, predicate, object, graphs); !added) {
                        return added;
                    }
                }
            }
        }
        return {};
    }

    Result<void> add(const rdf::Term& subject, const rdf::Term& predicate, const rdf::Term& object,
                     const Terms& graphs) {
        if (graphs.empty()) {
            return quads_.add(subject, predicate, object, nullptr);
        }
        for (const rdf::Term& graph : graphs) {
            const bool is_default = graph.is_iri() && graph.text == default_graph;
            if (auto added = quads_.add(subject, predicate, object, is_default ? nullptr : &graph); !added) {
                return added;
            }
        }
        return {};
    }

    void tell_left_out(const std::string& message) const {
        if (options_.left_out) {
            const TriplesMap& map = document_.triples_maps[number_];
            options_.left_out(map.name + ": record " + std::to_string(record_ + 1) + " of " + map.source.file + ": " +
                              message);
        }
    }

    const RmlDocument& document_;
    const SourceResolver& resolve_;
    const LiftOptions& options_;
    bool handler_failed_ = false;
    DistinctQuads quads_;
    std::function<void(const std::string&)> left_out_ = [this](const std::string& message) { tell_left_out(message); };
    std::map<LogicalSource, std::unique_ptr<Records>> sources_;
    std::size_t number_ = 0;  ///< the triples map that is lifted
    std::size_t record_ = 0;
};

}  // namespace

Result<void> lift(const RmlDocument& document, const SourceResolver& resolve, const rdf::QuadHandler& handler,
                  const LiftOptions& options) {
    return Lifter(document, resolve, handler, options).run();
}

}  // namespace gridlore::rml
