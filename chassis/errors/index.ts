export {
  assertNever,
  DependencyUnavailableError,
  EnvironmentError,
  errorCode,
  InvalidMessageError,
  InvalidTokenError,
  InvariantError,
  isRetryable,
  MercatoError,
  StaleVersionError,
  UnknownSagaError,
} from "./errors.ts";
export { isKnownToPass, isWriteConflict } from "./passing.ts";
