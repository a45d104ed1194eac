/** The id of the product of a key. It follows from the key alone, so that two imports of one key at the same moment make one product. */
export function productIdOf(productKey: string): string {
  return `prd_${new Bun.CryptoHasher("sha256").update(productKey).digest("hex").slice(0, 32)}`;
}
