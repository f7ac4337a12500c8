#include "adapter/rest-api/registrations.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "adapter/rest-api/json/registration_json.h"
#include "knowledge-engine/exchange/exchange.h"

namespace gridlore::rest_api {

/// A record's key and value, taken apart.
struct ReadRecord {
    std::string_view kind;
    std::uint64_t knowledge_base = 0;
    std::uint64_t interaction = 0;
    std::string_view id;  ///< of an interaction
    std::string_view content;
};

namespace {

/// What comes behind the prefix; then a knowledge base's number, and of an interaction its own.
constexpr std::string_view knowledge_base_key = "kb/";
constexpr std::string_view interaction_key = "ki/";
constexpr std::string_view rules_key = "rules/";
/// The first line of each record: this, and of an interaction its id behind a space.
constexpr std::string_view version = "1";
constexpr std::size_t record_depth = 1000;
constexpr std::size_t digits = 16;

/// So that keys are in the order of numbers.
std::string padded(std::uint64_t number) {
    std::string text(digits, '0');
    for (std::size_t i = digits; i-- > 0; number >>= 4) {
        text[i] = "0123456789abcdef"[number & 15];
    }
    return text;
}

std::string key_of(std::string_view kind, std::uint64_t knowledge_base) {
    return std::string(registrations_prefix) + std::string(kind) + padded(knowledge_base);
}

std::string key_of(std::uint64_t knowledge_base, std::uint64_t interaction) {
    return key_of(interaction_key, knowledge_base) + "/" + padded(interaction);
}

std::string record(std::string_view first_line, std::string_view content) {
    return std::string(first_line) + "\n" + std::string(content);
}

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
    return text.size() == digits && error == std::errc() && end == text.data() + digits ? std::optional(number)
                                                                                        : std::nullopt;
}

/// Kind and numbers.
std::optional<ReadRecord> read_key(std::string_view key) {
    ReadRecord read;
    if (!key.starts_with(registrations_prefix)) {
        return std::nullopt;
    }
    key.remove_prefix(registrations_prefix.size());
    for (const std::string_view kind : {knowledge_base_key, interaction_key, rules_key}) {
        read.kind = key.starts_with(kind) ? kind : read.kind;
    }
    key.remove_prefix(read.kind.size());
    const auto knowledge_base = number_in(key.substr(0, digits));
    const bool has_interaction = read.kind == interaction_key;
    const auto interaction = has_interaction && key.size() > digits ? number_in(key.substr(digits + 1)) : std::nullopt;
    if (read.kind.empty() || !knowledge_base || has_interaction != interaction.has_value()) {
        return std::nullopt;
    }
    read.knowledge_base = *knowledge_base;
    read.interaction = interaction.value_or(0);
    return read;
}

/// Id and content; false if it is not of this version.
bool read_value(std::string_view value, ReadRecord& read) {
    const auto line_end = value.find('\n');
    std::string_view line = value.substr(0, line_end);
    if (line_end == std::string_view::npos || !line.starts_with(version)) {
        return false;
    }
    line.remove_prefix(version.size());
    const bool has_interaction = read.kind == interaction_key;
    if (line.empty() == has_interaction || (has_interaction && line.front() != ' ')) {
        return false;
    }
    read.id = line.empty() ? line : line.substr(1);
    read.content = value.substr(line_end + 1);
    return true;
}

Error unreadable(const Record& record, const std::string& why) {
    return invalid_input("the store's record '" + record.first + "' of a registration cannot be read: " + why);
}

Error not_kept(const Error& error) {
    return {ErrorKind::Unavailable, "The registration could not be kept: " + error.message};
}

Result<exchange::KnowledgeBaseDescription> read_description(std::string_view content) {
    return parse_json(content, {record_depth}).and_then([](const JsonValue& json) {
        return read_knowledge_base(json, 2);
    });
}

Result<exchange::InteractionSpec> read_spec(std::string_view content) {
    return parse_json(content, {record_depth}).and_then([](const JsonValue& json) { return read_interaction(json); });
}

}  // namespace

void KeptKnowledgeBase::submit(RecordChange record, Kept follow_up) {
    auto done = [self = shared_from_this(), follow_up = std::move(follow_up)](Result<void> result) mutable {
        self->follow_ups_->add([follow_up = std::move(follow_up), result = std::move(result)] { follow_up(result); });
    };
    records_.submit(std::move(record), std::move(done));
}

void KeptKnowledgeBase::submit(RecordChange record, Change change, Kept kept) {
    submit(std::move(record), [change = std::move(change), kept = std::move(kept)](const Result<void>& done) {
        kept(done ? change() : not_kept(done.error()));
    });
}

Result<void> KeptKnowledgeBase::take_back(const std::string& key) {
    records_.submit({.remove = {key}, .put = {}}, [](const Result<void>&) {});  // If it stays, it belongs to nobody.
    return exchange::unknown_knowledge_base();
}

bool KeptKnowledgeBase::is_gone() {
    const std::lock_guard lock(mutex_);
    return is_gone_;
}

std::optional<std::uint64_t> KeptKnowledgeBase::number_of(const std::string& interaction) {
    const std::lock_guard lock(mutex_);
    const auto known = interactions_.find(interaction);
    return known == interactions_.end() ? std::nullopt : std::optional(known->second);
}

void KeptKnowledgeBase::add_interaction(std::string_view body, const std::function<Result<std::string>()>& add,
                                        std::function<void()> undo, Kept kept) {
    auto id = add();
    if (!id) {
        return kept(std::move(id).error());
    }
    std::uint64_t number = 0;
    {
        const std::lock_guard lock(mutex_);
        number = ++last_interaction_;
    }
    std::string key = key_of(number_, number);
    std::string value = record(std::string(version) + " " + *id, body);
    auto follow_up = [self = shared_from_this(), id = std::move(*id), number, key, undo = std::move(undo),
                      kept = std::move(kept)](const Result<void>& result) {
        if (!result) {
            undo();
            return kept(not_kept(result.error()));
        }
        bool is_gone = false;
        {
            const std::lock_guard lock(self->mutex_);
            is_gone = self->is_gone_;
            self->interactions_[id] = number;
        }
        kept(is_gone ? self->take_back(key) : Result<void>());
    };
    submit({.remove = {}, .put = {{std::move(key), std::move(value)}}}, std::move(follow_up));
}

void KeptKnowledgeBase::remove_interaction(const std::string& id, Change change, Kept kept) {
    const auto number = number_of(id);
    if (!number) {
        return kept(exchange::unknown_interaction());
    }
    auto remove = [self = shared_from_this(), id, change = std::move(change)]() -> Result<void> {
        {
            const std::lock_guard lock(self->mutex_);
            if (self->interactions_.erase(id) == 0) {
                return exchange::unknown_interaction();
            }
        }
        return change();
    };
    submit({.remove = {key_of(number_, *number)}, .put = {}}, std::move(remove), std::move(kept));
}

void KeptKnowledgeBase::set_rules(std::string_view text, Change change, Kept kept) {
    std::string key = key_of(rules_key, number_);
    auto set = [self = shared_from_this(), key, change = std::move(change)] {
        return self->is_gone() ? self->take_back(key) : change();
    };
    submit({.remove = {}, .put = {{std::move(key), record(version, text)}}}, std::move(set), std::move(kept));
}

void KeptKnowledgeBase::remove(Change change, Kept kept) {
    auto remove = [self = shared_from_this(), change = std::move(change)]() -> Result<void> {
        {
            const std::lock_guard lock(self->mutex_);
            if (std::exchange(self->is_gone_, true)) {
                return exchange::unknown_knowledge_base();
            }
        }
        return change();
    };
    submit(
        {.remove = {key_of(knowledge_base_key, number_), key_of(interaction_key, number_), key_of(rules_key, number_)},
         .put = {}},
        std::move(remove), std::move(kept));
}

std::shared_ptr<KeptKnowledgeBase> Registrations::make(const exchange::KnowledgeBaseDescription& description) {
    return records_ == nullptr || description.lease
               ? nullptr
               : std::make_shared<KeptKnowledgeBase>(*records_, ++last_, executor_);
}

void Registrations::put(KeptKnowledgeBase& made, const exchange::KnowledgeBaseDescription& description,
                        std::function<void()> publish, std::function<void()> undo, Kept kept) {
    std::string content;
    append_knowledge_base(content, description);
    made.submit(
        {.remove = {}, .put = {{key_of(knowledge_base_key, made.number_), record(version, content)}}},
        [publish = std::move(publish), undo = std::move(undo), kept = std::move(kept)](const Result<void>& done) {
            (done ? publish : undo)();
            kept(done ? Result<void>() : not_kept(done.error()));
        });
}

Result<void> Registrations::restore_one(const ReadRecord& read, Restorable& found) const {
    const auto owner = found.find(read.knowledge_base);
    if (read.kind == knowledge_base_key) {
        auto description = read_description(read.content);
        if (!description) {
            return std::move(description).error();
        }
        RestoredKnowledgeBase& restored = found[read.knowledge_base];
        restored.description = std::move(*description);
        restored.kept = std::make_shared<KeptKnowledgeBase>(*records_, read.knowledge_base, executor_);
    } else if (owner == found.end()) {
        return {};  // Its knowledge base was removed while it was being registered, or cannot be read.
    } else if (read.kind == interaction_key) {
        KeptKnowledgeBase& kept = *owner->second.kept;
        kept.last_interaction_ = std::max(kept.last_interaction_, read.interaction);
        auto spec = read_spec(read.content);
        if (!spec) {
            return std::move(spec).error();
        }
        kept.interactions_[std::string(read.id)] = read.interaction;
        owner->second.interactions.push_back({std::string(read.id), std::move(*spec)});
    } else {
        auto rules = exchange::parse_rules(read.content);
        if (!rules) {
            return std::move(rules).error();
        }
        owner->second.rules = std::move(*rules);
    }
    return {};
}

Restored Registrations::restore(const std::vector<Record>& records) {
    // In the order of keys: all knowledge bases come before what belongs to them.
    Restored restored;
    Restorable found;
    for (const Record& one : records) {
        auto read = read_key(one.first);
        if (read) {  // also of what cannot be read: nobody else may have its number
            last_ = std::max<std::uint64_t>(last_, read->knowledge_base);
        }
        if (!read || !read_value(one.second, *read)) {
            restored.unreadable.push_back(unreadable(one, "it is not of this version"));
        } else if (const auto done = restore_one(*read, found); !done) {
            restored.unreadable.push_back(unreadable(one, done.error().message));
        }
    }
    restored.knowledge_bases.reserve(found.size());
    for (auto& [number, knowledge_base] : found) {
        restored.knowledge_bases.push_back(std::move(knowledge_base));
    }
    return restored;
}

}  // namespace gridlore::rest_api
