// SPDX-License-Identifier: Apache-2.0
//
// Loaded into a server (LD_PRELOAD) to know what it has brought to the disk: notes, for each file
// that is synced, how long it was when the call began. What is behind that is what a loss of power
// may take. power.py reads the notes; it compiles this, too.
//
//   note := inode, size     8 bytes each; the largest since the last 0 counts
//
// A mapping that is brought to the disk (there is one: that of the file SYNCED) is copied as it is
// then, to the file that SYNCED_MAPPING names. The notes go to the file that SYNCED_SIZES names. A file that goes is noted with size 0, for its
// number is given again.
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>

namespace {

int notes() {
  static const int file =
      open(getenv("SYNCED_SIZES"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  return file;
}

void note(std::uint64_t inode, std::uint64_t size) {
  const std::uint64_t pair[] = {inode, size};
  if (write(notes(), pair, sizeof pair) != sizeof pair) abort();
}

void keep_mapping(const void* bytes, std::size_t size) {
  static const int file = open(getenv("SYNCED_MAPPING"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (pwrite(file, bytes, size, 0) != static_cast<ssize_t>(size)) abort();
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

int sync_and_note(int file, const char* how) {
  struct stat before {};
  const bool known = fstat(file, &before) == 0 && S_ISREG(before.st_mode);
  const int result = next<int (*)(int)>(how)(file);
  if (result == 0 && known) note(before.st_ino, static_cast<std::uint64_t>(before.st_size));
  return result;
}

void note_end(const char* path) {
  struct stat file {};
  if (lstat(path, &file) == 0 && S_ISREG(file.st_mode) && file.st_nlink == 1) note(file.st_ino, 0);
}

}  // namespace

extern "C" {

int fsync(int file) { return sync_and_note(file, "fsync"); }
int fdatasync(int file) { return sync_and_note(file, "fdatasync"); }

int msync(void* bytes, std::size_t size, int flags) {
  char before[4096];
  if (size > sizeof before) abort();
  std::memcpy(before, bytes, size);
  const int result = next<int (*)(void*, std::size_t, int)>("msync")(bytes, size, flags);
  if (result == 0) keep_mapping(before, size);
  return result;
}

int unlink(const char* path) noexcept {
  note_end(path);
  return next<int (*)(const char*)>("unlink")(path);
}

int remove(const char* path) noexcept {
  note_end(path);
  return next<int (*)(const char*)>("remove")(path);
}

int rename(const char* from, const char* to) noexcept {
  note_end(to);
  return next<int (*)(const char*, const char*)>("rename")(from, to);
}
}
