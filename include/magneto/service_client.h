// SPDX-License-Identifier: Apache-2.0
//
// Clients of others of Amazon's services that speak JSON as DynamoDB does, over the same transport,
// with the same credentials, timeouts, retries and proxies.
//
//   Client kms = service_client({.id = "kms"}, {.region = "eu-central-1"});
//   kms.call_json("TrentService.ListKeys", "{}").value();
#pragma once

#include <string>

#include "magneto/client.h"

namespace magneto {

struct JsonService {
  /// As in host names, in signatures and in the names of settings (AWS_ENDPOINT_URL_KMS): "kms".
  std::string id;
  std::string content_type = "application/x-amz-json-1.1";
  /// Answers hold keys: what they lay in is wiped before its memory is given back, except for the
  /// text that call_json() gives. They do not come in gzip.
  bool secret_answers = false;
};

/// Its call_json() takes the whole X-Amz-Target; its typed operations are DynamoDB's and have no
/// meaning. Errors, of the first call: as a Client's.
Client service_client(JsonService service, ClientOptions options);

}  // namespace magneto
