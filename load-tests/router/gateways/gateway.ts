import type { Launch } from "../measure/processor.ts";

/** What requests that are in flight at once may share. Each setting includes the one before. */
export const SHARINGS = ["none", "fetches", "requests"] as const;
export type Sharing = (typeof SHARINGS)[number];

export function isSharing(text: string): text is Sharing {
  return SHARINGS.some((sharing) => sharing === text);
}

/** What a gateway is started with. */
export interface GatewaySettings {
  /** On 127.0.0.1. */
  readonly port: number;
  readonly sharing: Sharing;
  readonly supergraphFile: string;
  /** A folder of its own, for its configuration. */
  readonly directory: string;
}

export interface GatewayLaunch extends Launch {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
}

/** A gateway that can be measured. */
export interface Gateway {
  /** As in `--peers`: "hive-rust-planner-bun". */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Whether it is written in JavaScript or TypeScript. */
  readonly isScript: boolean;
  /** What it can be set to share. */
  readonly sharings: readonly Sharing[];
  /** Where it serves: "/graphql". */
  readonly path: string;
  /** Writes its configuration, if it needs one, and says how it is started. */
  launch(settings: GatewaySettings): Promise<GatewayLaunch>;
}

/** What every gateway gets of the environment: no secret, and no setting of whoever runs the benchmark. */
export function basicEnvironment(): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", NODE_ENV: "production" };
}
