import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";

/** More ends than this within the window mean that starting again does not help. */
const mostRestarts = 5;
const windowMs = 60_000;
const pauseMs = 1000;

interface Part {
  name: string;
  command: string;
  args: readonly string[];
  options: SpawnOptions;
  /** Rejects, with what to say, when starting the part again cannot help. */
  beforeRestart?: (() => Promise<void>) | undefined;
}

interface Supervision {
  started: (part: Part, child: ChildProcess) => void;
  say: (sentence: string) => void;
  /** The part ended too often, or for good; the rest has to end too. */
  giveUp: () => void;
}

const reasonAgainst = (part: Part): Promise<string | null> =>
  (part.beforeRestart?.() ?? Promise.resolve()).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

/** Processes that are started again when they end by themselves, until `end` is called. */
export class Supervisor {
  readonly #running = new Map<string, ChildProcess>();
  readonly #ends = new Map<string, number[]>();
  readonly #told: Supervision;
  #ending = false;

  constructor(told: Supervision) {
    this.#told = told;
  }

  start(part: Part): void {
    if (this.#ending) return;
    const child = spawn(part.command, part.args, part.options);
    this.#running.set(part.name, child);
    this.#told.started(part, child);
    child.once("error", () => undefined);
    child.once("close", (code, signal) => {
      this.#running.delete(part.name);
      void this.#closed(part, signal ?? `code ${code ?? "none"}`);
    });
  }

  async #closed(part: Part, how: string): Promise<void> {
    const hopeless = this.#ending ? null : await reasonAgainst(part);
    if (this.#ending) return;
    if (hopeless !== null) {
      this.#told.say(hopeless);
      return this.#told.giveUp();
    }
    const now = Date.now();
    const recent = (this.#ends.get(part.name) ?? []).filter((at) => now - at < windowMs);
    this.#ends.set(part.name, [...recent, now]);
    if (recent.length >= mostRestarts) {
      this.#told.say(
        `The ${part.name} process ended ${recent.length + 1} times within a minute (${how}). Ending the rest; see what it said above, then start again with npm start.`,
      );
      return this.#told.giveUp();
    }
    this.#told.say(`The ${part.name} process ended unexpectedly (${how}). Starting it again.`);
    setTimeout(() => this.start(part), pauseMs).unref();
    return undefined;
  }

  /** Asks every part to end, kills those that have not after `patienceMs`, and waits for them. */
  async end(patienceMs = 30_000): Promise<void> {
    this.#ending = true;
    const gone = (child: ChildProcess): Promise<void> =>
      new Promise((resolve) => {
        const impatient = setTimeout(() => child.kill("SIGKILL"), patienceMs);
        child.once("close", () => {
          clearTimeout(impatient);
          resolve();
        });
        child.kill("SIGTERM");
      });
    await Promise.all([...this.#running.values()].map(gone));
  }
}
