import { describe, expect, test } from "bun:test";
import { describeConflict } from "./free-port.ts";
import { listeningInodes, shortCommand } from "./port-holder.ts";

const TABLE = [
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
  "   0: 0100007F:0FA0 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41234 1 0000000000000000 100 0 0 10 0",
  "   1: 0100007F:0FA0 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 49999 1 0000000000000000 100 0 0 10 0",
  "   2: 00000000:0FA1 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41235 1 0000000000000000 100 0 0 10 0",
].join("\n");

describe("who holds a port", () => {
  test("only sockets that listen on that very port count, not connections through it", () => {
    expect(listeningInodes(TABLE, 4000)).toEqual(["41234"]);
    expect(listeningInodes(TABLE, 4001)).toEqual(["41235"]);
    expect(listeningInodes(TABLE, 4002)).toEqual([]);
  });

  test("a program is shown by its name and arguments, shortened", () => {
    expect(shortCommand("/usr/lib/bun\0/srv/main.ts\0")).toBe("bun /srv/main.ts");
    expect(shortCommand(`/bin/x\0${"a".repeat(200)}\0`)).toHaveLength(80);
  });

  test("a conflict says the port, what it was wanted for and who has it", () => {
    expect(describeConflict(4000, "the router", { pid: 12, command: "node server.js" })).toBe(
      "Port 4000, wanted for the router, is held by node server.js (process 12).",
    );
    expect(describeConflict(4222, "NATS", undefined)).toBe("Port 4222, wanted for NATS, is held by another process.");
  });
});
