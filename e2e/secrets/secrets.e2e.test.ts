import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { serviceNames } from "@mercato/topology";
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from "graphql";
import { openCollector } from "../harness/collector.ts";
import { quiet } from "../harness/quiet.ts";
import { openShop } from "../harness/shop.ts";
import { type Attempt, plantEverywhere } from "./plant.ts";

const collector = openCollector();
const shop = await openShop("secrets", { environment: { all: { LOG_LEVEL: "trace", OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } } });
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 50 });

/** Looks like nothing else, and goes through every place where text may stand. */
const SECRET = `zqsecret${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`;
const places: string[] = [];
/** Secrets that the shop itself made: tokens. */
const issued: string[] = [];
/** What callers were answered, where it is an error. */
const errorAnswers: string[] = [];

const mark = (place: string): string => `${SECRET}x${places.push(place) - 1}x`;

/** The places whose text, and the tokens that, are found in a text. */
function found(text: string): readonly string[] {
  const planted = [...text.matchAll(new RegExp(`${SECRET}(?:x(\\d+)x)?`, "gi"))].map(([, index]) => places[Number(index)] ?? "somewhere");
  return [...new Set([...planted, ...issued.filter((token) => text.includes(token)).map(() => "an issued token")])];
}

interface Asked {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: unknown;
}

/** Sends anything to any address of the shop and keeps what the answer says of errors. */
async function send(url: string, init: RequestInit): Promise<Asked> {
  const text = await (await fetch(url, init)).text();
  const answer = text.startsWith("{") ? (JSON.parse(text) as Asked) : { errors: text };
  if (answer.errors !== undefined) errorAnswers.push(JSON.stringify(answer.errors));
  return answer;
}

const endpoint = shop.processes.endpoint;
const asJson = (token: string | null) => ({
  "content-type": "application/json",
  ...(token === null ? {} : { authorization: `Bearer ${token}` }),
});

function ask(attempt: Attempt, token: string | null): Promise<Asked> {
  return send(endpoint, { method: "POST", headers: asJson(token), body: JSON.stringify(attempt) });
}

const address = () => ({
  recipient: mark("address.recipient"),
  line1: mark("address.line1"),
  line2: mark("address.line2"),
  city: mark("address.city"),
  region: mark("address.region"),
  postalCode: "BS1 4ND",
  countryCode: "GB",
});

interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const SESSION = "{ __typename ... on Session { accessToken refreshToken } }";
const REGISTER = `mutation Register($input: RegisterInput!) { register(input: $input) ${SESSION} }`;
const LOGIN = `mutation Login($input: LoginInput!) { login(input: $input) ${SESSION} }`;
const REFRESH = `mutation Refresh($token: String!) { refreshSession(refreshToken: $token) ${SESSION} }`;

function keep(answer: Asked, field: string): Session {
  const session = answer.data?.[field] as Session;
  issued.push(session.accessToken, session.refreshToken);
  return session;
}

const credentials = { email: `${mark("email")}@customers.example`, password: mark("password") };
const opened = keep(await ask({ query: REGISTER, variables: { input: { ...credentials, name: mark("name") } } }, null), "register");

test("an account is opened, signed in to, refused and renewed with secrets", async () => {
  await ask({ query: REGISTER, variables: { input: { ...credentials, name: mark("name") } } }, null);
  await ask({ query: LOGIN, variables: { input: { ...credentials, password: mark("wrong password") } } }, null);
  const again = keep(await ask({ query: LOGIN, variables: { input: credentials } }, null), "login");
  keep(await ask({ query: REFRESH, variables: { token: again.refreshToken } }, null), "refreshSession");
  // Used twice: the session is revoked, and the log says so.
  await ask({ query: REFRESH, variables: { token: again.refreshToken } }, null);
  const add = {
    query: "mutation Add($input: AddressInput!) { addAddress(input: $input) { __typename } }",
    variables: { input: address() },
  };
  expect((await ask(add, opened.accessToken)).data).toEqual({ addAddress: { __typename: "Address" } });
});

test("orders are placed, declined, called off and sent back with secrets", async () => {
  const guest = await shop.guest();
  issued.push(guest.token ?? "");
  const declined = await guest.buy({ MUG: 1 }, { paymentToken: mark("card token"), shippingAddress: address() });
  await guest.awaits(declined, "CANCELLED");
  const orderId = await guest.buy({ MUG: 2 }, { shippingAddress: address() });
  const { lines } = await guest.awaits(orderId, "CONFIRMED");
  const back = { orderId, key: "r1", lines: [{ lineId: lines[0]?.id, quantity: 1 }], reason: mark("reason of a return") };
  const RETURN = "mutation Back($input: ReturnLinesInput!) { returnLines(input: $input) { __typename } }";
  await ask({ query: RETURN, variables: { input: back } }, staff.token);
  const CANCEL = "mutation Off($input: CancelOrderInput!) { cancelOrder(input: $input) { __typename } }";
  await ask({ query: CANCEL, variables: { input: { orderId, reason: mark("reason of a cancellation") } } }, guest.token);
  const NOTE = `mutation Note($note: String) {
    adjustStock(input: { key: "n1", sku: "MUG", quantity: -1, reason: DAMAGED, note: $note }) { __typename }
  }`;
  await ask({ query: NOTE, variables: { note: mark("note") } }, staff.token);
});

test("every input of the schema takes secrets, where they belong and where they do not, by variable and inline", async () => {
  const schema = buildClientSchema(await shop.client.ask<IntrospectionQuery>(getIntrospectionQuery()));
  const attempts = plantEverywhere(schema, mark);
  expect(attempts.length).toBeGreaterThan(80);
  for (const token of [null, opened.accessToken]) {
    for (const attempt of attempts) {
      const { data } = await ask(attempt, token);
      // Refusals are data, and say no more than errors do.
      if (JSON.stringify(data ?? null).includes('"code"')) errorAnswers.push(JSON.stringify(data));
    }
  }
});

test("documents, bodies, addresses and headers hold secrets that belong nowhere", async () => {
  const text = () => JSON.stringify(mark("inline document"));
  const documents = [
    `{ me { name(${text()}) } }`,
    `mutation { login(input: { email: ${text()}, password: ${text()} }`,
    `mutation { login(input: { email: ${text()}, password: ${text()}, extra: ${text()} }) { __typename } }`,
    `# ${mark("comment")}\n{ me { noSuchField } }`,
    `query ($p: String = ${text()}) { me { id } `,
    `mutation { login(input: """${mark("block string")}""") { __typename } }`,
    `{ me { id @include(if: ${text()}) } }`,
  ];
  for (const query of documents) await ask({ query, variables: { password: mark("unused variable") } }, null);
  const bodies = [mark("body"), `{"query": "${mark("broken body")}`, `["${mark("batch")}"]`, `{"query": {"a": "${mark("query object")}"}}`];
  for (const body of bodies) await send(endpoint, { method: "POST", headers: asJson(null), body });
  const search = new URLSearchParams({ query: "{ me { id } }", variables: JSON.stringify({ password: mark("query string") }) });
  await send(`${endpoint}?${search}`, { headers: { "graphql-require-preflight": "1" } });
  await send(`${endpoint}?query=${mark("query in the address")}`, { headers: { "graphql-require-preflight": "1" } });
  await send(new URL(`/${mark("path")}?token=${mark("address")}`, endpoint).href, {});
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  for (const name of ["tracestate", "baggage"]) {
    const headers = { ...asJson(opened.accessToken), traceparent, [name]: `vendor=${mark(`header ${name}`)}` };
    await send(endpoint, { method: "POST", headers, body: JSON.stringify({ query: "{ me { id } }" }) });
  }
  const secretHeaders = [
    "authorization",
    "cookie",
    "x-api-key",
    "user-agent",
    "referer",
    "accept-language",
    "x-forwarded-for",
    "x-anything",
  ];
  for (const name of secretHeaders) {
    for (const prefix of ["", "Bearer ", "Basic "]) {
      const headers = { ...asJson(null), [name]: `${prefix}${mark(`header ${name}`)}` };
      await send(endpoint, { method: "POST", headers, body: JSON.stringify({ query: "{ me { id } }" }) });
    }
  }
});

test("subgraphs are called past the router, and messages that no schema accepts come over the bus, with secrets", async () => {
  const LOGIN_INLINE = `mutation { login(input: { email: "a@b.example", password: "${mark("password past the router")}" }) { __typename } }`;
  for (const [service, origin] of Object.entries(shop.processes.urls)) {
    if (service === "router") continue;
    const headers = asJson(mark(`token for ${service}`));
    await send(`${origin}/graphql`, { method: "POST", headers, body: JSON.stringify({ query: LOGIN_INLINE }) });
    await send(`${origin}/${mark(`path of ${service}`)}`, {});
  }
  const authorize = {
    operationId: "o1",
    orderId: "o1",
    payerId: "p1",
    amount: { amountMinor: mark("amount"), currency: mark("currency") },
  };
  await shop.streams.publish("payments.v1.cmd.authorize", JSON.stringify({ ...authorize, paymentToken: mark("token on the bus") }));
  await shop.streams.publish("payments.v1.cmd.authorize", `no JSON ${mark("message")}`);
});

test("none of it is in any log line, span, metric or error answer, though all of it arrived", async () => {
  await quiet(shop);
  const origins = Object.values(shop.processes.urls);
  const metrics = await Promise.all(origins.map(async (origin) => (await fetch(`${origin}/metrics`)).text()));
  await shop.processes.stop();
  const logs = await Promise.all(serviceNames.map((name) => readFile(shop.processes.logFile(name), "utf8")));
  const watched = {
    logs: logs.join("\n"),
    spans: collector.bodies.join("\n"),
    metrics: metrics.join("\n"),
    errors: errorAnswers.join("\n"),
  };

  for (const [what, text] of Object.entries(watched)) expect([what, found(text)]).toEqual([what, []]);

  // All four were really written: each says something that only these requests can have made it say.
  expect(watched.logs).toContain('"operation":"PlantInline"');
  expect(watched.logs).toContain("message became a dead letter");
  expect(watched.spans).toContain("PlantInline");
  expect(watched.metrics).toContain('operation="PlantInline"');
  expect(errorAnswers.length).toBeGreaterThan(100);
  const stored = JSON.stringify([...(await shop.databases.contents())]);
  for (const place of ["name", "email", "address.line1"]) expect([place, found(stored).includes(place)]).toEqual([place, true]);
});
