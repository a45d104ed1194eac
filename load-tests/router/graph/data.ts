export interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  /** A year. */
  readonly birthday: number;
}

export interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
}

export interface Review {
  readonly id: string;
  readonly body: string;
  readonly authorId: string;
  readonly productUpc: string;
}

/** Above this price goods are sent for nothing. */
const FREE_SHIPPING_FROM = 900;

/** What only inventory can say, and only when it is told price and weight: the field with the `@requires`. */
export function shippingEstimate({ price, weight }: Pick<Product, "price" | "weight">): number {
  return price >= FREE_SHIPPING_FROM ? 0 : Math.round(weight / 2);
}

const NAMES = ["Ada Lovelace", "Grace Hopper", "Barbara Liskov", "Radia Perlman", "Frances Allen", "Karen Spärck Jones"];

export const users: readonly User[] = NAMES.map((name, index) => ({
  id: String(index + 1),
  name,
  username: name.split(" ")[0]?.toLowerCase() ?? name,
  birthday: 1900 + index * 7,
}));

const GOODS = ["Table", "Couch", "Glass", "Chair", "Lamp", "Shelf", "Carpet", "Mirror", "Desk"];

export const products: readonly Product[] = GOODS.map((name, index) => ({
  upc: String(index + 1),
  name,
  price: (index + 1) * 125,
  weight: (index + 1) * 40,
  inStock: index % 3 !== 1,
}));

/** Who wrote about what: user and product, both by their place in the lists above, from 1. */
const WRITTEN: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 2],
  [2, 3],
  [2, 1],
  [3, 4],
  [3, 2],
  [4, 5],
  [4, 1],
  [5, 3],
  [5, 1],
  [6, 2],
  [6, 3],
  [1, 4],
  [2, 5],
  [3, 1],
  [4, 3],
];

const OPINIONS = [
  "Does what it should, and has done so every day since it came; the colour is a little lighter than in the picture, which suits the room, or so everybody says who sees it.",
  "The second one that we bought. The first still stands in the hall, and nobody who visits believes for how little it was to be had, least of all the neighbours.",
  "Came a day early, well packed, all screws in their bag. One leg was a little short; a new one was here within the week, without a word, and so we shall order there again.",
  "Too heavy to carry up the stairs alone, and worth the trouble once it is there: nothing shakes, nothing creaks, and it cleans easily. A little cheaper would be better still.",
];

export const reviews: readonly Review[] = WRITTEN.map(([author, product], index) => ({
  id: String(index + 1),
  body: `${OPINIONS[index % OPINIONS.length]} Bought a year ago.`,
  authorId: String(author),
  productUpc: String(product),
}));

export const userById: ReadonlyMap<string, User> = new Map(users.map((user) => [user.id, user]));
export const productByUpc: ReadonlyMap<string, Product> = new Map(products.map((product) => [product.upc, product]));
export const reviewById: ReadonlyMap<string, Review> = new Map(reviews.map((review) => [review.id, review]));

export function reviewsBy(userId: string): readonly Review[] {
  return reviews.filter(({ authorId }) => authorId === userId);
}

export function reviewsOf(upc: string): readonly Review[] {
  return reviews.filter(({ productUpc }) => productUpc === upc);
}
