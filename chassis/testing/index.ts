export { createManualClock, type ManualClock } from "./clock.ts";
export { eventually } from "./eventually.ts";
export { createTestIdentity, type GraphqlAnswer, graphqlRequest, type TestIdentity } from "./identity.ts";
export { createRecordedLog, type RecordedLog } from "./log.ts";
export { startWorld, type World } from "./world.ts";
