import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { pipeline as join } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { DomainError } from "../domain/errors";

/**
 * A gzip of frames. A frame is a type byte, a length (uint32, big-endian) and that many bytes:
 * `M` manifest (JSON), `T` a table starts (its name), `D` rows in PostgreSQL's binary copy format,
 * `E` the end. A file without its `E` was cut short.
 */
export type Frame = { type: "M" | "T" | "D" | "E"; body: Buffer };

const causes: Partial<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EISDIR: "it is a folder",
  ENOTDIR: "its folder is a file",
  EACCES: "this account may not",
  ENOSPC: "the disk is full",
  EROFS: "its disk takes no writing",
};

/** What the system said of a file, in words; anything else, such as what is in it, stays as it was thrown. */
export function inWords(error: unknown, file: string, done: "read" | "written"): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const cause = causes[code];
  if (cause === undefined) return error;
  const kept = done === "written" ? "No backup was made" : "Nothing was changed";
  return new DomainError("invalid_input", `${file} cannot be ${done}: ${cause}. ${kept}.`);
}

/** A backup may replace an older one or an empty file, and nothing else that somebody keeps. */
export async function refuseToReplace(file: string): Promise<void> {
  const there = await stat(file).catch(() => null);
  if (!there || (there.isFile() && there.size === 0)) return;
  const first = there.isFile() ? await firstFrame(file).catch(() => null) : null;
  if (first?.type === "M") return;
  throw new DomainError(
    "conflict",
    `${file} is there already and is no Muster backup. It was left as it is; choose another name.`,
  );
}

export class ArchiveWriter {
  private readonly gzip = createGzip({ level: 6 });
  private readonly done: Promise<void>;
  private readonly temporary: string;

  constructor(private readonly file: string) {
    this.temporary = `${file}.part`;
    this.done = pipeline(this.gzip, createWriteStream(this.temporary, { mode: 0o600 }));
    this.done.catch(() => undefined);
  }

  async write(type: Frame["type"], body: Buffer | string): Promise<void> {
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    const head = Buffer.alloc(5);
    head.write(type, 0, "latin1");
    head.writeUInt32BE(bytes.length, 1);
    this.gzip.write(head);
    if (!this.gzip.write(bytes)) {
      await Promise.race([new Promise((resolve) => this.gzip.once("drain", resolve)), this.done]);
    }
  }

  /** The file appears under its own name only when it is whole. */
  async close(): Promise<void> {
    await this.write("E", "");
    this.gzip.end();
    await this.done;
    await rename(this.temporary, this.file);
  }

  async discard(): Promise<void> {
    this.gzip.destroy();
    await finished(this.gzip).catch(() => undefined);
    await rm(this.temporary, { force: true });
  }
}

/** The frames of an archive in order. Throws when the file is damaged or cut short. */
export async function* readArchive(file: string): AsyncGenerator<Frame> {
  const stream = join(createReadStream(file), createGunzip(), () => undefined);
  let pending = Buffer.alloc(0);
  let ended = false;
  const damaged = new DomainError(
    "invalid_input",
    `${file} is not a whole Muster backup: it is damaged or was cut short. Nothing was changed.`,
  );
  try {
    for await (const chunk of stream) {
      pending = Buffer.concat([pending, chunk as Buffer]);
      while (pending.length >= 5) {
        const length = pending.readUInt32BE(1);
        if (pending.length < 5 + length) break;
        const type = pending.toString("latin1", 0, 1);
        if (!/^[MTDE]$/.test(type)) throw damaged;
        const body = Buffer.from(pending.subarray(5, 5 + length));
        pending = pending.subarray(5 + length);
        ended = type === "E";
        yield { type: type as Frame["type"], body };
      }
    }
  } catch (error) {
    const said = inWords(error, file, "read");
    throw said instanceof DomainError ? said : damaged;
  }
  if (!ended || pending.length > 0) throw damaged;
}

/** The manifest, where the file is a backup. */
export async function firstFrame(file: string): Promise<Frame | null> {
  for await (const frame of readArchive(file)) return frame;
  return null;
}
