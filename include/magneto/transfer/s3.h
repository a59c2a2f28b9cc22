// SPDX-License-Identifier: Apache-2.0
//
// S3Options: how Amazon S3, or a server that speaks its API, is reached. Whatever is not set comes
// from where a Client takes it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "magneto/options.h"

namespace magneto {

struct S3Options {
  /// "http://localhost:9000". Empty: Amazon's endpoint of the region.
  std::string endpoint = {};
  std::string region = {};
  std::string profile = {};
  std::optional<Credentials> credentials = {};
  /// The bucket's name in the path instead of in the host's name. By default so with an endpoint.
  std::optional<bool> path_style = {};
  /// Bytes of one part of a multipart upload; smaller objects are sent in one request.
  std::size_t part_bytes = std::size_t{8} << 20;
  int max_attempts = 4;
  TimeoutOptions timeouts = {};
  TlsOptions tls = {};
  ProxyOptions proxy = {};
};

}  // namespace magneto
