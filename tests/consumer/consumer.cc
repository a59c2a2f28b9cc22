// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include <magneto/json.h>
#include <magneto/value.h>

int main() {
  magneto::Item song{{"Artist", "Nina"}, {"Year", 1965}};
  song["Tags"] = magneto::StringSet{"jazz"};
  std::cout << magneto::to_json(song) << "\n";
}
