import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Workers that advance cases as processes of their own, so that they can be killed. */
export interface OffboardingProcesses {
  start(): ChildProcess;
  /** `kill -9`; returns when the process is gone. */
  kill(child: ChildProcess): Promise<void>;
  /** Rejects, with all that was written, where the process ends before it was killed. */
  endedByItself(child: ChildProcess): Promise<never>;
  /** All that they have written. */
  said(): string;
  close(): void;
}

export function offboardingProcesses(): OffboardingProcesses {
  const children = new Set<ChildProcess>();
  let words = "";
  return {
    start: () => {
      const script = new URL("./offboarding-worker.ts", import.meta.url).pathname;
      const options = ["--conditions=react-server", "--import", "tsx", script];
      const child = spawn(process.execPath, options, { stdio: ["ignore", "pipe", "pipe"] });
      for (const stream of [child.stdout, child.stderr])
        stream?.on("data", (part: Buffer) => (words += part.toString()));
      children.add(child);
      return child;
    },
    kill: async (child) => {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
      children.delete(child);
    },
    endedByItself: async (child) => {
      const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
      if (signal === "SIGKILL") return new Promise<never>(() => undefined);
      throw new Error(`The worker ended by itself with ${code ?? signal}: ${words}`);
    },
    said: () => words,
    close: () => {
      for (const child of children) child.kill("SIGKILL");
    },
  };
}
