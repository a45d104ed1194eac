/**
 * An unexpected failure with a stable code. Business refusals are not errors: they are outcomes, returned as data.
 */
export abstract class MercatoError extends Error {
  /** Stable; what alerts and callers match on. */
  abstract readonly code: string;
  /** Whether doing the same again can help: decides between another delivery and the dead-letter stream. */
  abstract readonly retryable: boolean;
}

/** An aggregate changed between being read and being written. Load it again and decide again. */
export class StaleVersionError extends MercatoError {
  override readonly name = "StaleVersionError";
  readonly code = "STALE_VERSION";
  readonly retryable = true;
  readonly entity: string;
  readonly id: string;
  constructor(entity: string, id: string, options?: ErrorOptions) {
    super(`${entity} ${id} changed since it was read`, options);
    this.entity = entity;
    this.id = id;
  }
}

/** A server that is needed did not answer, or answered that it cannot now. */
export class DependencyUnavailableError extends MercatoError {
  override readonly name = "DependencyUnavailableError";
  readonly code = "DEPENDENCY_UNAVAILABLE";
  readonly retryable = true;
  readonly dependency: string;
  constructor(dependency: string, options?: ErrorOptions) {
    super(`${dependency} is unavailable`, options);
    this.dependency = dependency;
  }
}

/** A message that its contract's schema does not accept. No number of deliveries changes that. */
export class InvalidMessageError extends MercatoError {
  override readonly name = "InvalidMessageError";
  readonly code = "INVALID_MESSAGE";
  readonly retryable = false;
  readonly subject: string;
  constructor(subject: string, reason: string, options?: ErrorOptions) {
    super(`message on ${subject} was refused: ${reason}`, options);
    this.subject = subject;
  }
}

/** Something that can only be true if the code is wrong. */
export class InvariantError extends MercatoError {
  override readonly name = "InvariantError";
  readonly code = "INVARIANT";
  readonly retryable = false;
}

/** A saga began under a definition that this process does not have. One of a later release has it: while releases are exchanged, both are there. */
export class UnknownSagaError extends MercatoError {
  override readonly name = "UnknownSagaError";
  readonly code = "UNKNOWN_SAGA";
  readonly retryable = true;
  readonly saga: string;
  readonly version: number;
  constructor(saga: string, version: number) {
    super(`no saga ${saga} of version ${version} is known`);
    this.saga = saga;
    this.version = version;
  }
}

/** The environment of a process lacks or misspells variables. */
export class EnvironmentError extends MercatoError {
  override readonly name = "EnvironmentError";
  readonly code = "ENVIRONMENT";
  readonly retryable = false;
  /** One line for each variable that is wrong. */
  readonly problems: readonly string[];
  constructor(service: string, problems: readonly string[]) {
    super(`the environment of ${service} is not usable:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

/** A token that does not prove what it should. `reason` is for logs, never for the caller. */
export class InvalidTokenError extends MercatoError {
  override readonly name = "InvalidTokenError";
  readonly code = "INVALID_TOKEN";
  readonly retryable = false;
  readonly reason: string;
  constructor(reason: string, options?: ErrorOptions) {
    super("the token is not valid", options);
    this.reason = reason;
  }
}

/** Whether another attempt can help. An error that does not say is taken as passing: attempts are bounded anyway. */
export function isRetryable(error: unknown): boolean {
  return error instanceof MercatoError ? error.retryable : true;
}

/** The stable code of any thrown value; `INTERNAL` when it has none of ours. */
export function errorCode(error: unknown): string {
  return error instanceof MercatoError ? error.code : "INTERNAL";
}

/** Marks a branch that the types say cannot be reached. @throws InvariantError when it is. */
export function assertNever(value: never): never {
  throw new InvariantError(`unexpected value ${JSON.stringify(value)}`);
}
