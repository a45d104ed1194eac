import type { z } from "zod";

/**
 * A message that crosses a boundary: what it is called on the bus and what it carries.
 * Events say what happened (`mercato.<context>.v<N>.<past-participle>`), commands ask for a saga step (`mercato.<context>.v<N>.cmd.<verb>`).
 * A published version only gains optional fields; anything else is the next version beside it.
 */
export interface MessageContract<Schema extends z.ZodType = z.ZodType> {
  readonly kind: "event" | "command";
  /** The bounded context that publishes the event, or obeys the command. */
  readonly context: string;
  readonly version: number;
  readonly name: string;
  /** Without the bus prefix, e.g. `orders.v1.placed`; also the CloudEvents type. */
  readonly type: string;
  /** What it means and what a consumer may rely on; published in the AsyncAPI document. */
  readonly summary: string;
  readonly schema: Schema;
  /** One payload as it could be on the bus; published too, and a start for tests. */
  readonly example: z.infer<Schema>;
}

/** The payload of a contract's messages. */
export type PayloadOf<C extends MessageContract> = z.infer<C["schema"]>;

type ContractOptions<Schema extends z.ZodType> = Omit<MessageContract<Schema>, "kind" | "type">;

/** Declares an event; `name` is a past participle. */
export function defineEvent<Schema extends z.ZodType>(options: ContractOptions<Schema>): MessageContract<Schema> {
  return { ...options, kind: "event", type: `${options.context}.v${options.version}.${options.name}` };
}

/** Declares a saga command; `name` is a verb. */
export function defineCommand<Schema extends z.ZodType>(options: ContractOptions<Schema>): MessageContract<Schema> {
  return { ...options, kind: "command", type: `${options.context}.v${options.version}.cmd.${options.name}` };
}
