/** Work in flight that several callers may wait for. */
export interface Flights<T> {
  /**
   * Waits for the work in flight under a key; starts it when there is none. The work's own signal aborts once all who waited have gone away, and its outcome,
   * good or bad, is everybody's. Rejects with the reason of `signal` when that aborts.
   */
  join(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Flight<T> {
  readonly controller: AbortController;
  readonly outcome: Promise<T>;
  waiting: number;
}

export function createFlights<T>(): Flights<T> {
  const flights = new Map<string, Flight<T>>();

  function land(key: string, flight: Flight<T>): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  function take(key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const known = flights.get(key);
    if (known !== undefined) return known;
    const controller = new AbortController();
    const flight: Flight<T> = { controller, outcome: start(controller.signal), waiting: 0 };
    flights.set(key, flight);
    return flight;
  }

  return {
    join(key, signal, start) {
      if (signal.aborted) return Promise.reject(signal.reason);
      const flight = take(key, start);
      flight.waiting += 1;
      return new Promise((resolve, reject) => {
        function leave(): void {
          flight.waiting -= 1;
          if (flight.waiting === 0) {
            land(key, flight);
            flight.controller.abort(signal.reason);
          }
          reject(signal.reason);
        }
        function end(): void {
          signal.removeEventListener("abort", leave);
          land(key, flight);
        }
        signal.addEventListener("abort", leave, { once: true });
        flight.outcome.then(
          (value) => {
            end();
            resolve(value);
          },
          (error: unknown) => {
            end();
            reject(error);
          },
        );
      });
    },
  };
}
