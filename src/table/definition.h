// SPDX-License-Identifier: Apache-2.0
//
// The API's form of a TableDefinition.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "magneto/table_info.h"

namespace magneto::internal::table {

model::CreateTableInput create_input(const std::string& name, const TableDefinition& table);
std::vector<model::Tag> tag_list(const std::map<std::string, std::string>& tags);

}  // namespace magneto::internal::table
