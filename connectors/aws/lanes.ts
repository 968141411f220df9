import { setTimeout as pause } from "node:timers/promises";
import { ConnectorError, type ConnectorIo } from "../contract";

const widest = 32;
const pausesMs = [200, 400, 800, 1_600];
/** Calls without throttling after which one more may be in flight. */
const calm = 64;

/**
 * How many calls one account gets at a time. It starts at sixteen, halves when AWS throttles, and
 * grows again by one after each quiet stretch, as TCP does: AWS publishes no limits for IAM.
 */
export class Lanes {
  readonly #io: ConnectorIo;
  #width = 16;
  #quiet = 0;
  #pausedUntil = 0;

  constructor(io: ConnectorIo) {
    this.#io = io;
  }

  get width(): number {
    return this.#width;
  }

  /** Maps in order. After a failure nothing new starts, and it is thrown once all that runs has ended. */
  map<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
    const results: R[] = [];
    let next = 0;
    let active = 0;
    const failures: unknown[] = [];
    return new Promise((resolve, reject) => {
      const start = (at: number): void => {
        active += 1;
        this.#patiently(() => run(items[at] as T))
          .then(
            (result) => void (results[at] = result),
            (error: unknown) => void failures.push(error),
          )
          .then(() => {
            active -= 1;
            pump();
          })
          .catch(reject);
      };
      const pump = (): void => {
        while (failures.length === 0 && active < this.#width && next < items.length) start(next++);
        if (active > 0) return;
        if (failures.length > 0) reject(failures[0]);
        else resolve(results);
      };
      pump();
    });
  }

  async #patiently<R>(run: () => Promise<R>): Promise<R> {
    for (const pauseMs of pausesMs) {
      const wait = this.#pausedUntil - Date.now();
      if (wait > 0) await pause(wait + Math.random() * 50, undefined, { signal: this.#io.signal });
      try {
        const result = await run();
        this.#widen();
        return result;
      } catch (error) {
        if (!isBrief(error)) throw error;
        this.#narrow(pauseMs);
      }
    }
    await pause(pausesMs.at(-1), undefined, { signal: this.#io.signal });
    return run();
  }

  #widen(): void {
    this.#quiet += 1;
    if (this.#quiet < calm) return;
    this.#quiet = 0;
    this.#width = Math.min(widest, this.#width + 1);
  }

  /** One burst of refusals halves once, however many calls were in flight. */
  #narrow(pauseMs: number): void {
    const now = Date.now();
    this.#quiet = 0;
    if (now < this.#pausedUntil) return;
    this.#pausedUntil = now + pauseMs;
    this.#width = Math.max(1, Math.floor(this.#width / 2));
  }
}

/** Throttling without a time to wait; with one, the runner waits and says so on the page. */
const isBrief = (error: unknown): boolean =>
  error instanceof ConnectorError &&
  error.code === "rate_limited" &&
  error.extra.retryAfterMs === undefined;
