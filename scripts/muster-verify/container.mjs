// The container of a pack, read by its own bytes. Written apart from the code that makes packs, so
// that both cannot share a mistake. Plain JavaScript: it also runs inside verify.html.

const flags = 0x08_00;
const noDate = 0x00_21;
const decoder = new TextDecoder("utf-8", { fatal: false });
const encoder = new TextEncoder();

const view = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1)
    value = value & 1 ? 0xed_b8_83_20 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

export function crc32(bytes) {
  let crc = 0xff_ff_ff_ff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xff_ff_ff_ff) >>> 0;
}

function record(signature, size, values, name) {
  const bytes = new Uint8Array(size + name.length);
  const at = view(bytes);
  at.setUint32(0, signature, true);
  for (const [offset, value, width] of values) {
    if (width === 2) at.setUint16(offset, value, true);
    else at.setUint32(offset, value >>> 0, true);
  }
  bytes.set(name, size);
  return bytes;
}

const headerOf = (member, name) =>
  record(
    0x04_03_4b_50,
    30,
    [
      [4, 20, 2],
      [6, flags, 2],
      [12, noDate, 2],
      [14, member.crc, 4],
      [18, member.size, 4],
      [22, member.size, 4],
      [26, name.length, 2],
    ],
    name,
  );

const entryOf = (member, name, offset) =>
  record(
    0x02_01_4b_50,
    46,
    [
      [4, 20, 2],
      [6, 20, 2],
      [8, flags, 2],
      [14, noDate, 2],
      [16, member.crc, 4],
      [20, member.size, 4],
      [24, member.size, 4],
      [28, name.length, 2],
      [42, offset, 4],
    ],
    name,
  );

/** Where every member must lie and what every byte around them must be. */
export function layoutOf(members) {
  const around = [];
  const places = new Map();
  const entries = [];
  let offset = 0;
  for (const member of members) {
    const name = encoder.encode(member.path);
    const header = headerOf(member, name);
    around.push({ what: `the header of ${member.path}`, offset, bytes: header });
    entries.push([`the directory entry of ${member.path}`, entryOf(member, name, offset)]);
    places.set(member.path, { offset: offset + header.length, size: member.size });
    offset += header.length + member.size;
  }
  const start = offset;
  for (const [what, bytes] of entries) {
    around.push({ what, offset, bytes });
    offset += bytes.length;
  }
  const count = entries.length;
  const end = record(
    0x06_05_4b_50,
    22,
    [
      [8, count, 2],
      [10, count, 2],
      [12, offset - start, 4],
      [16, start, 4],
    ],
    new Uint8Array(),
  );
  around.push({ what: "the end record", offset, bytes: end });
  return { around, places, total: offset + end.length };
}

/** The bytes around the members that are not what they must be: [{ what, from, to }]. */
export async function differencesIn(pack, { around }) {
  const found = [];
  for (const { what, offset, bytes } of around) {
    const there = await pack.read(offset, bytes.length);
    let from = -1;
    let to = -1;
    for (let at = 0; at < bytes.length; at += 1) {
      if (there[at] === bytes[at]) continue;
      if (from < 0) from = offset + at;
      to = offset + at;
    }
    if (from >= 0) found.push({ what, from, to });
  }
  return found;
}

/** The members by their own headers, from the first byte on; ends where none follows. */
async function membersByHeaders(pack) {
  const members = [];
  for (let offset = 0; offset + 30 <= pack.size;) {
    const head = await pack.read(offset, 30);
    const at = view(head);
    if (at.getUint32(0, true) !== 0x04_03_4b_50) break;
    const nameLength = at.getUint16(26, true);
    const size = at.getUint32(18, true);
    const path = decoder.decode(await pack.read(offset + 30, nameLength));
    members.push({ path, size, crc: at.getUint32(14, true), offset: offset + 30 + nameLength });
    offset += 30 + nameLength + size;
  }
  return members;
}

/** The members by the directory at the end; null where there is none. */
async function membersByDirectory(pack) {
  if (pack.size < 22) return null;
  const end = view(await pack.read(pack.size - 22, 22));
  const size = end.getUint32(12, true);
  const start = end.getUint32(16, true);
  if (start + size > pack.size - 22 || size > 64 * 1024 * 1024) return null;
  const bytes = await pack.read(start, size);
  const at = view(bytes);
  const members = [];
  for (let offset = 0; offset + 46 <= size;) {
    if (at.getUint32(offset, true) !== 0x02_01_4b_50) return null;
    const nameLength = at.getUint16(offset + 28, true);
    const path = decoder.decode(bytes.subarray(offset + 46, offset + 46 + nameLength));
    members.push({
      path,
      size: at.getUint32(offset + 20, true),
      crc: at.getUint32(offset + 16, true),
    });
    offset += 46 + nameLength;
  }
  return members;
}

/** The listing that explains most of the bytes: one damaged record does not hide the members. */
export async function listMembers(pack) {
  let best = { members: [], wrong: Number.POSITIVE_INFINITY };
  for (const members of [await membersByDirectory(pack), await membersByHeaders(pack)]) {
    if (!members) continue;
    const layout = layoutOf(members);
    const differences = await differencesIn(pack, layout);
    const wrong = differences.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    // The format fixes the first two names: where one listing has another, that one is damaged.
    const named = members[0]?.path === "manifest.json" && members[1]?.path === "signature.json";
    const off = Math.abs(layout.total - pack.size) + (named ? 0 : 1);
    if (members.length > 0 && wrong + off < best.wrong) best = { members, wrong: wrong + off };
  }
  return best.members;
}

/** The checksum that a member's own header states. */
export async function statedCrc(pack, place, path) {
  const bytes = await pack.read(place.offset - encoder.encode(path).length - 16, 4);
  return bytes.length === 4 ? view(bytes).getUint32(0, true) : 0;
}
