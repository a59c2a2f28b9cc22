// SPDX-License-Identifier: Apache-2.0
#include "server/descriptors.h"

#include <sys/resource.h>

#include <algorithm>

namespace magneto::internal::server {
namespace {

constexpr std::size_t kMinTableFiles = 64;
constexpr std::size_t kMaxTableFiles = 65'536;
constexpr std::size_t kOtherFiles = 64;
constexpr std::size_t kMinConnections = 8;

}  // namespace

void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::size_t descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
  return static_cast<std::size_t>(limit.rlim_cur);
}

std::size_t descriptors_for_connections(std::size_t descriptors) {
  std::size_t reserved = std::clamp(descriptors / 2, kMinTableFiles, kMaxTableFiles) + kOtherFiles;
  return descriptors > reserved + kMinConnections ? descriptors - reserved : kMinConnections;
}

}  // namespace magneto::internal::server
