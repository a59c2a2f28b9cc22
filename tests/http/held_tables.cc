// SPDX-License-Identifier: Apache-2.0
//
// Loaded into a server (LD_PRELOAD): as long as the file that HELD_TABLES names is there, what is
// written to table files (.sst) waits. So the engine runs out of room in memory, and its writers
// stall. test_stalls.py compiles and uses it.
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

namespace {

bool is_held() { return access(getenv("HELD_TABLES"), F_OK) == 0; }

bool is_table(int file) {
  char link[32], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t size = readlink(link, path, sizeof path);
  return size > 4 && memcmp(path + size - 4, ".sst", 4) == 0;
}

}  // namespace

extern "C" ssize_t write(int file, const void* bytes, size_t size) {
  using Write = ssize_t (*)(int, const void*, size_t);
  static const Write next = reinterpret_cast<Write>(dlsym(RTLD_NEXT, "write"));
  if (is_held() && is_table(file)) {
    while (is_held()) usleep(1000);
  }
  return next(file, bytes, size);
}
