import { SetupProblem } from "./problem.ts";
import type { Source } from "./source.ts";

export interface GivenOptions {
  /** The variable that names the server: "MONGO_URL". */
  readonly variable: string;
  readonly env: NodeJS.ProcessEnv;
  /** Throws when the server does not answer. */
  readonly check: (url: string) => Promise<void>;
}

/** A server that somebody else runs, named by an environment variable. */
export function givenSource({ variable, env, check }: GivenOptions): Source {
  return {
    name: "given",
    async look() {
      const url = env[variable] ?? "";
      if (url === "") return { kind: "absent", reason: `${variable} is not set` };
      await check(url);
      return { kind: "given", what: `${withoutPassword(url)}, from ${variable}`, url };
    },
  };
}

/** A URL as it may be shown. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//***@");
}

/** The first host and port of a URL, or undefined when only the driver can tell (SRV records). */
export function addressOf(url: string, usualPort: number): { host: string; port: number } | undefined {
  if (url.includes("+srv:")) return undefined;
  const hosts = /\/\/(?:[^@/]*@)?([^/?]+)/.exec(url)?.[1];
  const first = hosts?.split(",")[0];
  const match = first === undefined ? null : /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(first);
  if (match?.[1] === undefined) return undefined;
  return { host: match[1].replace(/^\[|\]$/g, ""), port: match[2] === undefined ? usualPort : Number(match[2]) };
}

/** The problem of a server that was named but is not there. */
export function unreachable(variable: string, url: string): SetupProblem {
  return new SetupProblem(`${variable} is ${withoutPassword(url)}, and nothing answers there.`, [
    `Start that server, or unset ${variable} to have one found or installed.`,
  ]);
}
