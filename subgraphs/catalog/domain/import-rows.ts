import { currencySchema, parsePrice } from "@mercato/contracts/values/money";
import { type Category, categoriesAlong } from "./category.ts";
import type { VariantRow } from "./decisions.ts";

/** A row as it came. */
export interface ImportRow {
  readonly sku: string;
  readonly productKey?: string | null | undefined;
  readonly productTitle: string;
  readonly variantTitle?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly category?: readonly string[] | null | undefined;
  readonly price: string;
  readonly currency: string;
}

export type RefusalCode =
  | "INVALID_SKU"
  | "INVALID_PRODUCT_KEY"
  | "INVALID_PRICE"
  | "INVALID_CURRENCY"
  | "INVALID_TITLE"
  | "INVALID_DESCRIPTION"
  | "INVALID_CATEGORY"
  | "SKU_IN_OTHER_PRODUCT"
  | "DUPLICATE_SKU";

/** A row that was not applied. */
export interface RefusedRow {
  /** Position in the input, from 0. */
  readonly index: number;
  readonly sku: string;
  readonly code: RefusalCode;
  readonly message: string;
}

/** A row that may be applied. */
export interface AcceptedRow {
  readonly index: number;
  /** Groups variants into a product. */
  readonly productKey: string;
  readonly row: VariantRow;
  /** Of the row's category: itself and all above it, root first. Empty when the row names none. */
  readonly categories: readonly Category[];
}

export const MOST_ROWS = 1_000;
const KEY_LENGTH = 64;
const TITLE_LENGTH = 200;
const DESCRIPTION_LENGTH = 10_000;

const MESSAGES: Readonly<Record<RefusalCode, string>> = {
  INVALID_SKU: `A SKU has 1 to ${KEY_LENGTH} printable characters and no space at its ends.`,
  INVALID_PRODUCT_KEY: `A product key has 1 to ${KEY_LENGTH} printable characters and no space at its ends.`,
  INVALID_PRICE: 'A price is a decimal number of major units, not negative, such as "2.55".',
  INVALID_CURRENCY: "A currency is an ISO 4217 code in upper case.",
  INVALID_TITLE: `A title has 1 to ${TITLE_LENGTH} characters, on one line.`,
  INVALID_DESCRIPTION: `A description has at most ${DESCRIPTION_LENGTH} characters, without control characters.`,
  INVALID_CATEGORY: "A category is a path of 1 to 8 names of at most 80 characters, each with a letter or digit.",
  SKU_IN_OTHER_PRODUCT: "Another product has this SKU.",
  DUPLICATE_SKU: "An earlier row has this SKU.",
};

/** Why a row was not applied, for people and programs. */
export function refuseRow(index: number, sku: string, code: RefusalCode): RefusedRow {
  return { index, sku, code, message: MESSAGES[code] };
}

/** Letters, digits, signs and single spaces; nothing that cannot be seen, and no space at the ends. */
function isKey(text: string): boolean {
  return text.length >= 1 && text.length <= KEY_LENGTH && text.trim() === text && !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);
}

/** Control characters and halves of characters are damage on the way here; databases differ in what they make of them. */
function isText(text: string): boolean {
  return text.isWellFormed() && !/[^\P{Cc}\t\r\n]/u.test(text);
}

function isTitle(text: string): boolean {
  return text.length >= 1 && text.length <= TITLE_LENGTH && isText(text) && !/[\t\r\n]/.test(text);
}

function isDescription(text: string): boolean {
  return text.length <= DESCRIPTION_LENGTH && isText(text);
}

/** The row cleaned of spaces at its ends, and what is wrong with it, if anything. */
function judge(index: number, input: ImportRow): AcceptedRow | RefusalCode {
  const productKey = input.productKey ?? input.sku;
  const productTitle = input.productTitle.trim();
  const variantTitle = input.variantTitle?.trim() ?? null;
  const description = input.description?.trim() ?? null;
  const categories = input.category ? categoriesAlong(input.category) : [];
  const price = parsePrice(input.price, input.currency);
  const rules: readonly (readonly [boolean, RefusalCode])[] = [
    [isKey(input.sku), "INVALID_SKU"],
    [isKey(productKey), "INVALID_PRODUCT_KEY"],
    [isTitle(productTitle) && isTitle(variantTitle ?? productTitle), "INVALID_TITLE"],
    [isDescription(description ?? ""), "INVALID_DESCRIPTION"],
    [categories !== null, "INVALID_CATEGORY"],
    [currencySchema.safeParse(input.currency).success, "INVALID_CURRENCY"],
    [price !== null, "INVALID_PRICE"],
  ];
  const fault = rules.find(([isGood]) => !isGood);
  if (fault !== undefined || categories === null || price === null) return fault?.[1] ?? "INVALID_PRICE";
  const categoryId = categories.at(-1)?.id ?? null;
  return { index, productKey, row: { sku: input.sku, productTitle, variantTitle, description, categoryId, price }, categories };
}

/** Judges rows one by one: a bad row does not stop the others. Of several good rows with one SKU the first is accepted. */
export function judgeRows(rows: readonly ImportRow[]): {
  readonly accepted: readonly AcceptedRow[];
  readonly refused: readonly RefusedRow[];
} {
  const accepted: AcceptedRow[] = [];
  const refused: RefusedRow[] = [];
  const seen = new Set<string>();
  rows.forEach((input, index) => {
    const judged = judge(index, input);
    if (typeof judged === "string") refused.push(refuseRow(index, input.sku, judged));
    else if (seen.has(input.sku)) refused.push(refuseRow(index, input.sku, "DUPLICATE_SKU"));
    else {
      seen.add(input.sku);
      accepted.push(judged);
    }
  });
  return { accepted, refused };
}
