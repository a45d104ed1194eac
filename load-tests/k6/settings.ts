/** What a run is told by the environment. Everything has a default, and the default target is this machine. */

function number(name: string, fallback: number): number {
  const text = __ENV[name];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${name} must be a number above zero, not "${text}"`);
  return value;
}

function given(name: string): string | undefined {
  const text = __ENV[name];
  return text === undefined || text === "" ? undefined : text;
}

export const settings = {
  /** The shop's GraphQL endpoint. */
  target: given("TARGET") ?? "http://127.0.0.1:4000/graphql",
  /** New iterations a second (an open model); undefined for a closed one. */
  rate: given("RATE") === undefined ? undefined : number("RATE", 1),
  /** Virtual users; undefined for the scenario's own number. */
  vus: given("VUS") === undefined ? undefined : number("VUS", 1),
  /** As k6 takes it: "30s"; undefined for the scenario's own. */
  duration: given("DURATION"),
  /** Accounts in the login pool. */
  customers: number("CUSTOMERS", 20),
  /** Latency budgets are multiplied with this: above 1 on a machine that is slow or shared. */
  budgetFactor: number("BUDGET_FACTOR", 1),
  /** Names this run's accounts: the same name signs in to the same accounts again. */
  run: given("RUN") ?? "k6",
  /** What the flash sale sells; undefined for the first product of the shop. */
  sku: given("SKU"),
  /** Buyers in the flash sale. */
  buyers: number("BUYERS", 300),
  /** Where the summary goes as JSON; undefined for text on the terminal. */
  summaryFile: given("SUMMARY_FILE"),
};
