import type { Clock } from "@mercato/chassis/clock";
import { InvariantError } from "@mercato/chassis/errors";
import { applyRows, type RowOutcome } from "../domain/decisions.ts";
import { type AcceptedRow, type ImportRow, judgeRows, type RefusedRow, refuseRow } from "../domain/import-rows.ts";
import { slugOf } from "../domain/words.ts";
import type { CategoryStore } from "../store/category-store.ts";
import type { ProductStore } from "../store/product-collection.ts";
import type { ProductReader } from "../store/product-reader.ts";
import { changeOf } from "./change-product.ts";
import { productIdOf } from "./product-id.ts";

/** What an import did: how many rows came to what, and the rows that were refused, in their order. */
export interface ImportReport {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: readonly RefusedRow[];
}

export type ImportProducts = (rows: readonly ImportRow[]) => Promise<ImportReport>;

export interface ImportProductsDependencies {
  readonly products: ProductStore;
  readonly reader: ProductReader;
  readonly categories: CategoryStore;
  readonly clock: Clock;
}

/** Rows of one product. */
interface Group {
  readonly productId: string;
  readonly rows: readonly AcceptedRow[];
}

/** What came of one round: outcomes of rows that were applied, rows refused, and groups that have to be decided on again. */
interface Round {
  readonly outcomes: readonly RowOutcome[];
  readonly refused: readonly RefusedRow[];
  readonly conflicts: readonly Group[];
}

/** A round is needed for each other import that takes a SKU or slug between our look at it and our write. */
const MOST_ROUNDS = 10;

function groupRows(accepted: readonly AcceptedRow[]): readonly Group[] {
  const byKey = Map.groupBy(accepted, ({ productKey }) => productKey);
  return [...byKey].map(([productKey, rows]) => ({ productId: productIdOf(productKey), rows }));
}

/** Slugs that a product may get, best first: the plain one is for whoever comes first, the last is nobody else's. */
function slugsFor({ productId, rows }: Group): readonly [string, ...string[]] {
  const base = slugOf(rows.at(-1)?.row.productTitle ?? "");
  const suffix = productId.slice("prd_".length);
  const stem = base === "" ? "product" : base;
  const suffixed = [`${stem}-${suffix.slice(0, 8)}`, `${stem}-${suffix}`] as const;
  return base === "" ? suffixed : [base, ...suffixed];
}

/** Parts rows whose SKU is another product's from those that may be applied. A SKU never leaves its product, so the refusal stands. */
function withoutForeign(
  groups: readonly Group[],
  owners: ReadonlyMap<string, string>,
): { groups: readonly Group[]; refused: readonly RefusedRow[] } {
  const isForeign = (productId: string, { row }: AcceptedRow) => (owners.get(row.sku) ?? productId) !== productId;
  return {
    groups: groups
      .map(({ productId, rows }) => ({ productId, rows: rows.filter((row) => !isForeign(productId, row)) }))
      .filter(({ rows }) => rows.length > 0),
    refused: groups.flatMap(({ productId, rows }) =>
      rows.filter((row) => isForeign(productId, row)).map(({ index, row }) => refuseRow(index, row.sku, "SKU_IN_OTHER_PRODUCT")),
    ),
  };
}

export function createImportProducts({ products, reader, categories, clock }: ImportProductsDependencies): ImportProducts {
  async function chooseSlugs(groups: readonly Group[]): Promise<ReadonlyMap<string, string>> {
    const wanted = groups.map((group) => ({ productId: group.productId, slugs: slugsFor(group) }));
    const taken = new Map(await reader.slugsTaken(wanted.flatMap(({ slugs }) => slugs)));
    return new Map(
      wanted.map(({ productId, slugs }) => {
        const slug = slugs.find((candidate) => (taken.get(candidate) ?? productId) === productId) ?? slugs[0];
        taken.set(slug, productId);
        return [productId, slug];
      }),
    );
  }

  async function applyRound(wanted: readonly Group[]): Promise<Round> {
    const skus = wanted.flatMap(({ rows }) => rows.map(({ row }) => row.sku));
    const { groups, refused } = withoutForeign(wanted, await reader.ownersOf(skus));
    const [slugs] = await Promise.all([
      chooseSlugs(groups),
      categories.ensure(groups.flatMap(({ rows }) => rows.flatMap((row) => row.categories))),
    ]);
    const now = clock.now();
    const byId = new Map(groups.map((group) => [group.productId, group]));
    const updated = await products.updateMany([...byId.keys()], (productId, current) => {
      const rows = byId.get(productId)?.rows.map(({ row }) => row) ?? [];
      const { events, outcomes } = applyRows(current?.state ?? null, rows, { slug: slugs.get(productId) ?? productId, now });
      return changeOf(productId, current, { events, result: outcomes });
    });
    return {
      outcomes: [...updated.values()].flatMap((one) => (one.kind === "applied" ? one.result : [])),
      refused,
      conflicts: groups.filter(({ productId }) => updated.get(productId)?.kind === "conflict"),
    };
  }

  return async function importProducts(input) {
    const { accepted, refused } = judgeRows(input);
    const outcomes: RowOutcome[] = [];
    const allRefused = [...refused];
    let groups = groupRows(accepted);
    for (let count = 1; groups.length > 0; count += 1) {
      if (count > MOST_ROUNDS)
        throw new InvariantError("products still conflict with others after their SKUs and slugs were looked up again");
      const round = await applyRound(groups);
      outcomes.push(...round.outcomes);
      allRefused.push(...round.refused);
      groups = round.conflicts;
    }
    const count = (wanted: RowOutcome) => outcomes.filter((outcome) => outcome === wanted).length;
    return {
      created: count("created"),
      updated: count("updated"),
      unchanged: count("unchanged"),
      refused: allRefused.toSorted((a, b) => a.index - b.index),
    };
  };
}
