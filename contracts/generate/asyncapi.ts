import type { MessageContract } from "../events/definition.ts";
import { payloadSchema } from "./messages.ts";
import type { GeneratedFile } from "./subgraphs.ts";

type Document = Readonly<Record<string, unknown>>;

const ref = (path: string): Document => ({ $ref: `#/${path}` });

/** `orders.v1.placed` → `ordersV1Placed`: keys of AsyncAPI objects hold no dots. */
const keyOf = (type: string): string => type.replace(/[.-]([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

/** What the chassis puts beside every payload: CloudEvents 1.0 in binary mode, the stream's own deduplication, W3C trace context. */
const headers: Document = {
  type: "object",
  required: ["ce-specversion", "ce-id", "ce-type", "ce-source", "ce-time", "Nats-Msg-Id"],
  properties: {
    "ce-specversion": { type: "string", const: "1.0" },
    "ce-id": { type: "string", description: "Unique. A message that arrives again has the id that it had before: consumers drop it." },
    "ce-type": { type: "string", description: "The message's type: the subject without the bus prefix." },
    "ce-source": { type: "string", description: "The service that sent it." },
    "ce-subject": { type: "string", description: "What it is about, e.g. an order's id." },
    "ce-time": { type: "string", format: "date-time", description: "When it happened, in UTC." },
    "content-type": { type: "string", const: "application/json" },
    "Nats-Msg-Id": { type: "string", description: "The same as ce-id: the stream stores a second one only once within its window." },
    traceparent: { type: "string", description: "W3C trace context of the sender; missing when it was not traced." },
    tracestate: { type: "string" },
  },
};

function channelOf(contract: MessageContract): Document {
  return {
    address: `{prefix}.${contract.type}`,
    title: contract.type,
    description: `In the stream of ${contract.context}.`,
    parameters: { prefix: ref("components/parameters/prefix") },
    messages: { [keyOf(contract.type)]: ref(`components/messages/${keyOf(contract.type)}`) },
  };
}

/** From the context's own point of view: it sends its events and receives its commands. */
function operationOf(contract: MessageContract): Document {
  return {
    action: contract.kind === "event" ? "send" : "receive",
    channel: ref(`channels/${keyOf(contract.type)}`),
    summary: contract.summary,
    tags: [{ name: contract.context }],
  };
}

function messageOf(contract: MessageContract): Document {
  return {
    name: contract.type,
    title: contract.name,
    summary: contract.summary,
    contentType: "application/json",
    tags: [{ name: contract.context }, { name: contract.kind }],
    traits: [ref("components/messageTraits/cloudEvent")],
    payload: payloadSchema(contract),
    examples: [{ name: "example", payload: contract.example }],
  };
}

function byType(contracts: readonly MessageContract[], make: (contract: MessageContract) => Document): Document {
  return Object.fromEntries(contracts.map((contract) => [keyOf(contract.type), make(contract)]));
}

/** Documents everything that crosses the bus as AsyncAPI 3. */
export function describeMessages(contracts: readonly MessageContract[]): GeneratedFile {
  const document = {
    asyncapi: "3.1.0",
    info: {
      title: "Mercato messages",
      version: "1.0.0",
      description:
        "Events and saga commands between the services. Each message is stored at least once and applied effectively once. A version only gains optional fields; anything else is the next version beside it. Generated from contracts/events.",
      license: { name: "MIT" },
      tags: [...new Set(contracts.map(({ context }) => context))].map((name) => ({ name })),
    },
    defaultContentType: "application/json",
    servers: {
      local: { host: "127.0.0.1:4222", protocol: "nats", description: "NATS with JetStream, as `npm start` runs it." },
    },
    channels: byType(contracts, channelOf),
    operations: byType(contracts, operationOf),
    components: {
      parameters: {
        prefix: { default: "mercato", description: "Keeps several shops on one server apart; BUS_PREFIX of the services." },
      },
      messageTraits: { cloudEvent: { headers } },
      messages: byType(contracts, messageOf),
    },
  };
  return { path: "contracts/events/asyncapi.gen.json", text: `${JSON.stringify(document, null, 2)}\n` };
}
