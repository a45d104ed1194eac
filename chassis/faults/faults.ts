import type { SharedValues } from "../bus/shared-values.ts";
import type { Randomness } from "../clock/index.ts";
import type { Stoppable } from "../lifecycle/index.ts";
import type { Log } from "../log/index.ts";
import { type FaultName, type FaultSettings, faultFlags, faultNames, isFaultName } from "./flags.ts";

/** What is to fail in this process now. */
export interface Faults {
  /** The settings of a flag, null when it is not set for this service. */
  get<Name extends FaultName>(name: Name): FaultSettings<Name> | null;
  /** As `get`, and by chance null as often as the flag's rate says. */
  strikes<Name extends FaultName>(name: Name): FaultSettings<Name> | null;
}

/** Where nothing fails on purpose. */
export const NO_FAULTS: Faults = { get: () => null, strikes: () => null };

/** Where flags are kept for all processes of a shop. */
export const FAULTS_NAME = "faults";

/** Flags that are set, with their settings. */
export type SetFaults = { readonly [Name in FaultName]?: FaultSettings<Name> };

/** Sets a flag for all processes that heed flags. @throws ZodError for settings that it does not have. */
export async function setFault(values: SharedValues, name: FaultName, settings: object): Promise<object> {
  const checked: object = faultFlags[name].settings.parse(settings);
  await values.put(name, JSON.stringify(checked));
  return checked;
}

export async function clearFault(values: SharedValues, name: FaultName): Promise<void> {
  await values.put(name, null);
}

/** What stands in the value of a flag; null when it is none, or none that this release understands. */
function parse(name: FaultName, text: string): object | null {
  try {
    const parsed = faultFlags[name].settings.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export async function listFaults(values: SharedValues): Promise<SetFaults> {
  const found = await values.read();
  const set = faultNames.flatMap((name) => {
    const settings = parse(name, found.get(name) ?? "");
    return settings === null ? [] : [[name, settings] as const];
  });
  return Object.fromEntries(set);
}

export interface FaultsOptions {
  readonly service: string;
  readonly randomness: Randomness;
}

/** Flags by hand: of a test, or as they come. */
export function createFaults({ service, randomness }: FaultsOptions): Faults & {
  set<Name extends FaultName>(name: Name, settings: FaultSettings<Name> | null): void;
} {
  const set = new Map<FaultName, object>();
  function get<Name extends FaultName>(name: Name): FaultSettings<Name> | null {
    const settings = set.get(name) as (FaultSettings<Name> & { readonly service?: string }) | undefined;
    if (settings === undefined) return null;
    return settings.service === undefined || settings.service === service ? settings : null;
  }
  return {
    get,
    strikes(name) {
      const settings = get(name);
      const rate = settings !== null && "rate" in settings ? settings.rate : 1;
      return randomness.next() < rate ? settings : null;
    },
    set(name, settings) {
      if (settings === null) set.delete(name);
      else set.set(name, settings);
    },
  };
}

/** Follows the flags of a shop. To be asked for only where failing on purpose is allowed. */
export async function watchFaults(values: SharedValues, options: FaultsOptions & { readonly log: Log }): Promise<Faults & Stoppable> {
  const faults = createFaults(options);
  const watching = await values.watch((name, text) => {
    if (!isFaultName(name)) return;
    const settings = text === null ? null : parse(name, text);
    options.log.warn({ fault: name, isSet: settings !== null }, "a failure flag was changed");
    // It was parsed by the schema of this very flag.
    faults.set(name, settings as FaultSettings<typeof name> | null);
  });
  return { get: faults.get, strikes: faults.strikes, stop: watching.stop };
}
