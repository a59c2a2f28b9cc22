// SPDX-License-Identifier: Apache-2.0
//
// Jest's globalSetup: starts a Magneto that keeps nothing, before all tests. MAGNETO names the program;
// by default it is looked for on the PATH.
const { spawn } = require("node:child_process");
const net = require("node:net");

function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

module.exports = async () => {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(process.env.MAGNETO ?? "magneto", ["serve", "--in-memory", "--port", `${port}`], {
    stdio: "ignore",
  });
  let problem = null;
  server.on("error", (error) => (problem = error));
  server.on("exit", (code) => (problem ??= new Error(`magneto ended with status ${code}`)));
  globalThis.magneto = server;

  // The SDK reads these, so the tests need no configuration.
  process.env.AWS_ENDPOINT_URL_DYNAMODB = endpoint;
  process.env.AWS_REGION = "us-east-1";
  process.env.AWS_ACCESS_KEY_ID = "anything";
  process.env.AWS_SECRET_ACCESS_KEY = "anything";

  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && !problem) {
    if (await fetch(endpoint).then((answer) => answer.ok, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw problem ?? new Error("magneto did not start");
};
