// What Hive Gateway shares of what is in flight; everything else is at its default.
const sharing = process.env.SHARING;

export const gatewayConfig = {
  transportEntries: { "*.http": { options: { deduplicateInflightRequests: sharing !== "none" } } },
  inboundInflightRequestDeduplication: sharing === "requests",
};
