import { expect, test } from "bun:test";
import { systemClock } from "@mercato/chassis/clock";
import { createLog } from "@mercato/chassis/log";
import type { SubgraphCall } from "../executor/run.ts";
import { createFlights } from "../sharing/flights.ts";
import { createSubgraphClient } from "./subgraph-client.ts";

const log = createLog({ service: "router", destination: { write: () => {} } });

/** A client whose subgraph answers when it is told to. */
function createRig({ shares = true, showsErrorDetails = false } = {}) {
  const sent: PromiseWithResolvers<Response>[] = [];
  const client = createSubgraphClient({
    addresses: new Map([
      ["a", "http://a"],
      ["b", "http://b"],
    ]),
    transportFor: () => () => {
      const answer = Promise.withResolvers<Response>();
      sent.push(answer);
      return answer.promise;
    },
    log,
    clock: systemClock,
    flights: shares ? createFlights() : null,
    showsErrorDetails,
    queryTimeoutMs: 10_000,
    mutationTimeoutMs: 10_000,
    maxResponseBytes: 1_000_000,
  });
  const send = (call: SubgraphCall, scope = "anybody", signal = new AbortController().signal) =>
    client.send(call, { scope, signal, headersFor: async () => ({}) });
  return { sent, send };
}

function call(body: string, { kind = "query", subgraph = "a" }: { kind?: "query" | "mutation"; subgraph?: string } = {}): SubgraphCall {
  return { subgraph, body, operation: { kind, text: "{ x }", name: null, variables: [] } };
}

/** Everything that was begun until now has got as far as it can. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test("identical queries in flight share one answer, and each gets objects of its own", async () => {
  const { sent, send } = createRig();
  const replies = [send(call("1")), send(call("1")), send(call("1"))];
  await settled();
  expect(sent).toHaveLength(1);
  sent[0]?.resolve(Response.json({ data: { x: { y: 1 } } }));
  const answered = await Promise.all(replies);
  expect(answered).toEqual([1, 2, 3].map(() => ({ kind: "answered", data: { x: { y: 1 } }, errors: [] })));
  const objects = answered.map((reply) => (reply.kind === "answered" ? reply.data?.["x"] : null));
  expect(new Set(objects).size).toBe(3);
});

test("a failure is everybody's", async () => {
  const { sent, send } = createRig();
  const replies = [send(call("1")), send(call("1"))];
  await settled();
  sent[0]?.resolve(new Response("<html>"));
  const reasons = (await Promise.all(replies)).map((reply) => (reply.kind === "failed" ? reply.failure.extensions["reason"] : null));
  expect(reasons).toEqual(["BAD_RESPONSE", "BAD_RESPONSE"]);
});

test("other callers, other bodies, other subgraphs and mutations are asked for themselves", async () => {
  const { sent, send } = createRig();
  void send(call("1"));
  void send(call("2"));
  void send(call("1"), "somebody");
  void send(call("1", { subgraph: "b" }));
  void send(call("1", { kind: "mutation" }));
  void send(call("1", { kind: "mutation" }));
  await settled();
  expect(sent).toHaveLength(6);
});

test("sharing can be switched off", async () => {
  const { sent, send } = createRig({ shares: false });
  void send(call("1"));
  void send(call("1"));
  await settled();
  expect(sent).toHaveLength(2);
});

test("a client that goes away takes nothing from another one", async () => {
  const { sent, send } = createRig();
  const leaving = new AbortController();
  const [left, stayed] = [send(call("1"), "anybody", leaving.signal), send(call("1"))];
  await settled();
  leaving.abort(new Error("gone"));
  sent[0]?.resolve(Response.json({ data: { x: 1 } }));
  expect(await stayed).toMatchObject({ kind: "answered", data: { x: 1 } });
  expect((await left).kind).toBe("failed");
});

test.each([true, false])("what is meant for developers reaches clients where that is configured: %p", async (showsErrorDetails) => {
  const { sent, send } = createRig({ showsErrorDetails });
  const [answered, broken] = [send(call("1")), send(call("2"))];
  await settled();
  sent[0]?.resolve(
    Response.json({ data: null, errors: [{ message: "m", extensions: { code: "X", hint: "h", stacktrace: ["at secret.ts"] } }] }),
  );
  sent[1]?.reject(new Error("secret-host refused"));
  const [first, second] = [await answered, await broken];
  expect(first.kind === "answered" && first.errors[0]?.extensions).toEqual({
    code: "X",
    hint: "h",
    ...(showsErrorDetails ? { stacktrace: ["at secret.ts"] } : {}),
  });
  expect(second.kind === "failed" && second.failure.extensions).toEqual({
    code: "SUBGRAPH_UNAVAILABLE",
    serviceName: "a",
    reason: "UNREACHABLE",
    ...(showsErrorDetails ? { detail: "secret-host refused" } : {}),
  });
});
