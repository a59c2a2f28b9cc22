// SPDX-License-Identifier: Apache-2.0
//
// The functions that endpoint rules are written in, for the generated code.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "endpoint/partitions.h"
#include "endpoint/rules.h"

namespace magneto::internal::endpoint {

/// Views into what was parsed.
struct Arn {
  std::string_view partition;
  std::string_view service;
  std::string_view region;
  std::string_view account_id;
  std::string_view resource;
};

/// Nothing unless it is "arn:partition:service:region:account:resource" with a partition, a service
/// and a resource.
std::optional<Arn> parse_arn(std::string_view text);

struct Url {
  std::string_view scheme;
  std::string_view authority;
};

/// Nothing unless it is a URL of http or https without a query.
std::optional<Url> parse_url(std::string_view text);

/// 1 to 63 letters, digits and hyphens, no hyphen at an end.
bool is_valid_host_label(std::string_view text);

/// Null when it is empty.
inline const std::string* first_of(const std::vector<std::string>& texts) {
  return texts.empty() ? nullptr : &texts.front();
}

std::string text(std::initializer_list<std::string_view> parts);

Endpoint found(std::string url, const Parameters& parameters);
Error failure(std::string_view message);

}  // namespace magneto::internal::endpoint
