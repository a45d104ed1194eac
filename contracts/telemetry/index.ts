/**
 * Names under which the shop can be watched: dashboards, alerts and tests use these, so a changed name is a contract change. They follow OpenTelemetry's
 * semantic conventions where these have a name. The chassis imports no contracts; a test compares what it writes with this list.
 */

/** Spans. A trace of an order goes: graphql.request → subgraph.fetch → graphql.request → publish → process → publish → process → … */
export const spans = {
  /** INTERNAL. What the router does with a document before it can run it. Missing where the answer was remembered. */
  graphqlParse: "graphql.parse",
  graphqlValidate: "graphql.validate",
  graphqlPlan: "graphql.plan",
  /** CLIENT. The router asks a subgraph. */
  subgraphFetch: "subgraph.fetch",
  /** SERVER. The router answers a client, or a subgraph the router. */
  graphqlRequest: "graphql.request",
  /** INTERNAL. A subgraph's resolver of a root field, entities (`Query._entities`) among them. */
  resolve: (field: string): string => `resolve ${field}`,
  /** CLIENT. A command to the database. */
  databaseCommand: "db.command",
  /** INTERNAL. A step of a saga, from its invocation to its outcome; within the span that learnt of it, which may be much later. */
  sagaStep: "saga.step",
  /** INTERNAL. Patience with a step of a saga has ended; within the trace in which the saga began. */
  sagaDue: "saga.due",
  /** PRODUCER. A message is handed to the bus; `type` as in the contract, e.g. `orders.v1.placed`. */
  publish: (type: string): string => `publish ${type}`,
  /** CONSUMER. A delivery is handled; child of, and linked to, the span that published it. */
  process: (type: string): string => `process ${type}`,
} as const;

/** Attributes of spans and resources. */
export const attributes = {
  /** Of the resource: accounts, catalog, …, router. */
  serviceName: "service.name",
  /** Id of a message, the same for every delivery of it. */
  messageId: "messaging.message.id",
  /** Type of a message: its subject without the bus prefix. */
  messageDestination: "messaging.destination.name",
  /** Always mongodb: what speaks its protocol. */
  databaseSystem: "db.system.name",
  databaseNamespace: "db.namespace",
  databaseCollection: "db.collection.name",
  /** find, update, aggregate, …: never with its values. */
  databaseOperation: "db.operation.name",
  sagaName: "saga.name",
  sagaStep: "saga.step",
  /** As in the metric of steps. */
  sagaOutcome: "saga.outcome",
  /** The subgraph that is asked. */
  subgraphName: "subgraph.name",
  /** As the client named it. */
  graphqlOperationName: "graphql.operation.name",
  /** query, mutation or subscription. */
  graphqlOperationType: "graphql.operation.type",
} as const;

/** Fields of log lines. A line is a fixed sentence and fields; it never carries a secret or a whole document. */
export const logFields = {
  /** Who writes: accounts, catalog, …, router. */
  service: "service",
  /** Of the span in which the line was written. */
  traceId: "traceId",
  spanId: "spanId",
  /** The error, with its stack and causes. */
  error: "err",
  /** Why something was refused, for people. */
  reason: "reason",
  /** The first of `errorCodes`, by which lines are grouped. */
  errorCode: "errorCode",
  /** Codes of the errors in a response, each once. */
  errorCodes: "errorCodes",
  /** Of a client's request; the client's own where it sent one. */
  requestId: "requestId",
  /** Of an HTTP request. */
  method: "method",
  /** Of an HTTP response. */
  status: "status",
  /** As the client named it. */
  operation: "operation",
  /** query, mutation or subscription. */
  operationType: "operationType",
  durationMs: "durationMs",
  /** The account that a line is about. */
  userId: "userId",
  /** A family of refresh tokens, from its login on. */
  sessionId: "sessionId",
  /** The subgraph that was asked. */
  subgraph: "subgraph",
  /** Response path of a resolver that failed. */
  path: "path",
  messageId: "messageId",
  messageType: "messageType",
  /** How many times a message was delivered, this one included. */
  attempt: "attempt",
  /** The durable consumer. */
  durable: "durable",
  /** A change of stock, a step of a saga. */
  operationId: "operationId",
  orderId: "orderId",
  returnId: "returnId",
  sku: "sku",
  /** How many of what the line is about. */
  count: "count",
  /** How many of them failed. */
  failed: "failed",
  /** Where an operation is known from: a file, a manifest's entry, or recent requests. */
  origin: "origin",
  /** Id of an aggregate's document. */
  documentId: "documentId",
  /** Id of the aggregate whose saga was to be moved. */
  aggregateId: "aggregateId",
  /** The payment provider in use. */
  provider: "provider",
  /** The part of a process that did not stop. */
  part: "part",
  /** The recurring task that failed. */
  sweep: "sweep",
  /** A failure flag. */
  fault: "fault",
  /** Labels of progressive overrides. */
  labels: "labels",
  /** Whether it was set; cleared otherwise. */
  isSet: "isSet",
  /** What happened to the connection to the bus. */
  natsStatus: "natsStatus",
  /** Where a service listens. */
  url: "url",
  pid: "pid",
  /** The signal that ended a process. */
  signal: "signal",
  /** How long something had, in milliseconds. */
  timeoutMs: "timeoutMs",
  /** How much work the hash of a password is. */
  memoryKib: "memoryKib",
  iterations: "iterations",
} as const;
