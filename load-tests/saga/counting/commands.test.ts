import { expect, test } from "bun:test";
import mongoose from "mongoose";
import { createCommandReader, kindOf, type WireCommand } from "./commands.ts";

const OP_MSG = 2_013;
const OP_COMPRESSED = 2_012;

/** A message as a driver sends it: header, flags, and the command as its first section. */
function message(command: object, opCode = OP_MSG): Buffer {
  const body = Buffer.from(mongoose.mongo.BSON.serialize(command));
  const bytes = Buffer.alloc(21 + body.length);
  bytes.writeInt32LE(bytes.length, 0);
  bytes.writeInt32LE(opCode, 12);
  body.copy(bytes, 21);
  return bytes;
}

function read(chunks: readonly Buffer[]): readonly WireCommand[] {
  const commands: WireCommand[] = [];
  const take = createCommandReader((command) => commands.push(command));
  for (const chunk of chunks) take(chunk);
  return commands;
}

const INSERT = message({ insert: "orders", documents: [{ _id: "1" }], $db: "shop" });
const UPDATE = message({ update: "carts", updates: [], $db: "shop" });

test("a command is known by its name and its collection", () => {
  expect(read([INSERT])).toEqual([{ name: "insert", collection: "orders" }]);
});

test("two messages in one piece are two commands", () => {
  expect(read([Buffer.concat([INSERT, UPDATE])]).map(({ name }) => name)).toEqual(["insert", "update"]);
});

test("a message is read once, wherever it is cut", () => {
  const bytes = Buffer.concat([INSERT, UPDATE]);
  for (let cut = 1; cut < bytes.length; cut += 1) {
    expect(read([bytes.subarray(0, cut), bytes.subarray(cut)])).toHaveLength(2);
  }
});

test("a command for no collection has none", () => {
  expect(read([message({ ping: 1, $db: "admin" })])).toEqual([{ name: "ping", collection: "" }]);
});

test("what is not a plain message is passed over, and what follows is read", () => {
  expect(read([message({ insert: "orders" }, OP_COMPRESSED), UPDATE]).map(({ name }) => name)).toEqual(["update"]);
});

test("only what changes documents is a write", () => {
  expect(["insert", "findAndModify", "find", "hello", "createIndexes"].map(kindOf)).toEqual(["write", "write", "read", "other", "other"]);
});
