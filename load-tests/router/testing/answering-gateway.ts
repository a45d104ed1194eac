// A gateway that answers right a few times, and then what it is told to: ANSWER_FILE, then LATER_FILE.
import { env } from "node:process";

const answer = await Bun.file(env["ANSWER_FILE"] ?? "").text();
const later = await Bun.file(env["LATER_FILE"] ?? "").text();
const RIGHT_AT_FIRST = 50;

let answered = 0;
Bun.serve({
  hostname: "127.0.0.1",
  port: Number(env["PORT"]),
  fetch() {
    answered += 1;
    return new Response(answered <= RIGHT_AT_FIRST ? answer : later, { headers: { "content-type": "application/json" } });
  },
});
