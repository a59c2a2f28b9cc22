// SPDX-License-Identifier: Apache-2.0
//
// Amazon's partitions: groups of regions with domains of their own.
#pragma once

#include <span>
#include <string_view>

namespace magneto::internal::endpoint {

struct Partition {
  std::string_view name;  ///< "aws", "aws-cn", "aws-us-gov", ...
  std::string_view dns_suffix;
  std::string_view dual_stack_dns_suffix;
  /// Where the partition's services without regions are signed for.
  std::string_view implicit_global_region;
  bool supports_fips;
  bool supports_dual_stack;
  std::span<const std::string_view> regions;
  /// What the names of its regions begin with, before "-word-digits".
  std::span<const std::string_view> prefixes;
};

/// The first is "aws".
std::span<const Partition> partitions();

/// The partition that has the region or whose names look like it, "aws" when there is none. Never
/// null.
const Partition* partition(std::string_view region);

}  // namespace magneto::internal::endpoint
