// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

int main(int count, char** arguments) { return magneto::internal::cli::run(count, arguments); }
