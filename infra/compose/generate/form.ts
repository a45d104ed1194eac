/** A check that a container runs well, in compose's words. */
export interface HealthCheck {
  readonly test: readonly string[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
  readonly start_period: string;
  readonly start_interval: string;
}

/** The part of compose's service that the generator writes. */
export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly args: Readonly<Record<string, string>> };
  readonly command?: readonly string[];
  readonly profiles?: readonly string[];
  readonly user: string;
  readonly read_only: true;
  readonly tmpfs?: readonly string[];
  readonly cap_drop: readonly ["ALL"];
  readonly security_opt: readonly ["no-new-privileges:true"];
  readonly init?: true;
  readonly restart: "unless-stopped" | "no";
  readonly stop_grace_period: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: "service_healthy"; readonly restart?: true }>>;
  readonly healthcheck?: HealthCheck;
  readonly deploy: { readonly resources: { readonly limits: { readonly cpus: string; readonly memory: string; readonly pids: number } } };
}

/** A compose file. */
export interface ComposeFile {
  readonly name?: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks?: Readonly<Record<string, { readonly internal: true } | null>>;
  readonly volumes?: Readonly<Record<string, null>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
  readonly configs?: Readonly<Record<string, { readonly file: string }>>;
}

/** What every container has: no root, nothing to write to, no privileges to gain. */
export const CONFINED = {
  read_only: true,
  cap_drop: ["ALL"],
  security_opt: ["no-new-privileges:true"],
} as const satisfies Partial<ComposeService>;

/** Asks every 10 s, and every second while the container starts. */
export function healthCheck(test: readonly string[]): HealthCheck {
  return { test, interval: "10s", timeout: "5s", retries: 3, start_period: "60s", start_interval: "1s" };
}

/** Upper bounds of a container. `pids` bounds processes and threads. */
export function limits(cpus: string, memory: string, pids = 256): ComposeService["deploy"] {
  return { resources: { limits: { cpus, memory, pids } } };
}
