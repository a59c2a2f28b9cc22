// SPDX-License-Identifier: Apache-2.0
//
// The Connection to Amazon, or to any server, over HTTP: endpoint, credentials, signature,
// transport.
#pragma once

#include <memory>
#include <string>

#include "magneto/connection.h"
#include "magneto/options.h"
#include "magneto/service_client.h"
#include "transport/lazy_loop.h"

namespace magneto::internal::client {

inline JsonService dynamodb() {
  return {.id = "dynamodb", .content_type = "application/x-amz-json-1.0"};
}

struct HttpParts {
  std::shared_ptr<Connection> connection;
  std::string region;
};

/// Reads the environment and the configuration files; opens nothing. Errors: kEndpoint,
/// kInvalidArgument, kCredentials (a file that cannot be read).
magneto::Result<HttpParts> make_http_connection(const ClientOptions& options,
                                                std::shared_ptr<transport::LazyLoop> loop,
                                                JsonService service = dynamodb());

}  // namespace magneto::internal::client
