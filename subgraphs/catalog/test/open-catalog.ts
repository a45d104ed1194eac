import { on, subscribe } from "@mercato/chassis/bus";
import { systemRandomness } from "@mercato/chassis/clock";
import type { Service } from "@mercato/chassis/service";
import { type GraphqlAnswer, graphqlRequest, startWorld, type World } from "@mercato/chassis/testing";
import { variantListed } from "@mercato/contracts/events/catalog";
import mongoose from "mongoose";
import type { ImportReport } from "../commands/import-products.ts";
import type { ImportRow } from "../domain/import-rows.ts";
import type { Listing } from "../domain/listing.ts";
import { readCatalogEnvironment } from "../environment.ts";
import { createCatalogService } from "../service.ts";

type Principal = World["identity"]["anonymous"];

export interface ListedEvent extends Listing {
  readonly productId: string;
  readonly revision: number;
}

/** A command that the service sent to its database. */
export interface SentCommand {
  readonly name: string;
  readonly command: Record<string, unknown>;
}

/** A catalogue on real servers, with two processes' worth of service, and everything that it publishes. */
export interface Catalog {
  readonly world: World;
  readonly service: Service;
  /** Of the same shop, sharing nothing but database and bus. */
  readonly second: Service;
  readonly staff: Principal;
  readonly customer: Principal;
  /** All events so far, in the order of the stream. */
  readonly listed: readonly ListedEvent[];
  readonly database: mongoose.mongo.Db;
  ask<Data>(query: string, variables?: object, principal?: Principal): Promise<GraphqlAnswer<Data>>;
  /** The data of an answer. @throws Error when there is none, or errors beside it. */
  data<Data>(query: string, variables?: object, principal?: Principal): Promise<Data>;
  importRows(rows: readonly ImportRow[], through?: Service): Promise<ImportReport>;
  /** What the first service sends to its database for some work; the relay's own reads and writes are left out. */
  commandsOf(work: () => Promise<unknown>): Promise<readonly SentCommand[]>;
  stop(): Promise<void>;
}

const IMPORT = /* GraphQL */ `
  mutation ($rows: [ImportVariantRow!]!) {
    importProducts(input: { rows: $rows }) {
      ... on ImportReport { created updated unchanged refused { index sku code message } }
    }
  }
`;

/** A row that can be imported; `changes` make it the one that a test needs. */
export function row(changes: Partial<ImportRow> & { readonly sku: string }): ImportRow {
  return { productTitle: `Title of ${changes.sku}`, price: "1.00", currency: "GBP", ...changes };
}

function clientOf(databaseName: string): mongoose.mongo.MongoClient {
  const connection = mongoose.connections.find(({ name }) => name === databaseName);
  if (connection === undefined) throw new Error(`nobody is connected to ${databaseName}`);
  return connection.getClient() as unknown as mongoose.mongo.MongoClient;
}

/** The relay looks for documents by `outboxSince`, and takes messages off them by an update that is a pipeline, as no other is. */
function isOfRelay({ name, command }: SentCommand): boolean {
  if (name === "find") return JSON.stringify(command["filter"]).includes('"outboxSince"');
  return name === "update" && JSON.stringify(command["updates"]).includes('"u":[');
}

/** Opens a shop of its own: nothing is in it. */
export async function openCatalog(): Promise<Catalog> {
  const world = await startWorld();
  const settings = world.environment("catalog");
  const monitored = new URL(settings["MONGO_URL"] ?? "");
  monitored.searchParams.set("monitorCommands", "true");
  const start = async (url: string) =>
    world.track(await createCatalogService({ environment: readCatalogEnvironment({ ...settings, MONGO_URL: url }), log: world.log }));
  const service = await start(monitored.href);
  const client = clientOf(world.databaseName("catalog"));
  const second = await start(world.mongoUrl);
  const { connection } = await world.connectDatabase("catalog");
  const database = connection.db;
  if (database === undefined) throw new Error("not connected");

  const listed: ListedEvent[] = [];
  const bus = await world.connectBus("listener");
  world.track(
    await subscribe({
      bus,
      consumer: "listener",
      randomness: systemRandomness,
      log: world.log,
      concurrency: 1,
      subscriptions: [on(variantListed, async (event) => void listed.push(event))],
    }),
  );

  const staff = world.identity.user("user_staff", ["catalog:write"]);
  const customer = world.identity.user("user_customer");
  const send = async <Data>(to: Service, query: string, options: { variables?: object; principal?: Principal }) => {
    const token = await world.identity.sign(options.principal ?? customer, "catalog");
    return graphqlRequest<Data>(to.fetch, { query, variables: options.variables ?? {}, token });
  };

  return {
    world,
    service,
    second,
    staff,
    customer,
    listed,
    database,
    ask: (query, variables = {}, principal = customer) => send(service, query, { variables, principal }),
    async data<Data>(query: string, variables: object = {}, principal = customer) {
      const answer = await send<Data>(service, query, { variables, principal });
      if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
      return answer.data;
    },
    async importRows(rows, through = service) {
      const answer = await send<{ importProducts: ImportReport }>(through, IMPORT, { variables: { rows }, principal: staff });
      if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
      return answer.data.importProducts;
    },
    async commandsOf(work) {
      const sent: SentCommand[] = [];
      const record = ({ commandName, command }: mongoose.mongo.CommandStartedEvent) =>
        void sent.push({ name: commandName, command: { ...command } });
      client.on("commandStarted", record);
      await work();
      client.off("commandStarted", record);
      return sent.filter((one) => !isOfRelay(one));
    },
    stop: () => world.stop(),
  };
}
