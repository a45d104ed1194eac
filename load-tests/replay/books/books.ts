/** One day's books. Amounts in pence. */
export interface DayBooks {
  readonly orders: number;
  readonly lines: number;
  readonly grossMinor: number;
  readonly refundsMinor: number;
}

export type Books = ReadonlyMap<string, DayBooks>;

export const EMPTY_DAY: DayBooks = { orders: 0, lines: 0, grossMinor: 0, refundsMinor: 0 };

/** Books that are being written. */
export function createBooks(): { add(day: string, entry: Partial<DayBooks>): void; readonly books: Books } {
  const books = new Map<string, DayBooks>();
  return {
    books,
    add(day, entry) {
      const before = books.get(day) ?? EMPTY_DAY;
      books.set(day, {
        orders: before.orders + (entry.orders ?? 0),
        lines: before.lines + (entry.lines ?? 0),
        grossMinor: before.grossMinor + (entry.grossMinor ?? 0),
        refundsMinor: before.refundsMinor + (entry.refundsMinor ?? 0),
      });
    },
  };
}

/** All days together. */
export function total(books: Books): DayBooks {
  const sum = createBooks();
  for (const day of books.values()) sum.add("total", day);
  return sum.books.get("total") ?? EMPTY_DAY;
}

export function sameBooks(a: DayBooks, b: DayBooks): boolean {
  return a.orders === b.orders && a.lines === b.lines && a.grossMinor === b.grossMinor && a.refundsMinor === b.refundsMinor;
}
