/** Schema files are imported as text: `import typeDefs from "@mercato/contracts/graphql/orders.graphql" with { type: "text" }`. */
declare module "*.graphql" {
  const text: string;
  export default text;
}
