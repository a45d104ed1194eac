import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SetupProblem } from "@mercato/local/servers/problem";
import type { Gateway, Sharing } from "./gateways/gateway.ts";
import { findHiveRouter, hiveRouter } from "./gateways/hive-router.ts";
import { OURS, ourGateway, type ProfileFolder } from "./gateways/ours.ts";
import { BARE_YOGA, bareYoga, scriptPeers } from "./gateways/peers.ts";
import { preparePeers } from "./gateways/peers-package.ts";
import { deepOperation, mergedSdl, passThroughOperation } from "./graph/documents.ts";
import { answerInOneProcess } from "./graph/merged.ts";
import type { Ground } from "./measure/ground.ts";
import type { Candidate, Task } from "./measure/measure.ts";
import { measureRounds } from "./measure/rounds.ts";
import type { Comparison } from "./report/results.ts";
import { judge, judgePassThrough } from "./report/targets.ts";

export interface CompareOptions {
  readonly ground: Ground;
  readonly rounds: number;
  /** Which gateways beside ours. @default all that are here */
  readonly peers?: readonly string[] | undefined;
  readonly sharings: readonly Sharing[];
  /** Where ours is to leave its profile. */
  readonly profile?: ProfileFolder | undefined;
}

export async function deepTask(): Promise<Task> {
  const operation = deepOperation();
  return { operation, expected: toJson(await answerInOneProcess(operation)) };
}

/** As it looks after it was sent. */
function toJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

async function peersHere({ directory, report, signal }: Ground): Promise<readonly Gateway[]> {
  const rust = findHiveRouter(process.env);
  if (rust === undefined) report.say("No hive_router on PATH and no HIVE_ROUTER: the Rust router is left out");
  const scripts = scriptPeers(await preparePeers(directory, { report, signal }));
  return [...(rust === undefined ? [] : [hiveRouter(rust)]), ...scripts];
}

/** @throws SetupProblem when one that was asked for is not there */
async function choosePeers(ground: Ground, wanted: readonly string[] | undefined): Promise<readonly Gateway[]> {
  if (wanted?.length === 0) return [];
  const here = await peersHere(ground);
  const unknown = wanted?.filter((name) => !here.some((peer) => peer.name === name)) ?? [];
  if (unknown.length === 0) return wanted === undefined ? here : here.filter(({ name }) => wanted.includes(name));
  throw new SetupProblem(`Not here: ${unknown.join(", ")}.`, [`There are: ${here.map(({ name }) => name).join(", ")}.`]);
}

/** Setting by setting, so that a round compares like with like at about the same time. */
function candidatesOf(gateways: readonly Gateway[], sharings: readonly Sharing[]): readonly Candidate[] {
  return sharings.flatMap((sharing) =>
    gateways.filter((gateway) => gateway.sharings.includes(sharing)).map((gateway) => ({ gateway, sharing })),
  );
}

function settingsOf({ ground: { settings }, rounds }: CompareOptions): Comparison["settings"] {
  const { seconds, warmUpSeconds, vus, cores } = settings;
  return { rounds, seconds, warmUpSeconds, vus, loadCore: cores.load, gatewayCore: cores.gateway };
}

/** The deep query, through our router and the others. */
export async function compareGateways(options: CompareOptions): Promise<Comparison> {
  const { ground, rounds, sharings } = options;
  const startedAt = new Date().toISOString();
  const gateways = [ourGateway(options.profile), ...(await choosePeers(ground, options.peers))];
  const candidates = candidatesOf(gateways, sharings);
  const found = await measureRounds({ ground, candidates, rounds, task: await deepTask() });
  return { benchmark: "router", startedAt, settings: settingsOf(options), ...found, verdicts: judge(found.rows) };
}

async function bareServer({ directory, report, signal }: Ground): Promise<Gateway> {
  const { data } = await answerInOneProcess(passThroughOperation());
  const files = { schema: join(directory, "merged.graphql"), reviews: join(directory, "reviews.json") };
  await writeFile(files.schema, mergedSdl());
  await writeFile(files.reviews, JSON.stringify(data?.["reviews"]));
  return bareYoga(await preparePeers(directory, { report, signal }), files);
}

/** A query that one subgraph answers, through our router and from a server that has the answer itself. */
export async function comparePassThrough(options: CompareOptions): Promise<Comparison> {
  const { ground, rounds, sharings } = options;
  const startedAt = new Date().toISOString();
  const operation = passThroughOperation();
  const task = { operation, expected: toJson(await answerInOneProcess(operation)) };
  const bare = { gateway: await bareServer(ground), sharing: "none" } as const;
  const candidates = [bare, ...candidatesOf([ourGateway(options.profile)], sharings)];
  const found = await measureRounds({ ground, candidates, rounds, task });
  const verdicts = judgePassThrough(found.rows, BARE_YOGA);
  return { benchmark: "pass-through", startedAt, settings: settingsOf(options), ...found, verdicts };
}

/** Whether what was measured can be relied on: all of ours was measured, and nobody answered wrongly. */
export function isSound({ rows, failures }: Comparison): boolean {
  return rows.every(({ wrong }) => wrong === 0) && failures.every(({ gateway }) => gateway !== OURS) && rows.length > 0;
}
