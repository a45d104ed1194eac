import { topology } from "@mercato/topology";
import { stringify } from "yaml";
import { SERVERS_CONFIG, serversConfig, serviceConfig } from "./config.ts";
import { ingress, namespace } from "./edge-of-cluster.ts";
import { externalServerEgress, externalServerPatches } from "./external-servers.ts";
import { initScript, mongodbManifests } from "./mongodb.ts";
import { type Manifest, mongoUrl, NAMESPACE, SERVER_REPLICAS } from "./names.ts";
import { natsConfig, natsManifests } from "./nats.ts";
import { COLLECTOR, collectorEgress, networkPolicies } from "./network-policies.ts";
import { serviceManifests } from "./service.ts";

/** A file that follows from the topology; its path starts at this room. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

const HEAD = "# Generated from infra/topology by `bun run k8s:gen`. Do not edit.\n";

function yaml(path: string, ...documents: readonly Manifest[]): GeneratedFile {
  const texts = documents.map((document) => stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }));
  return { path, text: `${HEAD}${texts.join("---\n")}` };
}

/** `kustomize` makes the ConfigMaps and puts a hash into their names, so that pods are replaced when one changes. */
function configMap(name: string, values: Readonly<Record<string, string>>): Manifest {
  return { name, literals: Object.entries(values).map(([key, value]) => `${key}=${value}`) };
}

function kustomization(resources: readonly string[]): Manifest {
  return {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    namespace: NAMESPACE,
    resources,
    configMapGenerator: [
      ...topology.map((service) => configMap(`${service.name}-config`, serviceConfig(service))),
      configMap(SERVERS_CONFIG, serversConfig()),
      { name: "nats-config", files: ["nats.conf"] },
      // A Job cannot be changed: its script keeps its name.
      { name: "mongodb-init", files: ["init-replica-set.gen.js"], options: { disableNameSuffixHash: true } },
    ],
  };
}

function baseFiles(version: string): readonly GeneratedFile[] {
  const resources = [
    yaml("base/namespace.yaml", namespace),
    ...topology.map((service) => yaml(`base/${service.name}.yaml`, ...serviceManifests(service, version))),
    yaml("base/nats.yaml", ...natsManifests(SERVER_REPLICAS)),
    yaml("base/mongodb.yaml", ...mongodbManifests(SERVER_REPLICAS)),
    yaml("base/ingress.yaml", ingress),
    yaml("base/network-policies.yaml", ...networkPolicies()),
  ];
  return [
    yaml("base/kustomization.yaml", kustomization(resources.map(({ path }) => path.replace("base/", "")))),
    ...resources,
    { path: "base/nats.conf", text: natsConfig(SERVER_REPLICAS) },
    { path: "base/init-replica-set.gen.js", text: initScript },
  ];
}

/** One NATS and one MongoDB, for a cluster on one machine. */
function singleServerFiles(): readonly GeneratedFile[] {
  const merge = { ...configMap(SERVERS_CONFIG, { MONGO_URL: mongoUrl(1), BUS_REPLICAS: "1" }), behavior: "merge" };
  const members = mongodbManifests(1).find(({ kind }) => kind === "Job");
  return [
    yaml("components/single-servers/kustomization.yaml", {
      apiVersion: "kustomize.config.k8s.io/v1alpha1",
      kind: "Component",
      configMapGenerator: [merge, { name: "nats-config", behavior: "replace", files: ["nats.conf"] }],
      replicas: ["nats", "mongodb"].map((name) => ({ name, count: 1 })),
      patches: [{ path: "mongodb-init.yaml" }],
    }),
    yaml("components/single-servers/mongodb-init.yaml", members ?? {}),
    { path: "components/single-servers/nats.conf", text: natsConfig(1) },
  ];
}

function externalServerFiles(): readonly GeneratedFile[] {
  return [
    yaml("components/external-servers/kustomization.yaml", {
      apiVersion: "kustomize.config.k8s.io/v1alpha1",
      kind: "Component",
      resources: ["network-policy.yaml"],
      // One by one: kustomize stumbles over a file of several patches that delete.
      patches: externalServerPatches().map((patch) => ({ patch: stringify(patch) })),
    }),
    yaml("components/external-servers/network-policy.yaml", externalServerEgress()),
  ];
}

/** Spans and metrics go to a Collector in the namespace `monitoring`. */
function telemetryFiles(): readonly GeneratedFile[] {
  return [
    yaml("components/telemetry/kustomization.yaml", {
      apiVersion: "kustomize.config.k8s.io/v1alpha1",
      kind: "Component",
      resources: ["network-policy.yaml"],
      configMapGenerator: topology.map(({ name }) => ({
        ...configMap(`${name}-config`, { OTEL_EXPORTER_OTLP_ENDPOINT: COLLECTOR }),
        behavior: "merge",
      })),
    }),
    yaml("components/telemetry/network-policy.yaml", collectorEgress()),
  ];
}

/** All files that follow from the topology. `version` is the images' tag where an overlay names no other. */
export function generateFiles(version: string): readonly GeneratedFile[] {
  return [...baseFiles(version), ...singleServerFiles(), ...externalServerFiles(), ...telemetryFiles()];
}
