export {
  clearFault,
  createFaults,
  FAULTS_NAME,
  type Faults,
  type FaultsOptions,
  listFaults,
  NO_FAULTS,
  type SetFaults,
  setFault,
  watchFaults,
} from "./faults.ts";
export { type FaultName, type FaultSettings, faultFlags, faultNames, isFaultName } from "./flags.ts";
export { type InjectOptions, withBusFaults, withClockFaults, withFetchFaults } from "./inject.ts";
