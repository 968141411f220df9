/**
 * The container of a pack: a ZIP whose members are stored as they are, with no time, comment or
 * extra field. Its headers follow from names, sizes and checksums alone, so that a verifier can
 * compare every byte of them. Compression would hide which byte of a member changed.
 */
export interface ContainerMember {
  path: string;
  bytes: number;
  crc32: number;
}

const versionNeeded = 20;
/** Names are UTF-8. */
const flags = 0x08_00;
/** 1 January 1980, where the ZIP calendar begins. */
const noDate = 0x00_21;
export const mostContainerBytes = 0xff_ff_ff_ff;

function fields(size: number, values: readonly (readonly [at: number, value: number, 2 | 4])[]) {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  for (const [at, value, width] of values) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
  }
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** What stands before a member's bytes. */
export function localHeader({ path, bytes, crc32 }: ContainerMember): Uint8Array {
  const name = new TextEncoder().encode(path);
  const head = fields(30, [
    [0, 0x04_03_4b_50, 4],
    [4, versionNeeded, 2],
    [6, flags, 2],
    [12, noDate, 2],
    [14, crc32, 4],
    [18, bytes, 4],
    [22, bytes, 4],
    [26, name.length, 2],
  ]);
  return joined(head, name);
}

function directoryEntry({ path, bytes, crc32 }: ContainerMember, offset: number): Uint8Array {
  const name = new TextEncoder().encode(path);
  const head = fields(46, [
    [0, 0x02_01_4b_50, 4],
    [4, versionNeeded, 2],
    [6, versionNeeded, 2],
    [8, flags, 2],
    [14, noDate, 2],
    [16, crc32, 4],
    [20, bytes, 4],
    [24, bytes, 4],
    [28, name.length, 2],
    [42, offset, 4],
  ]);
  return joined(head, name);
}

/** The directory and end record that follow the last member. */
export function containerEnd(members: readonly ContainerMember[]): Uint8Array {
  let offset = 0;
  const entries = members.map((member) => {
    const entry = directoryEntry(member, offset);
    offset += localHeader(member).length + member.bytes;
    return entry;
  });
  const size = entries.reduce((sum, entry) => sum + entry.length, 0);
  const end = fields(22, [
    [0, 0x06_05_4b_50, 4],
    [8, entries.length, 2],
    [10, entries.length, 2],
    [12, size, 4],
    [16, offset, 4],
  ]);
  return joined(...entries, end);
}
