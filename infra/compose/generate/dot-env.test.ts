import { expect, test } from "bun:test";
import { serviceNames } from "@mercato/topology";
import { shopText } from "./compose-files.ts";
import { dotEnvText } from "./dot-env.ts";
import { isForAll } from "./services.ts";

const inCompose = [...new Set(Array.from(shopText().matchAll(/\$\{(\w+)/g), ([, name]) => name ?? ""))];
const inExample = Array.from(dotEnvText().matchAll(/^# ([A-Z][A-Z0-9_]*)=/gm), ([, name]) => name ?? "");

/** `ORDERS_LOG_LEVEL`: the example explains these once, for all services. */
const isOneOfAll = (name: string) =>
  serviceNames.some((service) => name.startsWith(`${service.toUpperCase()}_`) && isForAll(name.slice(service.length + 1)));

test("every setting that compose.yaml lets through stands in .env.example, and no other", () => {
  expect(inExample.length).toBeGreaterThan(20);
  expect(inExample.toSorted()).toEqual(inCompose.filter((name) => !isOneOfAll(name)).toSorted());
});

test("no secret and nothing that the topology decides can be set there", () => {
  expect(inExample.filter((name) => /JWK|PASSWORD$|EMAIL$|MONGO_URL|NATS_URL|ROUTING_URLS/.test(name))).toEqual([]);
});
