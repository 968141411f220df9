import type { ReadStream, WriteStream } from "node:tty";
import { DomainError } from "@/lib/domain/errors";
import { readStandardInput } from "./session";

const enter = new Set(["\r", "\n", "\u0004"]);
const erase = new Set(["\u007f", "\b"]);

/** Lines typed at a terminal that shows nothing of them; Ctrl-C ends the program as ever. */
function readUnseen(
  prompts: readonly string[],
  input: ReadStream,
  output: WriteStream,
): Promise<string[]> {
  const lines: string[] = [];
  let line = "";
  input.setRawMode(true);
  input.setEncoding("utf8");
  output.write(prompts[0] ?? "");
  return new Promise((resolve) => {
    const stop = (): void => {
      input.setRawMode(false);
      input.pause();
      input.off("data", take);
    };
    const take = (chunk: Buffer | string): void => {
      for (const char of String(chunk)) {
        if (char === "\u0003") {
          stop();
          output.write("\n");
          process.kill(process.pid, "SIGINT");
          return;
        }
        if (erase.has(char)) line = Array.from(line).slice(0, -1).join("");
        else if (!enter.has(char)) line += char;
        else {
          lines.push(line);
          line = "";
          output.write(`\n${prompts[lines.length] ?? ""}`);
          if (lines.length < prompts.length) continue;
          stop();
          resolve(lines);
          return;
        }
      }
    };
    input.on("data", take);
  });
}

/** A new password: typed twice and unseen at a terminal, otherwise all of standard input. */
export async function readNewPassword(): Promise<string> {
  if (!process.stdin.isTTY) return readStandardInput();
  const prompts = ["Password (at least 12 characters, not shown): ", "The same again: "];
  const [first = "", second] = await readUnseen(prompts, process.stdin, process.stderr);
  if (first !== second) {
    throw new DomainError("invalid_input", "The two passwords differ. Nothing was changed.");
  }
  return first;
}
