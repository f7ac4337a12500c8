/// The IRIs that the engine itself speaks of.
#pragma once

#include <string_view>

namespace gridlore::rdf {

inline constexpr std::string_view rdf_ns = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
inline constexpr std::string_view rdfs_ns = "http://www.w3.org/2000/01/rdf-schema#";
inline constexpr std::string_view owl_ns = "http://www.w3.org/2002/07/owl#";
inline constexpr std::string_view xsd_ns = "http://www.w3.org/2001/XMLSchema#";
inline constexpr std::string_view ke_ns = "https://w3id.org/knowledge-engine/";

inline constexpr std::string_view rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
inline constexpr std::string_view rdf_lang_string = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
inline constexpr std::string_view xsd_string = "http://www.w3.org/2001/XMLSchema#string";
inline constexpr std::string_view xsd_boolean = "http://www.w3.org/2001/XMLSchema#boolean";
inline constexpr std::string_view xsd_integer = "http://www.w3.org/2001/XMLSchema#integer";
inline constexpr std::string_view xsd_decimal = "http://www.w3.org/2001/XMLSchema#decimal";
inline constexpr std::string_view xsd_double = "http://www.w3.org/2001/XMLSchema#double";
inline constexpr std::string_view xsd_float = "http://www.w3.org/2001/XMLSchema#float";
inline constexpr std::string_view xsd_int = "http://www.w3.org/2001/XMLSchema#int";
inline constexpr std::string_view xsd_date_time = "http://www.w3.org/2001/XMLSchema#dateTime";

}  // namespace gridlore::rdf
