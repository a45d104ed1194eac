import type { Bus } from "@mercato/chassis/bus";
import type { PaymentProvider } from "@mercato/payments/provider";
import type { Life } from "../kernel/machine.ts";
import type { Scheduler } from "../kernel/scheduler.ts";
import type { WrapCollection } from "../store/connection.ts";

/** Where a bug is planted: a process, and time. */
export interface Soil {
  readonly life: Life;
  readonly scheduler: Scheduler;
}

/** Something that is broken on purpose, at a port: the simulation must find it. No production code knows of it. */
export interface Bug {
  readonly name: string;
  /** What somebody might have written. */
  readonly what: string;
  readonly collection?: WrapCollection;
  readonly bus?: (bus: Bus, soil: Soil) => Bus;
  readonly provider?: (provider: PaymentProvider) => PaymentProvider;
}
