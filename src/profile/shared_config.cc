// SPDX-License-Identifier: Apache-2.0
#include "profile/shared_config.h"

#include <sys/stat.h>

#include <fstream>

#include "profile/words.h"

namespace magneto::internal::profile {
namespace {

/// Nothing when there is no such file.
Result<std::optional<std::string>> read_file(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
    return std::optional<std::string>();
  std::ifstream file;
  file.rdbuf()->pubsetbuf(nullptr, 0);
  file.open(path, std::ios::binary);
  // Read at once: text that grows leaves copies of keys behind.
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  file.read(text.data(), status.st_size);
  if (!file.good() && !file.eof()) return Error(ErrorCode::kIo, "cannot read " + path);
  text.resize(static_cast<std::size_t>(file.gcount()));
  return std::optional<std::string>(std::move(text));
}

Error cannot_parse(const std::string& path, const Error& why) {
  return Error(ErrorCode::kInvalidArgument, "cannot parse " + path + ": " + why.message());
}

/// The name in a header of two words: "profile NAME".
std::optional<std::string> second_word(std::string_view header) {
  auto words = split_words(header);
  if (!words || words->size() != 2) return std::nullopt;
  return std::move((*words)[1]);
}

}  // namespace

Result<SharedConfig> SharedConfig::load(const Environment& environment) {
  SharedConfig config;
  if (auto path = environment.find("AWS_CONFIG_FILE")) config.config_path_ = *path;
  if (auto path = environment.find("AWS_SHARED_CREDENTIALS_FILE")) config.credentials_path_ = *path;
  MAGNETO_ASSIGN_OR_RETURN(auto config_text,
                           read_file(expand_path(config.config_path_, environment)));
  MAGNETO_ASSIGN_OR_RETURN(auto credentials_text,
                           read_file(expand_path(config.credentials_path_, environment)));
  Result<void> read;
  if (config_text) read = config.add_config(*config_text);
  if (credentials_text && read.ok()) read = config.add_credentials(*credentials_text);
  for (auto* const text : {&config_text, &credentials_text}) {
    if (*text) wipe(**text);
  }
  MAGNETO_RETURN_IF_ERROR(read);
  return config;
}

Result<SharedConfig> SharedConfig::parse(std::string_view config, std::string_view credentials) {
  SharedConfig parsed;
  MAGNETO_RETURN_IF_ERROR(parsed.add_config(config));
  MAGNETO_RETURN_IF_ERROR(parsed.add_credentials(credentials));
  return parsed;
}

Result<void> SharedConfig::add_config(std::string_view text) {
  auto sections = parse_ini(text);
  if (!sections.ok()) return cannot_parse(config_path_, sections.error());
  for (Section& section : *sections) {
    Sections* kind = section.name.starts_with("profile")       ? &config_
                     : section.name.starts_with("sso-session") ? &sso_sessions_
                     : section.name.starts_with("services")    ? &services_
                                                               : nullptr;
    if (section.name == "default") {
      config_.insert_or_assign("default", std::move(section.settings));
    } else if (kind) {
      if (auto name = second_word(section.name))
        kind->insert_or_assign(std::move(*name), std::move(section.settings));
    }
  }
  profiles_ = config_;
  return {};
}

Result<void> SharedConfig::add_credentials(std::string_view text) {
  auto sections = parse_ini(text);
  if (!sections.ok()) return cannot_parse(credentials_path_, sections.error());
  for (Section& section : *sections) {
    Settings& profile = profiles_[section.name];
    for (const auto& [key, setting] : section.settings) profile.insert_or_assign(key, setting);
    credentials_.insert_or_assign(section.name, std::move(section.settings));
  }
  return {};
}

Error SharedConfig::no_such_profile(std::string_view name) const {
  std::string names;
  for (const auto& [known, settings] : profiles_) {
    names += names.empty() ? "; there are: " : ", ";
    names += known;
  }
  return Error(ErrorCode::kInvalidArgument, "there is no profile '" + std::string(name) + "' in " +
                                                config_path_ + " or " + credentials_path_ + names);
}

std::optional<std::string> profile_name(const Environment& environment) {
  for (const char* variable : {"AWS_DEFAULT_PROFILE", "AWS_PROFILE"})
    if (std::string name = environment.get(variable); !name.empty()) return name;
  return std::nullopt;
}

std::string ca_bundle(const Environment& environment, const Settings* settings) {
  if (std::string file = environment.get("AWS_CA_BUNDLE"); !file.empty()) return file;
  const std::string* configured = settings ? find_text(*settings, "ca_bundle") : nullptr;
  if (configured && !configured->empty()) return expand_path(*configured, environment);
  return environment.get("REQUESTS_CA_BUNDLE");
}

}  // namespace magneto::internal::profile
