// SPDX-License-Identifier: Apache-2.0
//
//   songs                          in this process, in memory
//   songs http://localhost:8000    against a server
#include <cstdio>

#include "magneto/database.h"
#include "magneto/magneto.h"
#include "songs.h"

int main(int count, char** arguments) {
  try {
    if (count > 1) {
      run_songs(magneto::Client({.region = "us-east-1", .endpoint = arguments[1]}));
    } else {
      run_songs(magneto::Database::in_memory()->client());
    }
  } catch (const magneto::Exception& failure) {
    std::printf("failed: %s\n", failure.what());
    return 1;
  }
  return 0;
}
