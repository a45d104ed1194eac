/** What requests hold while they need it. */
export interface Lease<T> {
  readonly value: T;
  /** To be called once, when it is not needed any more. */
  release(): void;
}

/** What can be let go of. */
interface Closable {
  close(): void;
}

/**
 * Holds what is made of the supergraph that is served, and lets another take its place between two requests: who came before keeps what it had, who
 * comes after has the new, nobody has parts of both. What was replaced is closed as soon as nobody has it any more.
 */
export interface LiveSupergraph<T extends Closable> {
  current(): T;
  lease(): Lease<T>;
  swap(next: T): void;
  /** How many are held: one, and those that are replaced and still needed. */
  held(): number;
  /** Closes all of them, needed or not. */
  close(): void;
}

interface Generation<T> {
  readonly value: T;
  leases: number;
}

export function createLiveSupergraph<T extends Closable>(first: T): LiveSupergraph<T> {
  let current: Generation<T> = { value: first, leases: 0 };
  const held = new Set([current]);

  function closeUnneeded(generation: Generation<T>): void {
    if (generation === current || generation.leases > 0 || !held.delete(generation)) return;
    generation.value.close();
  }

  return {
    current: () => current.value,
    lease() {
      const generation = current;
      generation.leases += 1;
      return {
        value: generation.value,
        release() {
          generation.leases -= 1;
          closeUnneeded(generation);
        },
      };
    },
    swap(next) {
      const replaced = current;
      current = { value: next, leases: 0 };
      held.add(current);
      closeUnneeded(replaced);
    },
    held: () => held.size,
    close() {
      for (const { value } of held) value.close();
      held.clear();
    },
  };
}

/** What is sent in parts: its body is still being made when its head is there. */
const IN_PARTS = /^(multipart\/|text\/event-stream)/;

/** Releases a lease once a response needs it no more: at once when it is whole, at the end of its body when it comes in parts. */
export function releasedAfter(response: Response, release: () => void): Response {
  // The body is looked at only where it has to be: that makes a stream of it, which is slower to send than a text.
  const body = IN_PARTS.test(response.headers.get("content-type") ?? "") ? response.body : null;
  if (body === null) {
    release();
    return response;
  }
  const reader = body.getReader();
  const watched = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        release();
        controller.close();
      } catch (error) {
        release();
        controller.error(error);
      }
    },
    cancel(reason) {
      release();
      return reader.cancel(reason);
    },
  });
  return new Response(watched, { status: response.status, statusText: response.statusText, headers: response.headers });
}
