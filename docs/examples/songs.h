// SPDX-License-Identifier: Apache-2.0
//
// The example songs.cc, for whoever has a client.
#pragma once

#include "magneto/client.h"

void run_songs(magneto::Client client);
