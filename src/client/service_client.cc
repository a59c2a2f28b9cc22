// SPDX-License-Identifier: Apache-2.0
#include "magneto/service_client.h"

#include <utility>

#include "client/core.h"
#include "client/http_connection.h"

namespace magneto {

Client service_client(JsonService service, ClientOptions options) {
  Client client(std::shared_ptr<Connection>(), options);
  internal::client::Core& core = *client.core();
  Result<internal::client::HttpParts> parts =
      internal::client::make_http_connection(options, core.loop, std::move(service));
  if (parts) {
    core.connection = std::move(parts->connection);
    core.region = std::move(parts->region);
  } else {
    core.problem = std::move(parts).error();
  }
  return client;
}

}  // namespace magneto
