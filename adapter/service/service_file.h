/// The services' file, `services.yaml` of a folder of mappings (docs/operator.md), or the section `services` of a
/// document: where remote services and databases are, and how patient we are with them. Pure functions; safe from any
/// thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/problem.h"
#include "adapter/mapping/read/yaml_tree.h"
#include "adapter/service/bind.h"

namespace gridlore::service {

using ServicesByName = std::map<std::string, ServiceSettings, std::less<>>;

/// A file that a service's settings name: the certificates that are trusted for it.
struct AuthoritiesFile {
    std::string service;
    std::string path;  ///< as it is written: absolute, or relative to the file that names it
    TextPosition position;
};

struct ReadServices {
    ServicesByName services;
    std::vector<AuthoritiesFile> authorities;  ///< of these services; whoever knows the files reads them
    std::vector<mapping::Problem> problems;
};

/// A map from names to settings. What is wrong is in the problems; such a service is left out.
ReadServices read_services(std::string_view text);
/// The same of what has been read as YAML.
ReadServices read_services(const mapping::YamlNode& section);

}  // namespace gridlore::service
