// SPDX-License-Identifier: Apache-2.0
//
// An object store in a directory: a bucket is a folder of it, an object a file in the bucket's
// folder, at the path that object_path.h gives its key. People may put files and folders there with
// any tool, and find there what is written. Nothing outside is read or written: a symbolic link
// that leads out of the bucket's folder counts as not being there.
//
// A key cannot be used while another has its path as a folder (`a` and `a/b`).
#pragma once

#include <filesystem>
#include <memory>

#include "objects/object_store.h"

namespace magneto::internal::objects {

/// The directory need not be there: it then has no buckets.
std::unique_ptr<ObjectStore> open_directory(std::filesystem::path directory);

}  // namespace magneto::internal::objects
