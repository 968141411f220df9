import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { blockBytes, type ManifestFile } from "../domain/evidence-pack/manifest";

const bufferBytes = 256 * 1024;
const sha256 = (bytes: Uint8Array | string): string =>
  createHash("sha256").update(bytes).digest("hex");

export interface WrittenMember extends Omit<ManifestFile, "rows"> {
  crc32: number;
  /** Where its bytes wait until the pack is put together. */
  file: string;
}

/** One member of a pack on its way to disk: hashed while it is written, never whole in memory. */
export class MemberFile {
  private readonly whole = createHash("sha256");
  private readonly blocks: string[] = [];
  private block: Buffer = Buffer.alloc(0);
  private text = "";
  private bytes = 0;
  private crc = 0;
  private handle: FileHandle | undefined;

  constructor(
    readonly path: string,
    private readonly file: string,
  ) {}

  async write(chunk: string | Uint8Array): Promise<void> {
    if (typeof chunk === "string") {
      this.text += chunk;
      if (this.text.length >= bufferBytes) await this.flushText();
      return;
    }
    await this.flushText();
    await this.put(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }

  async close(): Promise<WrittenMember> {
    await this.flushText();
    await this.put(Buffer.alloc(0));
    if (this.block.length > 0) this.blocks.push(sha256(this.block));
    await this.handle?.close();
    const { path, bytes, blocks, crc, file } = this;
    return { path, bytes, sha256: this.whole.digest("hex"), blocks, crc32: crc, file };
  }

  private async flushText(): Promise<void> {
    if (this.text === "") return;
    const bytes = Buffer.from(this.text);
    this.text = "";
    await this.put(bytes);
  }

  private async put(bytes: Buffer): Promise<void> {
    this.handle ??= await open(this.file, "wx", 0o600);
    if (bytes.length === 0) return;
    this.whole.update(bytes);
    this.crc = crc32(bytes, this.crc);
    this.bytes += bytes.length;
    let rest = this.block.length > 0 ? Buffer.concat([this.block, bytes]) : bytes;
    while (rest.length >= blockBytes) {
      this.blocks.push(sha256(rest.subarray(0, blockBytes)));
      rest = rest.subarray(blockBytes);
    }
    this.block = Buffer.from(rest);
    await this.handle.write(bytes);
  }
}

/** The next link of a chain over rows: anybody can recompute it, without a key. */
export const rowLink = (previous: string, line: string): string => sha256(`${previous}\n${line}`);
export const chainStart = "0".repeat(64);
