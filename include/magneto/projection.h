// SPDX-License-Identifier: Apache-2.0
//
// Projection: which attributes of an item come back.
//
//   songs.get(key).projection({"Title", attr("Credits")["Piano"], attr("Takes")[0]})
//
// A name in it is a whole name: a dot in it is part of it.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "magneto/expression.h"

namespace magneto {

class Projection {
 public:
  struct Element : Path {
    Element(Path path) : Path(std::move(path)) {}           // NOLINT: implicit
    Element(std::string name) : Path(std::move(name)) {}    // NOLINT: implicit
    Element(const char* name) : Path(std::string(name)) {}  // NOLINT: implicit
  };

  Projection() = default;  ///< All attributes.
  Projection(std::initializer_list<Element> paths) : paths_(paths.begin(), paths.end()) {}
  explicit Projection(const std::vector<std::string>& names) {
    for (const std::string& name : names) paths_.emplace_back(name);
  }

  bool empty() const { return paths_.empty(); }
  Projection& add(Path path) {
    paths_.push_back(std::move(path));
    return *this;
  }
  const std::vector<Path>& paths() const { return paths_; }

 private:
  std::vector<Path> paths_;
};

}  // namespace magneto
