import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { provideSecrets, secretText } from "@mercato/local/shop/secrets";
import { type SecretName, topology } from "@mercato/topology";

/** The name of a secret's file, and of the secret in compose: `accessTokenPrivateJwk` is `access-token-private-jwk`. */
export function secretFileName(name: SecretName): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** All secrets of the shop, in order. */
export const secretNames: readonly SecretName[] = [
  ...new Set(
    topology.flatMap(({ variables }) => Object.values(variables).flatMap((source) => (source.from === "secret" ? [source.secret] : []))),
  ),
].toSorted();

/**
 * Writes a file for each secret into a folder, which keeps its secrets once it has some. Only its owner can enter the folder; the files
 * themselves are open to read, since compose mounts them as they are and the services run as another user.
 * @returns the paths of the files
 */
export async function writeSecretFiles(directory: string): Promise<readonly string[]> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const secrets = await provideSecrets(directory);
  return Promise.all(
    secretNames.map(async (name) => {
      const file = join(directory, secretFileName(name));
      await writeFile(file, secretText(secrets, name), { mode: 0o644 });
      await chmod(file, 0o644);
      return file;
    }),
  );
}
