// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/event_log.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <ctime>

namespace magneto::internal::storage {
namespace {

class EventLog : public ::rocksdb::Logger {
 public:
  explicit EventLog(std::FILE* file) : file_(file) {}
  ~EventLog() override { std::fclose(file_); }

  using Logger::Logv;
  void Logv(const char* format, std::va_list arguments) override {
    char line[2048];
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    struct tm parts {};
    ::gmtime_r(&now, &parts);
    std::size_t size = std::strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%SZ ", &parts);
    const int wanted = std::vsnprintf(line + size, sizeof line - size - 1, format, arguments);
    if (wanted < 0) return;
    size = std::min(size + static_cast<std::size_t>(wanted), sizeof line - 2);
    if (line[size - 1] != '\n') line[size++] = '\n';
    size_.fetch_add(std::fwrite(line, 1, size, file_), std::memory_order_relaxed);
    std::fflush(file_);
  }
  std::size_t GetLogFileSize() const override { return size_.load(std::memory_order_relaxed); }

 private:
  std::FILE* const file_;
  std::atomic<std::size_t> size_{0};
};

}  // namespace

std::shared_ptr<::rocksdb::Logger> open_event_log(const std::string& path) {
  std::FILE* const file = std::fopen(path.c_str(), "we");
  if (file == nullptr) return nullptr;
  return std::make_shared<EventLog>(file);
}

}  // namespace magneto::internal::storage
