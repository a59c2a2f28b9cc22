// SPDX-License-Identifier: Apache-2.0
module.exports = async () => {
  const ended = new Promise((resolve) => globalThis.magneto.once("exit", resolve));
  globalThis.magneto.kill("SIGTERM");
  await ended;
};
