// SPDX-License-Identifier: Apache-2.0
//
// Memory for expat that is wiped before it is given back: expat copies documents into buffers of its
// own, and they may have keys in them.
#pragma once

#include <expat.h>

namespace magneto::internal::xml {

const XML_Memory_Handling_Suite& wiped_memory();

}  // namespace magneto::internal::xml
