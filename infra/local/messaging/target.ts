import { connectNats, type NatsBus } from "@mercato/chassis/bus";
import { systemClock } from "@mercato/chassis/clock";
import { createLog } from "@mercato/chassis/log";
import { stackDirectory, stackPrefix } from "../checkout.ts";
import { SetupProblem } from "../servers/problem.ts";
import { readState } from "../stack-state.ts";

/** How a command is told which shop is meant. */
export interface TargetFlags {
  readonly stack: string;
  readonly nats?: string;
  readonly prefix?: string;
}

export interface Target {
  readonly natsUrl: string;
  /** First token of the shop's subjects and of its databases' names. */
  readonly prefix: string;
  /** Null when it is not known. */
  readonly mongoUrl: string | null;
}

/** The shop that is meant: the one that is named, else that of the environment, else a stack of this checkout. */
export async function findTarget({ stack, nats, prefix }: TargetFlags, env: NodeJS.ProcessEnv): Promise<Target> {
  const given = nats ?? env["NATS_URL"];
  if (given) return { natsUrl: given, prefix: prefix ?? env["BUS_PREFIX"] ?? stackPrefix(stack), mongoUrl: env["MONGO_URL"] ?? null };
  const state = await readState(stackDirectory(stack));
  if (state !== undefined) return { natsUrl: state.natsUrl, prefix: prefix ?? stackPrefix(stack), mongoUrl: state.mongoUrl };
  throw new SetupProblem(`The stack "${stack}" is not up.`, [
    "Start it in another terminal with `npm start`, or name NATS with --nats URL (or NATS_URL) and the shop with --prefix (or BUS_PREFIX).",
  ]);
}

const WAIT_MS = 5_000;

/** The bus of a shop, as an operator comes to it. */
export function openBus({ natsUrl, prefix }: Target): Promise<NatsBus> {
  const log = createLog({ service: "operator", level: "silent" });
  return connectNats({ url: natsUrl, name: "operator", prefix, replicas: 1, clock: systemClock, log, startTimeoutMs: WAIT_MS });
}
