import { execFileSync } from "node:child_process";
import { startNats } from "../servers/nats.ts";

// Starts NATS in the directory that is given, says where it is, and waits to be killed.
const nats = await startNats({ directory: process.argv[2] ?? "", own: true });
const children = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], { encoding: "utf8" });
const guard = children.split("\n").find((line) => line.includes("guard.sh"));
process.stdout.write(
  `${JSON.stringify({ pid: process.pid, port: Number(new URL(nats.url).port), guardPid: Number(guard?.trim().split(" ")[0]) })}\n`,
);
setInterval(() => undefined, 60_000);
