/// `/graphs` without `graph` and `default`: all graphs at once, in a syntax that has graphs. And what the two kinds of
/// endpoints of `/graphs` share. Private to this folder.
#pragma once

#include <optional>
#include <string_view>

#include "adapter/http/http.h"
#include "adapter/sparql/problem.h"
#include "adapter/sparql/services.h"
#include "knowledge-engine/rdf/document_reader.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::sparql {

/// True if the request names no graph, well-formed or not.
bool is_whole_store(const http::Request& request);
/// What the request's body is, if that can have graphs of its own.
std::optional<rdf::Syntax> syntax_with_graphs(const http::Request& request);

/// GET and HEAD: N-Quads or TriG. On the executor.
void send_store(Services& services, Task& task);
/// POST: adds a document's quads, each to the graph that it names, as one change. The response says how many were read,
/// and how many of them are new. Precondition: it has a syntax with graphs. On the executor.
void load_store(Services& services, Task& task);

/// `text` in pieces, between which it is seen whether the request was cancelled.
rdf::ByteSource cancellable_source(std::string_view text, CancelFlag cancelled);
/// HEAD: what GET would say, without making the body only to know its length.
http::Response without_body(http::Response head);
/// A document that is read while it is stored: what has a place in it is the document's fault, as if it were read
/// first.
Stage stage_of(const Error& error);

}  // namespace gridlore::sparql
