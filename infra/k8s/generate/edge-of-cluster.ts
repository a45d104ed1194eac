import { describeService } from "@mercato/topology";
import { labels, type Manifest, NAMESPACE } from "./names.ts";

/** Named where an overlay has to put its own. */
const HOST = "shop.mercato.example";

/** The namespace refuses pods that are not restricted. */
export const namespace: Manifest = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: {
    name: NAMESPACE,
    labels: Object.fromEntries(["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}`, "restricted"])),
  },
};

/** The one way in: `/graphql` of the router, over TLS. Health and metrics stay inside. */
export const ingress: Manifest = {
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name: "router", labels: labels("router", "router") },
  spec: {
    ingressClassName: "nginx",
    tls: [{ hosts: [HOST], secretName: "router-tls" }],
    rules: [
      {
        host: HOST,
        http: {
          paths: [
            {
              path: "/graphql",
              pathType: "Exact",
              backend: { service: { name: "router", port: { number: describeService("router").port } } },
            },
          ],
        },
      },
    ],
  },
};
