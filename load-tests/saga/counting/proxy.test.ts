import { expect, test } from "bun:test";
import { SetupProblem } from "@mercato/local/servers/problem";
import { serverOf } from "./proxy.ts";

test("one server is found, with or without port, name and options", () => {
  expect(serverOf("mongodb://127.0.0.1:41001")).toEqual({ host: "127.0.0.1", port: 41_001 });
  expect(serverOf("mongodb://somebody:secret@db/shop?w=1")).toEqual({ host: "db", port: 27_017 });
});

test("several servers, or some that are looked up, cannot be counted", () => {
  expect(() => serverOf("mongodb://a:1,b:2/?replicaSet=rs")).toThrow(SetupProblem);
  expect(() => serverOf("mongodb+srv://cluster.example.com")).toThrow(SetupProblem);
});
