// No gateway: one schema, served from memory. What a server costs that does nothing but answer.
import { readFile } from "node:fs/promises";
import { createSchema, createYoga } from "graphql-yoga";

const reviews = JSON.parse(await readFile(process.env.REVIEWS_FILE, "utf8"));
const schema = createSchema({
  typeDefs: await readFile(process.env.SCHEMA_FILE, "utf8"),
  resolvers: { Query: { reviews: () => reviews } },
});
const yoga = createYoga({ schema, logging: "warn" });
Bun.serve({ fetch: yoga.fetch, hostname: "127.0.0.1", port: Number(process.env.PORT), idleTimeout: 120 });
