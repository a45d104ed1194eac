import { createSecrets, secretText } from "@mercato/local/shop/secrets";
import type { SecretName } from "@mercato/topology";
import { stringify } from "yaml";
import { NAMESPACE, secretReference } from "./names.ts";

const names: readonly SecretName[] = [
  "accessTokenPrivateJwk",
  "internalTokenPrivateJwk",
  "internalTokenJwks",
  "adminEmail",
  "adminPassword",
];

/** New keys and a first administrator as Secrets on standard output, for `kubectl create -f -`, which overwrites none. Nothing is kept here. */
const secrets = await createSecrets();
const entries = names.map((name) => ({ ...secretReference(name), value: secretText(secrets, name) }));
const objects = Object.entries(Object.groupBy(entries, ({ name }) => name)).map(([name, values = []]) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace: NAMESPACE },
  type: "Opaque",
  stringData: Object.fromEntries(values.map(({ key, value }) => [key, value])),
}));
process.stdout.write(objects.map((object) => stringify(object, { lineWidth: 0 })).join("---\n"));
