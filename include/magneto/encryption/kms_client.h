// SPDX-License-Identifier: Apache-2.0
//
// A KmsClient over HTTP: the client's own transport, credentials, timeouts and retries.
//
//   auto kms = kms_client({.region = "eu-central-1"});
//
// Region and endpoint come from the options, else from the environment and the profile
// (AWS_ENDPOINT_URL_KMS among them), as for tables.
#pragma once

#include <memory>
#include <string>

#include "magneto/encryption/kms.h"
#include "magneto/options.h"

namespace magneto::encryption {

/// What is wrong with the options the first call says. Calls are repeated as `options.retry` says:
/// they change nothing.
std::shared_ptr<KmsClient> kms_client(ClientOptions options = {});

/// The region that calls with these options go to; empty where nothing names one.
std::string kms_region(const ClientOptions& options);

}  // namespace magneto::encryption
