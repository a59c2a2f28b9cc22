// SPDX-License-Identifier: Apache-2.0
#include "server/config.h"

#include "operations/core/throttle.h"
#include "server/spaces.h"

namespace magneto::internal::server {
namespace {

Error wrong(std::string text) { return Error(ErrorCode::kInvalidArgument, std::move(text)); }

bool is_loopback(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

}  // namespace

Result<void> check_config(const Config& config) {
  if (config.auth == Auth::kKeys && config.keys_file.empty()) {
    return wrong("--auth keys needs --keys FILE");
  }
  if (config.auth == Auth::kAny && !config.keys_file.empty()) {
    return wrong("--keys FILE has no effect without --auth keys");
  }
  for (const std::string& host : config.hosts) {
    if (config.auth != Auth::kAny || config.insecure || is_loopback(host)) continue;
    return wrong("with --auth any everybody who reaches " + host +
                 " can read and change all data: use --auth keys, or say --insecure");
  }
  if (config.tls_certificate.empty() != config.tls_key.empty()) {
    return wrong("--tls-cert and --tls-key belong together");
  }
  if (!config.in_memory && config.data_directory.empty()) {
    return wrong("--data needs the name of a directory");
  }
  for (const std::string& limit : config.throttle) {
    MAGNETO_RETURN_IF_ERROR(operations::read_table_limit(limit));
  }
  MAGNETO_ASSIGN_OR_RETURN(const Separation separation, parse_separation(config.separate));
  if (separation.region && config.auth == Auth::kKeys) {
    return wrong("--separate region needs --auth any: under --auth keys all sign for --region");
  }
  if (separation.any() && !config.copies_directory.empty()) {
    return wrong("--copies has no effect with --separate");
  }
  if (config.in_memory && !config.copies_directory.empty()) {
    return wrong("--copies has no effect with --in-memory");
  }
  return {};
}

}  // namespace magneto::internal::server
