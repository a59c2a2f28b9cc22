// SPDX-License-Identifier: Apache-2.0
//
// The service for credentials beside a container: Amazon ECS
// (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI) and EKS pod identity
// (AWS_CONTAINER_CREDENTIALS_FULL_URI, with a token in the file that
// AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names, or in AWS_CONTAINER_AUTHORIZATION_TOKEN).
#pragma once

#include "credentials/source.h"

namespace magneto::internal::credentials {

class ContainerSource final : public Source {
 public:
  explicit ContainerSource(std::shared_ptr<const Surroundings> surroundings)
      : surroundings_(std::move(surroundings)) {}
  Result<std::optional<Credentials>> load() override;
  std::string name() const override { return "the container's service"; }

 private:
  Result<HttpRequest> request(const std::string& url) const;

  std::shared_ptr<const Surroundings> surroundings_;
};

}  // namespace magneto::internal::credentials
