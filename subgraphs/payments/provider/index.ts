export { ProviderUnavailableError } from "./errors.ts";
export { openSandbox } from "./open-provider.ts";
export type { PaymentProvider } from "./provider.ts";
export { withTimeout } from "./timeout.ts";
