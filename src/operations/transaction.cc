// SPDX-License-Identifier: Apache-2.0
#include "operations/transaction.h"

#include "operations/texts.h"

namespace magneto::operations {

Result<void> check_no_empty_key(const keys::KeySchema& schema, value::ItemView key) {
  const std::optional<keys::KeyProblem> problem = keys::find_key_problem(schema, key);
  if (!problem || problem->kind != keys::KeyProblem::Kind::kEmpty) return {};
  return validation_error(texts::empty_key(*problem->attribute));
}

}  // namespace magneto::operations
