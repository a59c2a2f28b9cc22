// SPDX-License-Identifier: Apache-2.0
//
// Who signs: the program's credentials, its provider, or the chain of sources.
#pragma once

#include <memory>
#include <string>

#include "credentials/provider.h"
#include "magneto/options.h"
#include "transport/lazy_loop.h"
#include "transport/options.h"

namespace magneto::internal::client {

using SharedCredentials = std::shared_ptr<const credentials::Credentials>;

/// Thread safe.
class Identity {
 public:
  virtual ~Identity() = default;
  /// May load, and wait for that. Errors: kCredentials.
  virtual magneto::Result<SharedCredentials> get() = 0;
  /// Without waiting; null when get() is needed.
  virtual SharedCredentials current() = 0;
  /// The service says that they have expired. Whether others may come.
  virtual bool reject(const credentials::Credentials& used) = 0;
};

/// `is_local`: the endpoint is this machine's, which takes any credentials unless told otherwise: so
/// none being configured is no error.
std::unique_ptr<Identity> make_identity(const ClientOptions& options, const std::string& region,
                                        bool is_local);

}  // namespace magneto::internal::client
