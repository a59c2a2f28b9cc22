// SPDX-License-Identifier: Apache-2.0
//
// Loaded into a server (LD_PRELOAD): as long as the file that HELD_TABLES names is there, what is
// written to table files (.sst) waits. So the engine runs out of room in memory, and its writers
// stall. When something waits, there is a file with ".waiting" behind that name. test_stalls.py
// compiles and uses it.
#include <dlfcn.h>
#include <fcntl.h>
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

void tell_that_one_waits() {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s.waiting", getenv("HELD_TABLES"));
  close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
}

}  // namespace

extern "C" ssize_t write(int file, const void* bytes, size_t size) {
  using Write = ssize_t (*)(int, const void*, size_t);
  static const Write next = reinterpret_cast<Write>(dlsym(RTLD_NEXT, "write"));
  if (is_held() && is_table(file)) {
    tell_that_one_waits();
    while (is_held()) usleep(1000);
  }
  return next(file, bytes, size);
}
