import { countedIn } from "../telemetry/index.ts";

/** Makes the counter of messages that were given up, whoever gives them up. */
export function createDeadLetterCounter(): (labels: { readonly service: string; readonly durable: string; readonly code: string }) => void {
  return countedIn({
    name: "mercato_dead_letters",
    unit: "{message}",
    description: "Messages that were given up and put into the dead-letter stream",
  });
}
