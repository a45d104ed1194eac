import { expect, test } from "bun:test";
import { createLanes } from "./lanes.ts";

test("work under one key runs one after another, in the order in which it was asked for", async () => {
  const lanes = createLanes();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
    return name;
  };
  expect(await Promise.all([lanes.run("a", work("1")), lanes.run("a", work("2")), lanes.run("a", work("3"))])).toEqual(["1", "2", "3"]);
  expect(seen).toEqual(["1 begins", "1 ends", "2 begins", "2 ends", "3 begins", "3 ends"]);
});

test("keys do not wait for each other", async () => {
  const lanes = createLanes();
  const gate = Promise.withResolvers<void>();
  const held = lanes.run("a", () => gate.promise);
  expect(await lanes.run("b", async () => "through")).toBe("through");
  gate.resolve();
  await held;
});

test("a failure is its caller's, and the next work runs all the same", async () => {
  const lanes = createLanes();
  const failing = lanes.run("a", () => Promise.reject(new Error("no")));
  const next = lanes.run("a", async () => "yes");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("yes");
});
