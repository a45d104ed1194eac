import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { SUBGRAPHS, subgraphSdl } from "./documents.ts";

/** Composes the four into what all gateways get. @param origin where they are served: `http://127.0.0.1:1234` */
export function composeSupergraph(origin: string): string {
  const { supergraphSdl, errors } = composeServices(
    SUBGRAPHS.map((name) => ({ name, url: `${origin}/${name}`, typeDefs: parse(subgraphSdl(name)) })),
  );
  if (supergraphSdl === undefined) throw new Error(`The subgraphs do not compose: ${errors?.map(({ message }) => message).join("; ")}`);
  return supergraphSdl;
}
