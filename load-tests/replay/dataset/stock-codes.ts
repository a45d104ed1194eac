/** Codes that stand for money, not goods: postage, carriage, manual entries, bank and marketplace fees, donations, samples, discounts. */
const MONEY_CODES = new Set(["POST", "DOT", "C2", "M", "BANK CHARGES", "AMAZONFEE", "CRUK", "S", "D", "B"]);

export type CodeKind = "product" | "discount" | "fee";

/** What a stock code stands for. Gift vouchers are sold like a fee: money for a promise, nothing leaves the shelf. */
export function kindOf(stockCode: string): CodeKind {
  const code = stockCode.toUpperCase();
  if (code === "D") return "discount";
  return MONEY_CODES.has(code) || code.startsWith("GIFT_") ? "fee" : "product";
}
