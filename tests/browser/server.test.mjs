// The server of files: the same answer to everybody, and a policy that closes every other way out.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openServer, SHOP_FOLDER } from "./shop.mjs";

const SERVE = fileURLToPath(new URL("../../web-demo/serve.mjs", import.meta.url));

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

test("every answer forbids everything that is not needed", async () => {
  for (const path of ["/", "/shop.js", "/shop.css", "/hearth.wasm", "/hearth.words", "/import.wasm", "/shop.hpack", "/samples.json", "/not-there"]) {
    const { headers } = await fetch(server.address + path);
    const policy = headers.get("content-security-policy");
    assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/, path);
    assert.match(policy, /connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("set-cookie"), null);
  }
  for (const path of ["/hearth-worker.js", "/import-worker.js"]) {
    const worker = await fetch(server.address + path);
    assert.doesNotMatch(worker.headers.get("content-security-policy"), /connect-src/, path); // so default-src 'none' holds
  }
});

test("a file that did not change is not sent twice", async () => {
  const first = await fetch(`${server.address}/shop.hpack`);
  const etag = first.headers.get("etag");
  assert.equal(first.headers.get("cache-control"), "no-cache");
  const second = await fetch(`${server.address}/shop.hpack`, { headers: { "If-None-Match": etag } });
  assert.equal(second.status, 304);
});

test("it serves its files and nothing else", async () => {
  for (const path of ["/../package.json", "/%2e%2e/package.json", "/shop/", "/index.html/x"]) {
    assert.equal((await fetch(server.address + path)).status, 404, path);
  }
  assert.equal((await fetch(server.address, { method: "POST", body: "history" })).status, 405);
});

test("it says when the port is taken", async () => {
  const port = new URL(server.address).port;
  const second = spawn(process.execPath, [SERVE, port, SHOP_FOLDER]);
  let said = "";
  second.stderr.on("data", (text) => (said += text));
  const [code] = await once(second, "exit");
  assert.equal(code, 1);
  assert.match(said, new RegExp(`Port ${port} is taken`));
});
