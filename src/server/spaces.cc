// SPDX-License-Identifier: Apache-2.0
#include "server/spaces.h"

#include <algorithm>
#include <filesystem>

#include "server/fixtures.h"

namespace magneto::internal::server {
namespace {

constexpr std::size_t kLongestName = 200;  // File systems allow 255.

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

/// As a part of a file's name. Two that differ stay different, also where case does not matter.
std::string as_file_name(std::string_view part) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string name;
  for (const char c : part) {
    if (is_plain(c) && !(c >= 'A' && c <= 'Z')) {
      name += c;
    } else if (is_plain(c)) {
      name += std::string("+") + static_cast<char>(c - 'A' + 'a');
    } else {
      const auto byte = static_cast<unsigned char>(c);
      name += std::string("%") + kDigits[byte >> 4] + kDigits[byte & 15];
    }
  }
  return name;
}

}  // namespace

Result<Separation> parse_separation(const std::vector<std::string>& words) {
  Separation separation;
  for (const std::string& word : words) {
    if (word == "region") {
      separation.region = true;
    } else if (word == "access-key") {
      separation.access_key = true;
    } else {
      return Error(ErrorCode::kInvalidArgument,
                   "--separate takes region and access-key, not " + word);
    }
  }
  return separation;
}

Result<SpaceName> space_name(const Separation& separation, std::string_view credential) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= credential.size();) {
    const std::size_t end = std::min(credential.find('/', at), credential.size());
    parts.push_back(credential.substr(at, end - at));
    at = end + 1;
  }
  SpaceName name;
  if (separation.access_key) {
    if (parts[0].empty()) {
      return Error(ErrorCode::kIncompleteSignature, "The credential has no access key.");
    }
    name.directory = as_file_name(parts[0]);
  }
  if (separation.region) {
    if (parts.size() < 3 || parts[2].empty() || !std::ranges::all_of(parts[2], is_plain)) {
      return Error(ErrorCode::kIncompleteSignature, "The credential is scoped to no region.");
    }
    name.region = parts[2];
    name.directory += (separation.access_key ? "_" : "") + as_file_name(name.region);
  }
  if (name.directory.size() > kLongestName) {
    return Error(ErrorCode::kIncompleteSignature, "The credential is too long.");
  }
  return name;
}

database::Database* Spaces::find(const SpaceName& name) const {
  const MutexLock lock(mutex_);
  const auto found = open_.find(name.directory);
  return found == open_.end() ? nullptr : found->second.get();
}

Result<database::Database*> Spaces::open(const SpaceName& name) {
  const MutexLock one(opening_);
  if (database::Database* found = find(name)) return found;
  std::vector<database::EngineMonitor::HealthListener> listeners;
  {
    const MutexLock lock(mutex_);
    if (open_.size() == most_) {
      return Error(ErrorCode::kLimitExceeded, "There are the tables of " + std::to_string(most_) +
                                                  " already that --separate keeps apart.");
    }
    listeners = listeners_;
  }
  database::Options options = options_;
  if (!options.directory.empty()) {
    const auto directory = std::filesystem::path(options.directory) / name.directory;
    std::error_code ignored;  // Opening says what is wrong.
    std::filesystem::create_directories(directory.parent_path(), ignored);
    options.directory = directory.string();
  }
  if (!name.region.empty()) options.region = name.region;
  MAGNETO_ASSIGN_OR_RETURN(auto opened, database::Database::open(std::move(options)));
  for (auto& listener : listeners) opened->engine().add_health_listener(listener);
  MAGNETO_RETURN_IF_ERROR(load_tables(*opened, tables_));
  const MutexLock lock(mutex_);
  return (open_[name.directory] = std::move(opened)).get();
}

void Spaces::for_each(FunctionRef<void(database::Database&)> look) const {
  const MutexLock lock(mutex_);
  for (const auto& [name, database] : open_) look(*database);
}

storage::EngineHealth Spaces::health() const {
  storage::EngineHealth worst;
  for_each([&](database::Database& database) {
    storage::EngineHealth health = database.engine().health();
    if (worst.writable && !health.writable) worst = std::move(health);
  });
  return worst;
}

void Spaces::add_health_listener(const database::EngineMonitor::HealthListener& listener) {
  const MutexLock one(opening_);
  const MutexLock lock(mutex_);
  listeners_.push_back(listener);
  for (const auto& [name, database] : open_) database->engine().add_health_listener(listener);
}

}  // namespace magneto::internal::server
