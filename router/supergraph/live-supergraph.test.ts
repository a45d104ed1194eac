import { expect, test } from "bun:test";
import { createLiveSupergraph, releasedAfter } from "./live-supergraph.ts";

function createRig() {
  const closed: string[] = [];
  const make = (name: string) => ({ name, close: () => void closed.push(name) });
  return { closed, make, live: createLiveSupergraph(make("a")) };
}

test("who came before a swap keeps what it had, and that is closed once the last of them is done", () => {
  const { closed, make, live } = createRig();
  const [first, second] = [live.lease(), live.lease()];
  live.swap(make("b"));
  const third = live.lease();
  expect([first, second, third].map(({ value }) => value.name)).toEqual(["a", "a", "b"]);
  expect(live.current().name).toBe("b");
  first.release();
  expect([closed, live.held()]).toEqual([[], 2]);
  second.release();
  expect([closed, live.held()]).toEqual([["a"], 1]);
  third.release();
  expect([closed, live.held()]).toEqual([["a"], 1]);
});

test("what nobody needs is closed by the swap, also when others are still needed", () => {
  const { closed, make, live } = createRig();
  const old = live.lease();
  live.swap(make("b"));
  live.swap(make("c"));
  expect([closed, live.held()]).toEqual([["b"], 2]);
  old.release();
  expect([closed, live.held()]).toEqual([["b", "a"], 1]);
});

test("in the end all are closed, once", () => {
  const { closed, make, live } = createRig();
  const old = live.lease();
  live.swap(make("b"));
  live.close();
  old.release();
  expect(closed).toEqual(["a", "b"]);
});

test("a whole response is done with when it is there", () => {
  let released = 0;
  const response = Response.json({ data: {} });
  expect(releasedAfter(response, () => (released += 1))).toBe(response);
  expect(released).toBe(1);
});

const inParts = (body: ReadableStream<Uint8Array>) => new Response(body, { headers: { "content-type": "multipart/mixed; boundary=-" } });

test("one that comes in parts is done with at the end of the last one", async () => {
  let released = 0;
  const parts = ["a", "b"];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      expect(released).toBe(0);
      const part = parts.shift();
      if (part === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(part));
    },
  });
  const response = releasedAfter(inParts(body), () => (released += 1));
  expect(response.headers.get("content-type")).toBe("multipart/mixed; boundary=-");
  expect(await response.text()).toBe("ab");
  expect(released).toBe(1);
});

test("or when it breaks, or its reader goes away", async () => {
  let released = 0;
  const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("broken")) });
  expect(releasedAfter(inParts(broken), () => (released += 1)).text()).rejects.toThrow("broken");
  expect(released).toBe(1);
  const cancelled = Promise.withResolvers<unknown>();
  const endless = new ReadableStream<Uint8Array>({ cancel: cancelled.resolve });
  await releasedAfter(inParts(endless), () => (released += 1)).body?.cancel("gone");
  expect([await cancelled.promise, released]).toEqual(["gone", 2]);
});
