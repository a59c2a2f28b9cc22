// SPDX-License-Identifier: Apache-2.0
//
// Makers of the commands, one file for each. entries.cc lists them.
#pragma once

#include <memory>

#include "commands/command.h"

namespace magneto::internal::commands {

std::unique_ptr<Command> make_alter();
std::unique_ptr<Command> make_backup();
std::unique_ptr<Command> make_batch();
std::unique_ptr<Command> make_bench();
std::unique_ptr<Command> make_completion();
std::unique_ptr<Command> make_copy_table();
std::unique_ptr<Command> make_create();
std::unique_ptr<Command> make_delete();
std::unique_ptr<Command> make_describe();
std::unique_ptr<Command> make_diff();
std::unique_ptr<Command> make_doctor();
std::unique_ptr<Command> make_drop();
std::unique_ptr<Command> make_export();
std::unique_ptr<Command> make_get();
std::unique_ptr<Command> make_import();
std::unique_ptr<Command> make_load();
std::unique_ptr<Command> make_put();
std::unique_ptr<Command> make_query();
std::unique_ptr<Command> make_replace();
std::unique_ptr<Command> make_restore();
std::unique_ptr<Command> make_scan();
std::unique_ptr<Command> make_shell();
std::unique_ptr<Command> make_sql();
std::unique_ptr<Command> make_tables();
std::unique_ptr<Command> make_tail();
std::unique_ptr<Command> make_transact();
std::unique_ptr<Command> make_truncate();
std::unique_ptr<Command> make_update();

}  // namespace magneto::internal::commands
