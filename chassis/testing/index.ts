export { eventually } from "./eventually.ts";
export { createTestIdentity, type GraphqlAnswer, graphqlRequest, type TestIdentity } from "./identity.ts";
export { startWorld, type World } from "./world.ts";
