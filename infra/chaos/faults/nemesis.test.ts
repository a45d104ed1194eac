import { expect, test } from "bun:test";
import { silentReport } from "@mercato/local/servers/report";
import { createHistory, entriesOf } from "../history/history.ts";
import { type Fault, nameOf } from "../schedule/fault.ts";
import { type NemesisOptions, unleash } from "./nemesis.ts";
import type { LinkProxy } from "./proxy.ts";

const now = { atMs: 0, lastsMs: 0 };
const link = { from: "orders", to: "nats" } as const;

/** Writes down what is done to whom. */
function stage(kills: readonly Fault[], disturbances: readonly Fault[], refusals = 0) {
  const deeds: string[] = [];
  let refused = 0;
  const act = (deed: string) => () => void deeds.push(deed);
  const restart = async (target: string) => {
    refused += 1;
    if (refused <= refusals) throw new Error("not yet");
    deeds.push(`restart ${target}`);
  };
  const proxyOf: NemesisOptions["links"]["proxyOf"] = (one) => {
    const name = nameOf(one);
    const proxy: Omit<LinkProxy, "port" | typeof Symbol.asyncDispose> = {
      cut: act(`cut ${name}`),
      silence: act(`silence ${name}`),
      delay: (ms) => void deeds.push(`delay ${name} ${ms}`),
      heal: act(`heal ${name}`),
    };
    return proxy as LinkProxy;
  };
  const history = createHistory();
  const running = unleash({
    schedule: { kills, disturbances },
    victimOf: (target) => ({
      kill9: async () => act(`kill ${target}`)(),
      restart: () => restart(target),
      pause: act(`pause ${target}`),
      resume: act(`resume ${target}`),
    }),
    links: { proxyOf, healAll: act("heal all") },
    history,
    report: silentReport,
    signal: new AbortController().signal,
  });
  return { running, deeds, history };
}

test("does what the schedule says, undoes it, and tells the history", async () => {
  const { running, deeds, history } = stage(
    [],
    [
      { kind: "pause", target: "database", ...now },
      { kind: "cut", link, ...now },
      { kind: "silence", link, ...now },
      { kind: "delay", link, delayMs: 30, ...now },
    ],
  );
  const done = await running;
  const [cut, silence, delay, heal] = ["cut", "silence", "delay", "heal"].map((deed) => `${deed} orders→nats`);
  expect(deeds).toEqual(["pause database", "resume database", cut!, heal!, silence!, heal!, `${delay} 30`, heal!, "heal all"]);
  expect(done.map(({ fault }) => fault.kind)).toEqual(["pause", "cut", "silence", "delay"]);
  expect(entriesOf(history.entries, "fault").map(({ phase }) => phase)).toEqual(
    Array.from({ length: 4 }, () => ["begins", "ends"]).flat() as never,
  );
});

test("starts what it killed again until it comes up, and says that it did not at first", async () => {
  const { running, deeds, history } = stage([{ kind: "kill", target: "orders", ...now }], [], 1);
  const [kill] = await running;
  expect(deeds).toEqual(["kill orders", "restart orders", "heal all"]);
  expect(kill!.upAtMs).toBeGreaterThanOrEqual(kill!.endedAtMs);
  expect(entriesOf(history.entries, "surprise").map(({ what }) => what)).toEqual(["orders did not start: not yet"]);
  expect(entriesOf(history.entries, "fault").map(({ phase }) => phase)).toEqual(["begins", "ends", "up"]);
});
