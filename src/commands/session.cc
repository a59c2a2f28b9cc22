// SPDX-License-Identifier: Apache-2.0
#include "commands/session.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <utility>

#include "commands/exit_status.h"
#include "commands/network.h"
#include "profile/shared_config.h"

namespace magneto::internal::commands {
namespace {

using magneto::ErrorCode;

constexpr const char* kLocalEndpoint = "http://localhost:8000";

/// "http://host:8000/path" -> "host".
std::string_view host_of(std::string_view endpoint) {
  if (const auto scheme = endpoint.find("://"); scheme != std::string_view::npos) {
    endpoint.remove_prefix(scheme + 3);
  }
  endpoint = endpoint.substr(0, endpoint.find('/'));
  if (endpoint.starts_with('[')) return endpoint.substr(1, endpoint.find(']') - 1);
  return endpoint.substr(0, endpoint.find(':'));
}

ClientOptions client_options(const Options& options) {
  ClientOptions made{.region = options.region, .endpoint = options.endpoint};
  made.profile = options.profile;
  if (options.client_limits && (options.rate_read || options.rate_write)) {
    made.rate = FixedRate{.rcu = options.rate_read, .wcu = options.rate_write};
  }
  if (made.endpoint == "local") made.endpoint = kLocalEndpoint;
  Network network = network_of(options.profile);
  made.proxy = std::move(network.proxy);
  made.tls = std::move(network.tls);
  return made;
}

/// A profile that is not there is a mistake of the command line, told before anything is done.
magneto::Result<void> check_profile(const std::string& name) {
  if (name.empty()) return {};
  const auto config = profile::SharedConfig::load(profile::Environment::of_process());
  if (!config.ok() || config->profile(name) != nullptr) return {};
  return magneto::Error(ErrorCode::kInvalidArgument, config->no_such_profile(name).message());
}

magneto::Result<Database> open_directory(const std::string& directory) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(directory, ignored)) {
    return magneto::Error(ErrorCode::kAbsent, "there is no data directory " + directory +
                                                  "; `magneto serve --data " + directory +
                                                  "` makes one");
  }
  DatabaseOptions options;
  options.directory = directory;
  magneto::Result<Database> opened = Database::open(std::move(options));
  // The command line is understood; the directory is as it is.
  if (!opened) {
    return magneto::Error(
        ErrorCode::kOther,
        opened.error().message() + " (a server that uses it is reached by --endpoint)");
  }
  return opened;
}

}  // namespace

bool is_local(std::string_view endpoint) {
  if (endpoint.starts_with("unix:") || endpoint == "local") return true;
  const std::string_view host = host_of(endpoint);
  return host == "localhost" || host == "::1" || host.starts_with("127.") ||
         host.ends_with(".localhost");
}

void Session::set_options(Options options) {
  // The connection stays, unless other rates hold for it.
  const auto rates = [](const Options& of) {
    return of.client_limits ? std::pair(of.rate_read, of.rate_write)
                            : std::pair<std::optional<double>, std::optional<double>>();
  };
  if (rates(options) != rates(options_)) client_.reset();
  options.profile = options_.profile;
  options.region = options_.region;
  options.endpoint = options_.endpoint;
  options.data = options_.data;
  options_ = std::move(options);
}

magneto::Result<Client> Session::open() {
  magneto::Result<void> profile = check_profile(options_.profile);
  if (!profile) return profile.error();
  if (options_.data.empty()) {
    Client client(client_options(options_));
    local_ = is_local(client.endpoint());
    return client;
  }
  if (!options_.endpoint.empty()) {
    return magneto::Error(ErrorCode::kInvalidArgument, "--data and --endpoint exclude each other");
  }
  if (!database_) {
    magneto::Result<Database> opened = open_directory(options_.data);
    if (!opened) return opened.error();
    database_ = std::move(*opened);
  }
  local_ = true;
  ClientOptions above = client_options(options_);
  return database_->client(std::move(above));
}

void Session::stop_at_signals() {
  if (cancellation_.can_be_cancelled()) return;
  interrupts_.emplace();
  cancellation_ = interrupts_->cancellation();
}

int Session::stopped_status() const {
  return interrupts_ && interrupts_->happened() ? interrupts_->status() : kSuccess;
}

magneto::Result<Client> Session::client() {
  if (client_) return *client_;
  magneto::Result<Client> opened = open();
  if (opened) client_ = *opened;
  return opened;
}

magneto::Result<Place> Session::place_of(const Options& options) {
  const bool elsewhere = !options.endpoint.empty() || !options.profile.empty() ||
                         !options.region.empty() || !options.data.empty();
  // One directory is one database: it cannot be opened twice.
  if (!elsewhere || (!options.data.empty() && options.data == options_.data)) {
    magneto::Result<Client> same = client();
    if (!same) return same.error();
    return Place{*same, local_, where()};
  }
  magneto::Result<void> profile = check_profile(options.profile);
  if (!profile) return profile.error();
  Options other = options_;
  if (!options.data.empty()) {
    magneto::Result<Database> opened = open_directory(options.data);
    if (!opened) return opened.error();
    other_database_ = std::move(*opened);
    return Place{other_database_->client(client_options(other)), true,
                 "the data directory " + options.data};
  }
  other.endpoint = options.endpoint;
  if (!options.profile.empty()) other.profile = options.profile;
  if (!options.region.empty()) other.region = options.region;
  Client made(client_options(other));
  return Place{made, is_local(made.endpoint()), made.endpoint()};
}

std::string Session::where() const {
  if (!options_.data.empty()) return "the data directory " + options_.data;
  if (!client_) return options_.endpoint;
  if (local_ || client_->region().empty()) return client_->endpoint();
  return client_->region() + " (" + client_->endpoint() + ")";
}

magneto::Result<void> Session::confirm(const std::string& what, const std::string& name) const {
  return confirm_at({*client_, local_, where()}, what, name);
}

magneto::Result<void> Session::confirm_at(const Place& place, const std::string& what,
                                          const std::string& name) const {
  if (place.local || options_.yes || options_.dry_run || options_.explain) return {};
  if (isatty(STDIN_FILENO) == 0) {
    return magneto::Error(ErrorCode::kInvalidArgument,
                          "this would " + what + " in " + place.where +
                              ", which is not on this machine: say --yes if that is meant");
  }
  std::fprintf(stderr, "This will %s in %s.\nType %s to go on: ", what.c_str(), place.where.c_str(),
               name.c_str());
  std::string typed;
  std::getline(std::cin, typed);
  if (typed == name) return {};
  return magneto::Error(ErrorCode::kInvalidArgument, "nothing was done: that is not " + name);
}

bool Session::output_is_terminal() const { return isatty(STDOUT_FILENO) != 0; }

}  // namespace magneto::internal::commands
