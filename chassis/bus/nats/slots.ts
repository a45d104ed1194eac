/** Places for work that is under way. */
export interface Slots {
  /** Resolves once there is at least one free place, with their number. */
  room(): Promise<number>;
  take(): void;
  release(): void;
  /** Resolves once all places are free. */
  empty(): Promise<void>;
}

export function createSlots(size: number): Slots {
  let taken = 0;
  let changed = Promise.withResolvers<void>();
  return {
    async room() {
      while (taken >= size) await changed.promise;
      return size - taken;
    },
    take() {
      taken += 1;
    },
    release() {
      taken -= 1;
      changed.resolve();
      changed = Promise.withResolvers<void>();
    },
    async empty() {
      while (taken > 0) await changed.promise;
    },
  };
}
