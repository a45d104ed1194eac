import { MercatoError } from "./errors.ts";

/** What database clients call it when no server could be reached, or the answer did not come. Their errors are no MercatoErrors. */
const OUTAGES: ReadonlySet<string> = new Set([
  "MongoNetworkError",
  "MongoNetworkTimeoutError",
  "MongoNotConnectedError",
  "MongoOperationTimeoutError",
  "MongoPoolClearedError",
  "MongoPoolClosedError",
  "PoolClearedOnNetworkError",
  "MongoWaitQueueTimeoutError",
  "MongoServerSelectionError",
  "MongooseServerSelectionError",
  "MongoStalePrimaryError",
  "MongoTopologyClosedError",
]);

/** MongoDB's WriteConflict, and DocumentDB's number for PostgreSQL's "deadlock detected" (40P01). */
const CONFLICTS: ReadonlySet<unknown> = new Set([112, 16_908_292]);

function codesOf(error: Error): readonly unknown[] {
  const writeErrors = "writeErrors" in error ? [error.writeErrors].flat() : [];
  return [error, ...writeErrors].map((one) => (typeof one === "object" && one !== null && "code" in one ? one.code : undefined));
}

/**
 * Whether two writes were in each other's way and the database gave one of them up, or one of several that were sent together: what it gave up
 * it did not write, and doing it again is right.
 */
export function isWriteConflict(error: unknown): boolean {
  return error instanceof Error && codesOf(error).some((code) => CONFLICTS.has(code));
}

function isFailover(error: Error): boolean {
  return "errorLabels" in error && Array.isArray(error.errorLabels) && error.errorLabels.includes("RetryableWriteError");
}

/** What is behind an error. A bulk write that lost its server tells of it in `errorResponse`, and has no cause. */
function behind(error: Error): readonly unknown[] {
  return "errorResponse" in error ? [error.cause, error.errorResponse] : [error.cause];
}

/**
 * Whether the error says of itself that it passes: one of ours that a retry can help, or a client's word for a server that is away or busy with
 * another. Such a failure is no verdict on what was attempted, however often it comes.
 */
export function isKnownToPass(error: unknown): boolean {
  if (error instanceof MercatoError) return error.retryable;
  if (!(error instanceof Error)) return false;
  return OUTAGES.has(error.name) || isFailover(error) || isWriteConflict(error) || behind(error).some(isKnownToPass);
}
