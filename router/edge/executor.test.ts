import { expect, test } from "bun:test";
import { ANONYMOUS } from "@mercato/chassis/auth";
import { parse } from "graphql";
import type { EngineAnswer, EngineRequest } from "../executor/engine.ts";
import { createFlights } from "../sharing/flights.ts";
import { createExchange } from "./exchange.ts";
import { createExecutor, type RequestedOperation } from "./executor.ts";

function operation(text: string, variables: Record<string, unknown> = {}): RequestedOperation {
  return { text, document: parse(text), operationName: null, variables };
}

/** An executor whose engine answers when it is told to. `scope` is what callers are told apart by. */
function createRig({ shares = true } = {}) {
  const executions: { readonly request: EngineRequest; readonly answer: PromiseWithResolvers<EngineAnswer> }[] = [];
  const execute = createExecutor({
    engine: {
      execute(request) {
        const answer = Promise.withResolvers<EngineAnswer>();
        executions.push({ request, answer });
        return answer.promise;
      },
    },
    client: { send: () => Promise.reject(new Error("nothing is sent here")) },
    callContext: (request, { principal }) => ({
      scope: JSON.stringify([principal, request.headers.get("accept-language")]),
      signal: request.signal,
      headersFor: async () => ({}),
    }),
    flights: shares ? createFlights() : null,
  });
  function ask(asked: RequestedOperation, { userId = null, language = "en" }: { userId?: string | null; language?: string } = {}) {
    const request = new Request("http://router/graphql", { headers: { "accept-language": language } });
    const exchange = createExchange(request, null);
    exchange.principal = userId === null ? ANONYMOUS : { kind: "user", id: userId, roles: [], scopes: [] };
    return execute(asked, request, exchange);
  }
  return { executions, ask };
}

test("identical queries in flight share one execution", async () => {
  const { executions, ask } = createRig();
  const answers = [ask(operation("{ a }", { x: 1 })), ask(operation("{ a }", { x: 1 })), ask(operation("{ a }", { x: 1 }))];
  expect(executions).toHaveLength(1);
  executions[0]?.answer.resolve({ kind: "text", text: "{}" });
  expect(await Promise.all(answers)).toEqual([1, 2, 3].map(() => ({ kind: "text", text: "{}" })));
});

test("what differs in anything that an answer depends on is executed for itself", () => {
  const { executions, ask } = createRig();
  void ask(operation("{ a }"));
  void ask(operation("{ b }"));
  void ask(operation("{ a }", { x: 1 }));
  void ask(operation("{ a }", { x: "1" }));
  void ask({ ...operation("query A { a } query B { b }"), operationName: "A" });
  void ask({ ...operation("query A { a } query B { b }"), operationName: "B" });
  void ask(operation("{ a }"), { userId: "u1" });
  void ask(operation("{ a }"), { userId: "u2" });
  void ask(operation("{ a }"), { language: "de" });
  expect(executions).toHaveLength(9);
});

test("mutations are never shared", () => {
  const { executions, ask } = createRig();
  void ask(operation("mutation { pay }"));
  void ask(operation("mutation { pay }"));
  expect(executions).toHaveLength(2);
});

test("sharing can be switched off", () => {
  const { executions, ask } = createRig({ shares: false });
  void ask(operation("{ a }"));
  void ask(operation("{ a }"));
  expect(executions).toHaveLength(2);
});
