import { buildSchema, type ExecutionResult, graphql } from "graphql";
import {
  type Product,
  productByUpc,
  products,
  type Review,
  reviews,
  reviewsBy,
  reviewsOf,
  shippingEstimate,
  type User,
  userById,
  users,
} from "./data.ts";
import { mergedSdl, type Operation } from "./documents.ts";

function ofReview(review: Review) {
  return {
    ...review,
    author: () => ofUser(userById.get(review.authorId)),
    product: () => ofProduct(productByUpc.get(review.productUpc)),
  };
}

function ofUser(user: User | undefined) {
  return user === undefined ? null : { ...user, reviews: () => reviewsBy(user.id).map(ofReview) };
}

function ofProduct(product: Product | undefined) {
  if (product === undefined) return null;
  return { ...product, shippingEstimate: shippingEstimate(product), reviews: () => reviewsOf(product.upc).map(ofReview) };
}

const rootValue = {
  me: () => ofUser(users[0]),
  user: ({ id }: { readonly id: string }) => ofUser(userById.get(id)),
  users: () => users.map(ofUser),
  topProducts: ({ first }: { readonly first: number }) => products.slice(0, first).map(ofProduct),
  reviews: () => reviews.map(ofReview),
};

/** What graphql-js answers on the merged schema in one process: what every gateway must answer. */
export function answerInOneProcess({ query, operationName }: Operation): Promise<ExecutionResult> {
  return graphql({ schema: buildSchema(mergedSdl()), source: query, operationName, rootValue });
}
