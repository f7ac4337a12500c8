#include "adapter/main/configuration/file.h"

#include <yaml-cpp/yaml.h>

#include <fstream>
#include <set>
#include <sstream>

#include "adapter/main/configuration/setting.h"
#include "knowledge-engine/base/nearest_name.h"

namespace gridlore::configuration {
namespace {

std::string unknown_name(const std::string& name) {
    std::vector<std::string> names;
    for (const Setting& setting : settings()) {
        names.emplace_back(setting.name);
    }
    const auto nearest = nearest_name(name, names);
    return "there is no setting '" + name + "'" + (nearest ? ": did you mean '" + *nearest + "'?" : "");
}

class Reader {
  public:
    Reader(const std::filesystem::path& file, FileContent& content) : file_(file), content_(content) {}

    void read(const YAML::Node& document) {
        if (document.IsNull()) {
            return;  // a file of comments only
        }
        if (!document.IsMap()) {
            problem(document.Mark(), "expected lines of the form 'name: value'");
            return;
        }
        for (const auto& entry : document) {
            read_entry(entry.first, entry.second);
        }
    }

    void problem(const YAML::Mark& mark, const std::string& message) {
        content_.problems.push_back(place(mark) + ": " + message);
    }

  private:
    /// Marks count from 0; a null mark (an empty document) is the start.
    std::string place(const YAML::Mark& mark) const {
        return file_.string() + ":" + std::to_string((mark.is_null() ? 0 : mark.line) + 1);
    }

    void read_entry(const YAML::Node& key, const YAML::Node& value) {
        if (!key.IsScalar()) {
            problem(key.Mark(), "expected the name of a setting");
            return;
        }
        const Setting* setting = find_setting(key.Scalar());
        if (setting == nullptr) {
            problem(key.Mark(), unknown_name(key.Scalar()));
            return;
        }
        if (!seen_.insert(key.Scalar()).second) {
            problem(key.Mark(), "'" + key.Scalar() + "' stands here a second time");
            return;
        }
        read_value(*setting, key, value);
    }

    void read_value(const Setting& setting, const YAML::Node& key, const YAML::Node& value) {
        const bool is_of_files = takes_files(setting);
        std::vector<std::string> texts;
        if (value.IsScalar()) {
            texts.push_back(value.Scalar());
        } else if (value.IsSequence() && is_of_files && all_scalars(value)) {
            texts = value.as<std::vector<std::string>>();
        } else {
            problem(key.Mark(), "'" + std::string(setting.name) + "' needs " +
                                    (is_of_files ? "a file or a list of files" : "one value: " + setting.values));
            return;
        }
        if (is_of_files) {
            for (std::string& text : texts) {
                text = (file_.parent_path() / text).string();
            }
        }
        content_.settings.push_back({std::string(setting.name), std::move(texts), place(key.Mark())});
    }

    static bool all_scalars(const YAML::Node& list) {
        for (const auto& element : list) {
            if (!element.IsScalar()) {
                return false;
            }
        }
        return true;
    }

    const std::filesystem::path& file_;
    FileContent& content_;
    std::set<std::string> seen_;
};

}  // namespace

FileContent read_file(const std::filesystem::path& file) {
    FileContent content;
    std::ifstream stream(file);
    std::stringstream text;
    if (!std::filesystem::is_regular_file(file) || !stream || !(text << stream.rdbuf() || text.str().empty())) {
        content.problems.push_back(file.string() + ": there is no such file, or it cannot be read");
        return content;
    }
    Reader reader(file, content);
    try {
        reader.read(YAML::Load(text.str()));
    } catch (const YAML::Exception& error) {
        reader.problem(error.mark, error.msg);
    }
    return content;
}

}  // namespace gridlore::configuration
