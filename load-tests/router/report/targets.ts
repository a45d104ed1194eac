import type { Sharing } from "../gateways/gateway.ts";
import { OURS } from "../gateways/ours.ts";
import type { Row } from "../measure/rounds.ts";

/** One thing that the router is to reach, and what was found. */
export interface Verdict {
  readonly target: string;
  readonly sharing: Sharing;
  readonly value: number;
  /** "at most" or "at least" this. */
  readonly bound: "<=" | ">=";
  readonly limit: number;
  readonly met: boolean;
  /** What to know when reading it. */
  readonly note: string;
}

type Figure = "cpuMsPerRequest" | "requestsPerSecond" | "p99Ms";

interface Ratio {
  readonly target: string;
  readonly sharing: Sharing;
  readonly figure: Figure;
  readonly bound: Verdict["bound"];
  readonly limit: number;
  /** Which of the others it is held against: the best of those. */
  readonly against: (row: Row) => boolean;
}

const MOST_RSS_MB = 200;

const named = (name: string) => (row: Row) => row.gateway === name;
const isHiveGateway = ({ gateway }: Row) => gateway.startsWith("hive-") && gateway !== "hive-router";

const SHARINGS: readonly Sharing[] = ["none", "fetches", "requests"];

const RATIOS: readonly Ratio[] = [
  {
    target: "CPU per request / Apollo Server + gateway on Node",
    sharing: "none",
    figure: "cpuMsPerRequest",
    bound: "<=",
    limit: 1 / 10,
    against: named("apollo-server-node"),
  },
  {
    target: "CPU per request / yoga + Apollo gateway on Bun",
    sharing: "none",
    figure: "cpuMsPerRequest",
    bound: "<=",
    limit: 1 / 3,
    against: named("yoga-apollo-bun"),
  },
  {
    target: "CPU per request / Hive Gateway with the Rust planner on Bun",
    sharing: "fetches",
    figure: "cpuMsPerRequest",
    bound: "<=",
    limit: 1 / 3,
    against: named("hive-rust-planner-bun"),
  },
  {
    target: "requests/s / the fastest Hive Gateway",
    sharing: "requests",
    figure: "requestsPerSecond",
    bound: ">=",
    limit: 1.5,
    against: isHiveGateway,
  },
  ...SHARINGS.map(
    (sharing): Ratio => ({
      target: "requests/s / Hive Router (Rust)",
      sharing,
      figure: "requestsPerSecond",
      bound: ">=",
      limit: 1,
      against: named("hive-router"),
    }),
  ),
  ...SHARINGS.map(
    (sharing): Ratio => ({
      target: "p99 / the best JavaScript gateway",
      sharing,
      figure: "p99Ms",
      bound: "<=",
      limit: 1,
      against: ({ isScript }) => isScript,
    }),
  ),
];

function holds(value: number, bound: Verdict["bound"], limit: number): boolean {
  return bound === "<=" ? value <= limit : value >= limit;
}

/** The best of the others: the fastest, or the cheapest. */
function best(rows: readonly Row[], figure: Figure): Row | undefined {
  const sorted = rows.toSorted((a, b) => a[figure] - b[figure]);
  return figure === "requestsPerSecond" ? sorted.at(-1) : sorted[0];
}

/** A rate says nothing of a gateway that the load could not fill. */
function noteOn(rows: readonly Row[], figure: Figure): string {
  if (figure === "cpuMsPerRequest") return "";
  const limited = rows.filter(({ limit }) => limit === "load").map(({ title }) => title);
  return limited.length === 0 ? "" : `the load side was the limit of ${limited.join(" and ")}`;
}

function judgeRatio(ratio: Ratio, rows: readonly Row[]): readonly Verdict[] {
  const { target, sharing, figure, bound, limit, against } = ratio;
  const same = rows.filter((row) => row.sharing === sharing);
  const ours = same.find(named(OURS));
  const other = best(
    same.filter((row) => row.gateway !== OURS && against(row)),
    figure,
  );
  if (ours === undefined || other === undefined) return [];
  const value = ours[figure] / other[figure];
  return [{ target, sharing, value, bound, limit, met: holds(value, bound, limit), note: noteOn([ours, other], figure) }];
}

function judgeMemory(row: Row): Verdict {
  const { rssMb: value, sharing } = row;
  return { target: "RSS after the run, MB", sharing, value, bound: "<=", limit: MOST_RSS_MB, met: value <= MOST_RSS_MB, note: "" };
}

/** Holds the rows against what the router is to reach. What was not measured is not judged. */
export function judge(rows: readonly Row[]): readonly Verdict[] {
  return [...RATIOS.flatMap((ratio) => judgeRatio(ratio, rows)), ...rows.filter(named(OURS)).map(judgeMemory)];
}

/** What a pass-through may cost, by what it costs a server that only answers. */
const PASS_THROUGH_LIMIT = 1.5;

/** Holds our router against a bare server that answers the same. */
export function judgePassThrough(rows: readonly Row[], bare: string): readonly Verdict[] {
  const other = rows.find(named(bare));
  if (other === undefined) return [];
  return rows.filter(named(OURS)).map(({ sharing, cpuMsPerRequest }) => {
    const value = cpuMsPerRequest / other.cpuMsPerRequest;
    const met = value <= PASS_THROUGH_LIMIT;
    return { target: "CPU per request / bare graphql-yoga", sharing, value, bound: "<=", limit: PASS_THROUGH_LIMIT, met, note: "" };
  });
}
