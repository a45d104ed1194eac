import { describe, expect, test } from "bun:test";
import { addressOf, givenSource, withoutPassword } from "./given.ts";

describe("a server that was named", () => {
  test("its password is never shown", () => {
    expect(withoutPassword("mongodb://ada:secret@db.example:27017/shop")).toBe("mongodb://***@db.example:27017/shop");
    expect(withoutPassword("nats://127.0.0.1:4222")).toBe("nats://127.0.0.1:4222");
  });

  test("its first host is the one to try; the usual port holds when none is given", () => {
    expect(addressOf("mongodb://a.example:1,b.example:2/x", 27017)).toEqual({ host: "a.example", port: 1 });
    expect(addressOf("mongodb://user:pw@a.example", 27017)).toEqual({ host: "a.example", port: 27017 });
    expect(addressOf("nats://[::1]:4300", 4222)).toEqual({ host: "::1", port: 4300 });
    expect(addressOf("mongodb+srv://cluster.example/x", 27017)).toBe(undefined);
  });

  test("an empty variable counts as not set", async () => {
    const source = givenSource({ variable: "NATS_URL", env: { NATS_URL: "" }, check: () => Promise.reject(new Error("not to be asked")) });
    expect(await source.look()).toEqual({ kind: "absent", reason: "NATS_URL is not set" });
  });
});
