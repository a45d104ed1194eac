import { expect, test } from "bun:test";
import { InvalidArgumentError } from "commander";
import { cores, peerNames, port, sharings } from "./arguments.ts";

test("settings come in their own order, each once", () => {
  expect(sharings("requests,none,requests")).toEqual(["none", "requests"]);
  expect(() => sharings("some")).toThrow(InvalidArgumentError);
});

test('peers are names, and "ours" is none of them', () => {
  expect(peerNames("hive-router, yoga-apollo-bun")).toEqual(["hive-router", "yoga-apollo-bun"]);
  expect(peerNames("ours")).toEqual([]);
  expect(() => peerNames("a,,b")).toThrow(InvalidArgumentError);
});

test("cores are two numbers", () => {
  expect(cores("2,5")).toEqual({ load: 2, gateway: 5 });
  expect(() => cores("2")).toThrow(InvalidArgumentError);
  expect(() => cores("a,b")).toThrow(InvalidArgumentError);
});

test("a port is one", () => {
  expect(port("4000")).toBe(4_000);
  expect(() => port("0")).toThrow(InvalidArgumentError);
  expect(() => port("70000")).toThrow(InvalidArgumentError);
});
