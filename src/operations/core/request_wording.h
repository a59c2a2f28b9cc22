// SPDX-License-Identifier: Apache-2.0
//
// How an operation words what is wrong with a request by itself, before any table is looked at.
// Since June 2026 the service has two layers: the current one reads PutItem, UpdateItem, DeleteItem
// and, in part, Query; the older one reads the others.
#pragma once

#include "json/codec.h"

namespace magneto::internal::operations {

struct RequestWording {
  /// Errors stand behind "1 validation error detected: ". Errors about keys, paths in documents and
  /// sizes, which the service finds later, do not.
  bool enveloped = false;
  /// What is wrong with an expression attribute value is said without the parameter and its key.
  bool bare_values = false;
  /// Values without an expression: the text does not name the expressions that are missing.
  bool short_parameters = false;
  /// Whose words tell what is wrong in the content of AttributeValues.
  json::Layer values = json::Layer::kOlder;
};

}  // namespace magneto::internal::operations
