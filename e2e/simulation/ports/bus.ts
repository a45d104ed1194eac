import type { Bus, BusMessage, DeadLetter } from "@mercato/chassis/bus";
import { DependencyUnavailableError } from "@mercato/chassis/errors";
import type { Life } from "../kernel/machine.ts";
import type { Wire } from "../kernel/wire.ts";
import type { BusServer, Member } from "./bus-server.ts";

/** The messaging port of one process. */
export function connectSimulatedBus(server: BusServer, life: Life, wire: Wire): Bus {
  async function send(site: string, part: () => void): Promise<void> {
    await wire.ask({
      site,
      effect: true,
      parts: [part],
      broken: () => new DependencyUnavailableError("bus"),
      away: server.away,
      faults: { lost: "publish-lost", unheard: "confirmation-lost" },
      conflict: null,
    });
  }
  return {
    publish: (message: BusMessage) => send(`publish ${message.type}`, () => server.store(message)),
    publishDeadLetter: (letter: DeadLetter) => send("dead letter", () => server.bury(letter)),
    async consume(options) {
      const member: Member = { life, options, taken: 0, stopped: false };
      server.join(member);
      return {
        async stop() {
          member.stopped = true;
          while (member.taken > 0) await life.clock.sleep(50);
        },
      };
    },
    ensureStreams: async () => undefined,
    ready: () => !server.away(),
    stop: async () => undefined,
  };
}
