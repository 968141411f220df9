import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";
import { DomainError } from "../domain/errors";
import { containerEnd, localHeader, mostContainerBytes } from "../domain/evidence-pack/container";
import {
  type Manifest,
  type ManifestFile,
  blockBytes,
  manifestText,
  signatureText,
} from "../domain/evidence-pack/manifest";
import { MemberFile, rowLink, chainStart, type WrittenMember } from "./member-file";
import type { EvidenceSigner } from "./signing";

/** Rows of a pack: one line of canonical JSON each, with a chain beside them. */
export interface RowsMember {
  write(this: void, line: string): Promise<void>;
}

/** The folder in which a pack grows; nothing of it outlives the job. */
export class EvidenceArchive {
  private readonly members: { written: WrittenMember; rows: ManifestFile["rows"] }[] = [];

  private constructor(
    private readonly folder: string,
    private readonly signer: EvidenceSigner,
  ) {}

  static async create(signer: EvidenceSigner, name: string): Promise<EvidenceArchive> {
    const folder = path.join(os.tmpdir(), `muster-evidence-${name}`);
    await mkdir(folder, { mode: 0o700 });
    return new EvidenceArchive(folder, signer);
  }

  /** Clears what earlier attempts at the same pack left behind when their process died. */
  static async clear(prefix: string): Promise<void> {
    const wanted = `muster-evidence-${prefix}`;
    const left = (await readdir(os.tmpdir())).filter((name) => name.startsWith(wanted));
    for (const name of left)
      await rm(path.join(os.tmpdir(), name), { recursive: true, force: true });
  }

  private open(name: string): MemberFile {
    return new MemberFile(name, path.join(this.folder, name.replaceAll("/", "__")));
  }

  /** Adds a member that `fill` writes in pieces. */
  async add(
    name: string,
    fill: (write: (chunk: string | Uint8Array) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const member = this.open(name);
    await fill((chunk) => member.write(chunk));
    this.members.push({ written: await member.close(), rows: null });
  }

  /** Adds `<name>.jsonl` and its chain; `start` is the link that the first row follows. */
  async addRows(
    name: string,
    fill: (rows: RowsMember) => Promise<void>,
    start: string = chainStart,
  ): Promise<{ count: number; head: string }> {
    const chainName = `${name}.chain`;
    const data = this.open(`${name}.jsonl`);
    const chain = this.open(chainName);
    let head = start;
    let count = 0;
    await fill({
      write: async (line) => {
        head = rowLink(head, line);
        count += 1;
        await data.write(`${line}\n`);
        await chain.write(`${head}\n`);
      },
    });
    const rows = { count, start, head, chain: chainName };
    this.members.push({ written: await data.close(), rows });
    this.members.push({ written: await chain.close(), rows: null });
    return { count, head };
  }

  /** Names, sizes and digests so far, for the report. */
  listing(): { path: string; bytes: number; sha256: string }[] {
    return this.members.map(({ written }) => ({
      path: written.path,
      bytes: written.bytes,
      sha256: written.sha256,
    }));
  }

  /** The signed pack as a stream of bytes: manifest and signature first. */
  async *sealed(about: Omit<Manifest, "files" | "blockBytes" | "key">): AsyncGenerator<Buffer> {
    const { keyId, publicKey } = this.signer;
    const manifest = manifestText({
      ...about,
      blockBytes,
      key: { id: keyId, publicKey },
      files: this.members.map(({ written, rows }) => {
        const { path: name, bytes, sha256, blocks } = written;
        return { path: name, bytes, sha256, blocks, rows };
      }),
    });
    const signature = signatureText({
      keyId,
      publicKey,
      manifestSha256: createHash("sha256").update(manifest).digest("hex"),
      signature: this.signer.sign(manifest),
    });
    const first = [
      { path: "manifest.json", content: Buffer.from(manifest) },
      { path: "signature.json", content: Buffer.from(signature) },
    ].map(({ path: name, content }) => ({
      content,
      member: { path: name, bytes: content.length, crc32: crc32(content) },
    }));
    const all = [...first.map(({ member }) => member), ...this.members.map((m) => m.written)];
    const end = Buffer.from(containerEnd(all));
    const total = all.reduce((sum, one) => sum + localHeader(one).length + one.bytes, end.length);
    if (total > mostContainerBytes)
      throw new DomainError("too_large", "The pack would be larger than 4 GiB. Choose less.");
    for (const { member, content } of first) {
      yield Buffer.from(localHeader(member));
      yield content;
    }
    for (const { written } of this.members) {
      yield Buffer.from(localHeader(written));
      for await (const chunk of createReadStream(written.file)) yield chunk as Buffer;
    }
    yield end;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The same bytes in pieces of one size, for storing. */
export async function* inPieces(
  source: AsyncIterable<Buffer>,
  size: number,
): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    held.push(chunk);
    length += chunk.length;
    while (length >= size) {
      const all = Buffer.concat(held);
      yield all.subarray(0, size);
      held = [all.subarray(size)];
      length = all.length - size;
    }
  }
  if (length > 0) yield Buffer.concat(held);
}
