// SPDX-License-Identifier: Apache-2.0
//
// The role of an EC2 instance, from its metadata service, version 2 (with a session token) only.
// AWS_EC2_METADATA_DISABLED=true turns it off. One attempt of a second, since elsewhere nobody
// answers; AWS_METADATA_SERVICE_TIMEOUT (seconds) and AWS_METADATA_SERVICE_NUM_ATTEMPTS change
// that, AWS_EC2_METADATA_SERVICE_ENDPOINT and AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE (ipv6) the
// address.
#pragma once

#include "credentials/source.h"

namespace magneto::internal::credentials {

class InstanceSource final : public Source {
 public:
  /// `profile`: whose settings count; empty: none.
  explicit InstanceSource(std::shared_ptr<const Surroundings> surroundings,
                          std::string profile = {})
      : surroundings_(std::move(surroundings)), profile_(std::move(profile)) {}
  /// Nothing, with a remark, when there is no metadata service or the instance has no role.
  Result<std::optional<Credentials>> load() override;
  std::string name() const override { return "the instance's metadata"; }
  std::string remark() const override { return remark_; }

 private:
  Result<void> read_settings();
  HttpRequest request(const char* method, const std::string& path) const;
  Result<HttpAnswer> fetch(const HttpRequest& request) const;
  std::optional<Credentials> nothing(std::string why);
  Result<std::optional<Credentials>> read(const std::string& document);

  std::shared_ptr<const Surroundings> surroundings_;
  std::string profile_;
  std::string address_;
  std::chrono::seconds timeout_{1};
  int attempts_ = 1;
  std::string remark_;
};

}  // namespace magneto::internal::credentials
