import type { Stoppable } from "../lifecycle/index.ts";

/** Values by name that every process of a shop sees within a moment of their change. For settings, not for data. */
export interface SharedValues {
  /** Sets a value; null takes it away. @throws DependencyUnavailableError when it is not known to be set. */
  put(key: string, value: string | null): Promise<void>;
  read(): Promise<ReadonlyMap<string, string>>;
  /** Tells the values there are, and then every change; null is one that was taken away. Resolves once those there are were told. */
  watch(onValue: (key: string, value: string | null) => void): Promise<Stoppable>;
}
