// SPDX-License-Identifier: Apache-2.0
//
// File descriptors: how many the process may have, and how many of them are for connections. The
// engine must always be able to open its next log: without one there is no more writing.
#pragma once

#include <cstddef>

namespace magneto::internal::server {

/// Raises the soft limit of open files to the hard one. Call it before the engine is opened.
void raise_descriptor_limit();

/// The soft limit of open files.
std::size_t descriptor_limit();

/// How many of `descriptors` may be connections: less the half that is for table files (as
/// storage/rocksdb counts them) and some for logs, listening sockets, imports and exports.
std::size_t descriptors_for_connections(std::size_t descriptors);

}  // namespace magneto::internal::server
