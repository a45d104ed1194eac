// graphql-yoga in front of Apollo's gateway, on Bun. The gateway's own HTTP client costs half of the throughput there, so it gets Bun's.
import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { createYoga } from "graphql-yoga";

const gateway = new ApolloGateway({
  supergraphSdl: await Bun.file(process.env.SUPERGRAPH_FILE).text(),
  buildService: ({ url }) => new RemoteGraphQLDataSource({ url, fetcher: fetch }),
});
const { schema, executor } = await gateway.load();

/** Yoga's execution step, done by the gateway's executor. */
const useApolloGateway = {
  onExecute({ args, setExecuteFn }) {
    const { document, operationName, variableValues, contextValue, schema: executionSchema } = args;
    const request = { query: contextValue.params.query, operationName, variables: variableValues };
    const queryHash = `${operationName}:${request.query}`;
    const requestContext = { document, operationName, request, queryHash, context: contextValue, schema: executionSchema };
    setExecuteFn(() => executor({ ...requestContext, metrics: {}, logger: console, overallCachePolicy: undefined, cache: undefined }));
  },
};

const yoga = createYoga({ schema, plugins: [useApolloGateway], logging: "warn" });
Bun.serve({ fetch: yoga.fetch, hostname: "127.0.0.1", port: Number(process.env.PORT), idleTimeout: 120 });
