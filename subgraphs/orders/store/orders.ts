import {
  type Aggregate,
  type AggregateModel,
  type AggregateStore,
  aggregateSchema,
  createAggregateStore,
} from "@mercato/chassis/aggregate";
import type { Clock, Randomness } from "@mercato/chassis/clock";
import { ensureIndexes, isDuplicateKey } from "@mercato/chassis/mongo";
import type { OutboxRelay, OutboxSource } from "@mercato/chassis/outbox";
import type { SagaDueSource } from "@mercato/chassis/saga";
import type mongoose from "mongoose";
import { evolve, type OrderEvent, type OrderState, type OrderStatus } from "../domain/order.ts";

export type OrderAggregate = Aggregate<OrderState, OrderEvent>;

/** All conditions must hold. */
export interface OrderQuery {
  readonly buyerId?: string;
  readonly status?: OrderStatus;
  readonly needsAttention?: boolean;
  /** Inclusive. */
  readonly orderedFrom?: Date;
  /** Exclusive. */
  readonly orderedTo?: Date;
  readonly reference?: string;
}

/** Where an order stands in the order of lists: newest sale first, then by id. */
export interface OrderPosition {
  readonly orderedAt: Date;
  readonly id: string;
}

export interface OrderStore extends AggregateStore<OrderState, OrderEvent>, OutboxSource, SagaDueSource {
  relayTo(relay: OutboxRelay): void;
  findByKey(buyerId: string, idempotencyKey: string): Promise<OrderAggregate | null>;
  /** Up to `limit` orders after a position. */
  list(query: OrderQuery, page: { readonly limit: number; readonly after: OrderPosition | null }): Promise<readonly OrderAggregate[]>;
}

type Document = { _id: string; version: number; createdAt: Date } & Pick<OrderAggregate, "state" | "history" | "sagas">;

function toFilter(query: OrderQuery, after: OrderPosition | null): mongoose.mongo.Filter<Document> {
  const conditions: mongoose.mongo.Filter<Document>[] = [];
  const where = (condition: object) => conditions.push(condition as mongoose.mongo.Filter<Document>);
  if (query.buyerId !== undefined) where({ "state.buyerId": query.buyerId });
  if (query.status !== undefined) where({ "state.status": query.status });
  if (query.needsAttention !== undefined) where({ "state.attention": query.needsAttention ? { $ne: null } : null });
  if (query.reference !== undefined) where({ "state.reference": query.reference });
  if (query.orderedFrom !== undefined) where({ "state.orderedAt": { $gte: query.orderedFrom } });
  if (query.orderedTo !== undefined) where({ "state.orderedAt": { $lt: query.orderedTo } });
  if (after !== null) {
    where({ "state.orderedAt": { $lte: after.orderedAt } });
    where({ $or: [{ "state.orderedAt": { $lt: after.orderedAt } }, { _id: { $lt: after.id } }] });
  }
  return conditions.length === 0 ? {} : { $and: conditions };
}

/** Creates its indexes, then hands the store out. */
export async function createOrderStore(options: {
  readonly connection: mongoose.Connection;
  readonly clock: Clock;
  readonly randomness: Randomness;
}): Promise<OrderStore> {
  const schema = aggregateSchema<OrderState, OrderEvent>();
  schema.index({ "state.buyerId": 1, "state.idempotencyKey": 1 }, { unique: true });
  schema.index({ "state.buyerId": 1, "state.orderedAt": -1, _id: -1 });
  schema.index({ "state.orderedAt": -1, _id: -1 });
  schema.index({ "state.status": 1, "state.orderedAt": -1, _id: -1 });
  schema.index({ "state.reference": 1, "state.orderedAt": -1, _id: -1 }, { sparse: true });
  const model = options.connection.model("Order", schema, "orders") as unknown as AggregateModel<OrderState, OrderEvent>;
  await ensureIndexes([model], options);
  const store = createAggregateStore<OrderState, OrderEvent>({
    model,
    context: "orders",
    evolve,
    clock: options.clock,
    randomness: options.randomness,
  });
  const collection = model.collection as unknown as mongoose.mongo.Collection<Document>;
  const projection = { version: 1, state: 1, history: 1, sagas: 1, createdAt: 1 };
  const toAggregate = ({ _id, version, state, history, sagas, createdAt }: Document): OrderAggregate => ({
    id: _id,
    version,
    state,
    history,
    sagas,
    createdAt,
  });

  return {
    ...store,
    async findByKey(buyerId, idempotencyKey) {
      const filter = { "state.buyerId": buyerId, "state.idempotencyKey": idempotencyKey } as mongoose.mongo.Filter<Document>;
      const found = await collection.findOne(filter, { projection });
      return found === null ? null : toAggregate(found);
    },
    async list(query, { limit, after }) {
      const found = await collection
        .find(toFilter(query, after), { projection })
        .sort({ "state.orderedAt": -1, _id: -1 })
        .limit(limit)
        .toArray();
      return found.map(toAggregate);
    },
  };
}

/** Whether a write was refused because the buyer had used the idempotency key before. */
export function isKeyTaken(error: unknown): boolean {
  return isDuplicateKey(error);
}
