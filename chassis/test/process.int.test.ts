import { afterEach, describe, expect, test } from "bun:test";
import { eventually } from "../testing/index.ts";

const COMPLETE = {
  MONGO_URL: "mongodb://127.0.0.1:1/",
  NATS_URL: "nats://127.0.0.1:1",
  INTERNAL_TOKEN_JWKS: '{"keys":[{"kty":"OKP"}]}',
};

type Line = Readonly<Record<string, unknown>>;

const running = new Set<{ kill: (signal: NodeJS.Signals) => void }>();

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

/** A real process, by what it writes and how it ends. */
function start(environment: Record<string, string> = {}) {
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/fixtures/toy-process.ts`], {
    env: { ...COMPLETE, ...environment },
    stdout: "pipe",
    stderr: "inherit",
  });
  running.add(child);
  const lines: Line[] = [];
  const reading = (async () => {
    let rest = "";
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop() ?? "";
      lines.push(...parts.map((part) => JSON.parse(part) as Line));
    }
  })();
  const line = (msg: string) => eventually(`"${msg}" is logged`, () => lines.find((one) => one["msg"] === msg));
  return {
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    line,
    url: async () => String((await line("serving"))["url"]),
    async ended() {
      const code = await child.exited;
      await reading;
      running.delete(child);
      return { code, messages: lines.map(({ msg }) => msg), lines };
    },
  };
}

describe.each(["SIGTERM", "SIGINT"] as const)("%s", (signal) => {
  test("drains: what is in flight is answered, new connections are refused, parts stop, and the code is 0", async () => {
    const toy = start();
    const url = await toy.url();
    expect((await fetch(`${url}health/ready`)).status).toBe(200);
    const slow = fetch(`${url}slow?ms=500`);
    await toy.line("at work");
    toy.kill(signal);
    await toy.line("stopping");
    await expect(fetch(`${url}health/live`, { keepalive: false })).rejects.toThrow();
    const answer = await slow;
    expect([answer.status, await answer.text()]).toEqual([200, "done"]);
    const { code, messages } = await toy.ended();
    expect(code).toBe(0);
    expect(messages).toEqual(["creating", "serving", "at work", "stopping", "parts stopped", "stopped"]);
  }, 20_000);
});

test.skipIf(process.platform !== "linux")(
  "processes share a port when both say so: each gets requests, and one goes on alone",
  async () => {
    const first = start({ REUSE_PORT: "true" });
    const url = await first.url();
    const PORT = new URL(url).port;
    const second = start({ REUSE_PORT: "true", PORT });
    await second.line("serving");
    const ask = () => fetch(`${url}slow?ms=0`, { keepalive: false }).then((answer) => answer.text());
    const asking = async () => {
      for (let asked = 0; asked < 200; asked += 1) expect(await ask()).toBe("done");
    };
    await Promise.all([asking(), first.line("at work"), second.line("at work")]);
    first.kill("SIGTERM");
    expect((await first.ended()).code).toBe(0);
    expect(await ask()).toBe("done");
    const selfish = await start({ PORT }).ended();
    expect({ code: selfish.code, last: selfish.messages.at(-1) }).toEqual({ code: 1, last: "could not start" });
  },
  20_000,
);

test("a connection that is kept open and idle does not hold up the end", async () => {
  const toy = start();
  const url = new URL(await toy.url());
  const answered = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const socket = await Bun.connect({
    hostname: url.hostname,
    port: Number(url.port),
    socket: { data: () => answered.resolve(), close: () => closed.resolve() },
  });
  socket.write(`GET /health/live HTTP/1.1\r\nHost: ${url.host}\r\nConnection: keep-alive\r\n\r\n`);
  await answered.promise;
  const begun = performance.now();
  toy.kill("SIGTERM");
  expect((await toy.ended()).code).toBe(0);
  expect(performance.now() - begun).toBeLessThan(5_000);
  socket.end();
}, 20_000);

test("a second signal ends it at once", async () => {
  const toy = start({ STOP_MS: "60000", SHUTDOWN_TIMEOUT_MS: "60000" });
  await toy.url();
  toy.kill("SIGTERM");
  await toy.line("parts stopped");
  toy.kill("SIGINT");
  const { code, messages } = await toy.ended();
  expect([code, messages.at(-1)]).toEqual([1, "told to stop again, does not wait any longer"]);
}, 20_000);

test("a stop that takes too long is cut off, with code 1", async () => {
  const toy = start({ STOP_MS: "60000", SHUTDOWN_TIMEOUT_MS: "200" });
  await toy.url();
  toy.kill("SIGTERM");
  const { code, messages } = await toy.ended();
  expect([code, messages.at(-1)]).toEqual([1, "did not stop in time"]);
}, 20_000);

test("a signal while it starts ends it at once, with code 0", async () => {
  const toy = start({ CREATE_MS: "60000" });
  await toy.line("creating");
  toy.kill("SIGTERM");
  expect((await toy.ended()).code).toBe(0);
}, 20_000);

test("an environment that is not usable ends it with code 1 and all that is wrong, without values", async () => {
  const toy = start({ MONGO_URL: "", NATS_URL: "", PORT: "hunter2", INTERNAL_TOKEN_JWKS: "hunter2" });
  const { code, lines } = await toy.ended();
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  const text = JSON.stringify(lines);
  for (const name of ["MONGO_URL is not set", "NATS_URL is not set", "PORT ", "INTERNAL_TOKEN_JWKS is not JSON"])
    expect(text).toContain(name);
  expect(text).not.toContain("hunter2");
}, 20_000);

test("a service that cannot start ends it with code 1 and the reason", async () => {
  const { code, lines } = await start({ CREATE_FAILS: "yes" }).ended();
  expect(code).toBe(1);
  expect(lines.at(-1)).toMatchObject({ level: "fatal", msg: "could not start", err: { message: "no database" } });
}, 20_000);

test("a port that is taken ends it with code 1 and the reason", async () => {
  const first = start();
  const { port } = new URL(await first.url());
  const { code, lines } = await start({ PORT: port }).ended();
  expect(code).toBe(1);
  expect(lines.at(-1)).toMatchObject({ level: "fatal", msg: "could not start" });
  expect(JSON.stringify(lines.at(-1))).toContain(port);
  first.kill("SIGTERM");
  expect((await first.ended()).code).toBe(0);
}, 20_000);

test("its port says what the process measures, at /metrics and for GET only; other addresses are the service's", async () => {
  const toy = start();
  const url = await toy.url();
  const answer = await fetch(`${url}metrics`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
  expect(await answer.text()).toMatch(/^process_cpu_seconds_total\{service="toys"\} [\d.]+$/m);
  expect((await fetch(`${url}metrics`, { method: "POST" })).status).toBe(404);
  expect((await fetch(`${url}toys/metrics`)).status).toBe(404);
  toy.kill("SIGTERM");
  expect((await toy.ended()).code).toBe(0);
}, 20_000);
