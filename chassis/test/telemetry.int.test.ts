import { expect, test } from "bun:test";

/** What a collector of traces is sent, by path. */
async function collect(path: string): Promise<{ readonly paths: readonly string[]; readonly text: string; readonly code: number }> {
  const paths: string[] = [];
  const bodies: string[] = [];
  await using collector = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      paths.push(new URL(request.url).pathname);
      bodies.push(await request.text());
      return Response.json({});
    },
  });
  const script = `${import.meta.dir}/fixtures/traced-process.ts`;
  const child = Bun.spawn([process.execPath, script, new URL(path, collector.url).href], { env: {}, stdout: "inherit", stderr: "inherit" });
  return { code: await child.exited, paths, text: bodies.join() };
}

test("spans reach the collector by the time that telemetry has stopped", async () => {
  const { code, paths, text } = await collect("/");
  expect([code, paths.toSorted()]).toEqual([0, ["/v1/metrics", "/v1/traces"]]);
  for (const part of ["play", "toys", "toy.kind", "bear", "process_resident_memory_bytes"]) expect(text).toContain(part);
}, 20_000);

test("a collector may live under a path", async () => {
  expect((await collect("/otlp")).paths.toSorted()).toEqual(["/otlp/v1/metrics", "/otlp/v1/traces"]);
  expect((await collect("/otlp/")).paths.toSorted()).toEqual(["/otlp/v1/metrics", "/otlp/v1/traces"]);
}, 20_000);

test("a collector that is away does not keep a process from ending well, and soon", async () => {
  const gone = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
  const url = gone.url.href;
  await gone.stop(true);
  const script = `${import.meta.dir}/fixtures/traced-process.ts`;
  const child = Bun.spawn([process.execPath, script, url], { env: {}, stdout: "pipe", stderr: "ignore" });
  const begun = performance.now();
  expect(await child.exited).toBe(0);
  expect(performance.now() - begun).toBeLessThan(8_000);
  expect(await new Response(child.stdout).text()).toContain("the last spans could not be sent");
}, 20_000);
