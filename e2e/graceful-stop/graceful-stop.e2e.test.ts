import { describe, expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { createInternalTokenSigner } from "@mercato/chassis/auth";
import { systemClock } from "@mercato/chassis/clock";
import { eventually } from "@mercato/chassis/testing";
import type { BareProcess } from "../harness/bare-shop.ts";
import { createClient } from "../harness/client.ts";
import { sendHalf } from "../harness/half-sent.ts";
import { openBareShop } from "../harness/shop.ts";

const shops = { processes: await openBareShop("stop-processes", "processes"), single: await openBareShop("stop-single", "single") };

/** Ids of the processes that a process has started; undefined where that cannot be seen. */
async function childrenOf(pid: number): Promise<readonly string[] | undefined> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => undefined);
  return children?.split(" ").filter((id) => id !== "");
}

async function isRunning(id: string): Promise<boolean> {
  return readFile(`/proc/${id}/cmdline`, "utf8").then(
    (command) => command !== "", // what has ended and was not waited for has none
    () => false,
  );
}

/** The router's planner is a process of its own. Nobody else has one, and no wrapper stands between us and who is told to stop. */
async function expectedChildrenOf({ pid }: BareProcess, count: number): Promise<readonly string[]> {
  const children = await childrenOf(pid);
  if (children) expect(children).toHaveLength(count);
  return children ?? [];
}

async function haveEnded(children: readonly string[]): Promise<void> {
  for (const child of children) await eventually(`process ${child} has ended`, async () => !(await isRunning(child)));
}

async function isListening({ origin }: BareProcess): Promise<boolean> {
  return fetch(`${origin}/health/live`).then(
    () => true,
    () => false,
  );
}

for (const [mode, { processes, secrets }] of Object.entries(shops)) {
  const signer = await createInternalTokenSigner({ privateJwk: secrets.internalTokenPrivateJwk, clock: systemClock });

  describe(`a shop in mode ${mode}`, () => {
    // The router first, as its callers are told first that it is closing.
    for (const one of processes.toReversed()) {
      test(`${one.name}, told to stop in the middle of a request, takes no more, finishes this one, and exits with 0`, async () => {
        const isSubgraph = one.name !== "router" && one.name !== "shop";
        const token = isSubgraph ? await signer.sign({ kind: "user", id: "user_1", roles: [], scopes: [] }, one.name) : null;
        const endpoint = `${one.origin}/graphql`;
        const request = await sendHalf(endpoint, { token, query: "{ __typename }" });
        // An answer to a later one: so it has begun to work on the first.
        expect((await createClient(endpoint, token).send("{ __typename }")).status).toBe(200);
        const children = await expectedChildrenOf(one, isSubgraph ? 0 : 1);

        one.kill(mode === "single" ? "SIGINT" : "SIGTERM");
        await eventually(`${one.name} takes no more`, async () => !(await isListening(one)));

        expect(await request.finish()).toMatchObject({ status: 200, body: expect.stringContaining('"__typename":"Query"') });
        expect(await one.exited).toBe(0);
        await haveEnded(children);
      });
    }
  });
}
