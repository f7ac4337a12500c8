#include "adapter/service/service_file.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <utility>

#include "adapter/service/member_reader.h"
#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::service {
namespace {

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 100 && std::ranges::all_of(text, [](char c) {
        return rdf::is_ascii_letter(c) || rdf::is_ascii_digit(c) || c == '-';
    });
}

template <typename Field, typename Value>
void set(Field& field, const Value& value) {
    if (value) {
        field = static_cast<Field>(*value);
    }
}

bool is_https(const std::string& address) {
    const auto url = boost::urls::parse_uri(address);
    return url && url->scheme_id() == boost::urls::scheme::https;
}

void read_authorities(MemberReader& reader, const ServiceSettings& service, std::vector<AuthoritiesFile>& authorities) {
    const mapping::YamlNode* const node = reader.node("certificate-authorities");
    if (node == nullptr || service.is_off) {
        return;
    }
    if (!node->is_text() || node->value.text.empty()) {
        reader.problem(node->position, "`certificate-authorities` is the name of a file; found " + describe(*node));
    } else if (!is_https(service.address)) {
        reader.problem(node->position, "`certificate-authorities` is for an address of the form `https://…`.");
    } else {
        authorities.push_back({service.name, node->value.text, node->position});
    }
}

void read_service(const mapping::YamlNode& node, ServiceSettings& service, std::vector<AuthoritiesFile>& authorities,
                  Problems& problems) {
    service.is_off = node.is_text() && node.value.text == "none";
    if (service.is_off) {
        return;
    }
    MemberReader reader(node, "a service", problems);
    set(service.title, reader.text("title"));
    set(service.address, reader.text("address"));
    service.is_off = service.address == "none";
    read_authorities(reader, service, authorities);
    if (const auto credentials = reader.text("credentials")) {
        service.credentials = *credentials;
        if (!is_name(*credentials)) {
            reader.problem(node.position,
                           "`credentials` is the name of a secret, of letters, digits and `-`, and not the secret "
                           "itself.");
        }
    }
    set(service.timeout, reader.duration("timeout"));
    set(service.attempts, reader.count("attempts"));
    set(service.back_off, reader.duration("back-off"));
    set(service.at_once, reader.count("at-once"));
    set(service.failures_to_open, reader.count("failures-to-open"));
    set(service.open_for, reader.duration("open-for"));
    set(service.response_limit, reader.size("response-limit"));
    set(service.is_tolerant, reader.boolean("tolerant"));
    if (service.address.empty()) {
        reader.problem(node.position,
                       "A service has an `address`: `https://host:port/path`, `http://…`, or where the database is.");
    }
    if (service.at_once > 256) {
        reader.problem(node.position, "`at-once` is at most 256: each of them is a thread.");
    }
    if (service.attempts > 10) {
        reader.problem(node.position, "`attempts` is at most 10.");
    }
    reader.finish();
}

}  // namespace

ReadServices read_services(std::string_view text) {
    ReadServices read;
    const auto tree = mapping::read_yaml(text);
    if (!tree) {
        read.problems.push_back({tree.error().position.value_or(TextPosition{1, 1}), "", tree.error().message});
        return read;
    }
    read = read_services(tree->root);
    read.problems.insert(read.problems.begin(), tree->problems.begin(), tree->problems.end());
    return read;
}

ReadServices read_services(const mapping::YamlNode& section) {
    ReadServices read;
    if (section.is_null()) {
        return read;
    }
    if (!section.is_map()) {
        read.problems.push_back(
            {section.position, "", "Services stand here by name, as in `name: { address: http://… }`."});
        return read;
    }
    for (const mapping::YamlNode& member : section.children) {
        ServiceSettings service;
        service.name = member.key.text;
        const std::size_t before = read.problems.size();
        if (!is_name(service.name)) {
            read.problems.push_back(
                {member.key.position, "",
                 "'" + service.name + "' is no name of a service: it has letters, digits and `-`."});
        }
        read_service(member, service, read.authorities, read.problems);
        if (read.problems.size() == before) {
            read.services.emplace(service.name, std::move(service));
        }
    }
    std::erase_if(read.authorities, [&](const AuthoritiesFile& file) { return !read.services.contains(file.service); });
    return read;
}

}  // namespace gridlore::service
