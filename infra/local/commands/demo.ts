import { stackDirectory } from "../checkout.ts";
import { runDemo } from "../demo/demo.ts";
import { SetupProblem } from "../servers/problem.ts";
import { readState } from "../stack-state.ts";
import type { CommandContext } from "./context.ts";

export interface DemoCommandOptions {
  readonly stack: string;
  /** An endpoint, instead of the stack's. */
  readonly target?: string | undefined;
  readonly decline: boolean;
  readonly json: boolean;
  readonly search: string;
  readonly quantity: number;
}

async function endpointOf({ stack, target }: DemoCommandOptions): Promise<string> {
  if (target !== undefined) return new URL(target).pathname === "/" ? new URL("/graphql", target).href : target;
  const state = await readState(stackDirectory(stack));
  if (state !== undefined) return state.endpoint;
  throw new SetupProblem(`The stack "${stack}" is not up.`, [
    "Start it in another terminal with `npm start`, or name an endpoint with --target URL.",
  ]);
}

/** Places an order as a new customer and shows what happens. Exit code 1 unless it ends as it must. */
export async function demo(options: DemoCommandOptions, { print }: CommandContext): Promise<number> {
  const endpoint = await endpointOf(options);
  const result = await runDemo({ endpoint, decline: options.decline, search: options.search, quantity: options.quantity, say: print });
  print(result.ok ? "As it must be." : "This is not how it must end.");
  if (options.json) print(JSON.stringify(result));
  return result.ok ? 0 : 1;
}
