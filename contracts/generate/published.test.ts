import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { defineEvent } from "../events/definition.ts";
import { payloadSchema } from "./messages.ts";
import { publishSchemas } from "./published.ts";
import { ContractError } from "./subgraphs.ts";

const fields = {
  orderId: z.string().min(1),
  reason: z.string().optional(),
  status: z.enum(["OPEN", "CLOSED"]),
  refund: z.strictObject({ amountMinor: z.int(), currency: z.string() }).nullable(),
  lines: z.array(z.strictObject({ sku: z.string(), quantity: z.int().positive() })).min(1),
};

function orderEvent(schema: z.ZodType, name = "placed") {
  return defineEvent({ context: "orders", version: 1, name, summary: "For tests.", schema, example: {} });
}

const released = orderEvent(z.strictObject(fields));
const published = new Map([[released.type, payloadSchema(released)]]);
const lines = (line: z.ZodType) => z.strictObject({ ...fields, lines: z.array(line).min(1) });
const { orderId: _, ...withoutOrderId } = fields;

/** What the gate says about a changed schema; empty when it lets it pass. */
function refusal(schema: z.ZodType): string {
  try {
    publishSchemas([orderEvent(schema)], published);
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(ContractError);
    return String(error);
  }
}

describe("a published message", () => {
  test.each([
    ["nothing", z.strictObject(fields)],
    ["an optional field", z.strictObject({ ...fields, note: z.string().optional() })],
    [
      "an optional field in a list's items",
      lines(z.strictObject({ sku: z.string(), quantity: z.int().positive(), note: z.string().optional() })),
    ],
    [
      "an optional field in something that may be null",
      z.strictObject({
        ...fields,
        refund: z.strictObject({ amountMinor: z.int(), currency: z.string(), at: z.string().optional() }).nullable(),
      }),
    ],
  ])("may gain %s", (_change, schema) => {
    expect(refusal(schema)).toBe("");
  });

  test.each([
    ["lose a field", z.strictObject(withoutOrderId), "payload.orderId is gone"],
    ["lose a field by renaming it", z.strictObject({ ...withoutOrderId, id: z.string().min(1) }), "payload.id is new and required"],
    ["gain a required field", z.strictObject({ ...fields, note: z.string() }), "payload.note is new and required"],
    ["make a field required", z.strictObject({ ...fields, reason: z.string() }), "payload.reason became required"],
    ["make a field optional", z.strictObject({ ...fields, orderId: z.string().min(1).optional() }), "payload.orderId became optional"],
    ["change a type", z.strictObject({ ...fields, orderId: z.int() }), 'payload.orderId changed its type: "string" became "integer"'],
    ["let a field be null", z.strictObject({ ...fields, orderId: z.string().min(1).nullable() }), "payload.orderId changed"],
    ["tighten a bound", z.strictObject({ ...fields, orderId: z.string().min(2) }), "payload.orderId changed its minLength: 1 became 2"],
    ["drop a bound", z.strictObject({ ...fields, orderId: z.string() }), "payload.orderId changed its minLength"],
    [
      "gain a value of an enumeration",
      z.strictObject({ ...fields, status: z.enum(["OPEN", "CLOSED", "LOST"]) }),
      "payload.status changed its enum",
    ],
    ["lose a value of an enumeration", z.strictObject({ ...fields, status: z.enum(["OPEN"]) }), "payload.status changed"],
    [
      "change a list's items",
      lines(z.strictObject({ sku: z.string(), quantity: z.number() })),
      "payload.lines[].quantity changed its type",
    ],
    ["open itself to unknown fields", z.looseObject(fields), "payload changed its additionalProperties"],
    [
      "change inside something that may be null",
      z.strictObject({ ...fields, refund: z.strictObject({ amountMinor: z.int() }).nullable() }),
      "payload.refund.currency is gone",
    ],
  ])("may not %s", (_change, schema, problem) => {
    const message = refusal(schema);
    expect(message).toContain("orders.v1.placed is published and may only gain optional fields");
    expect(message).toContain(problem);
    expect(message).toContain("make v2 beside it");
  });

  test("may not vanish", () => {
    expect(() => publishSchemas([], published)).toThrow("orders.v1.placed is published but declared no more");
  });
});

test("a new message is published as it is", () => {
  const files = publishSchemas([released, orderEvent(z.strictObject({ parcelId: z.string() }), "shipped")], published);
  expect(files.map(({ path }) => path)).toEqual([
    "contracts/events/published/orders.v1.placed.gen.json",
    "contracts/events/published/orders.v1.shipped.gen.json",
  ]);
});

test("all that is wrong is said at once", () => {
  const schema = z.strictObject({ ...withoutOrderId, reason: z.string(), extra: z.string() });
  expect(refusal(schema).match(/^ {4}payload/gm)).toHaveLength(3);
});
