// The audit entries of a pack: their links, and the checkpoints that were signed while they were made.
import { linesOf, number } from "./files.mjs";

const statementFields = ["at", "digest", "format", "hash", "keyId", "publicKey", "size"];
const parsed = (line) => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};

/** The links between the entries: each names the seal of the one before it. */
export function checkLinks(data, segment) {
  const entries = data.map(parsed);
  let links = 0;
  for (const [n, entry] of entries.entries()) {
    if (!/^\d{1,19}$/.test(entry?.seq) || typeof entry.hash !== "string") {
      return { ok: false, detail: `row ${n + 1} of ${segment.file} is not an entry` };
    }
    const before = entries[n - 1];
    if (!before) continue;
    const step = BigInt(entry.seq) - BigInt(before.seq);
    if (step <= 0n || (segment.contiguous && step !== 1n)) {
      return {
        ok: false,
        detail: `entry ${entry.seq} does not follow entry ${before.seq}: ${step <= 0n ? "out of order" : "entries are missing"}`,
      };
    }
    if (step !== 1n) continue;
    links += 1;
    if (entry.prevHash !== before.hash) {
      return { ok: false, detail: `entry ${entry.seq} is not linked to entry ${before.seq}` };
    }
  }
  const first = entries[0]?.seq ?? null;
  const last = entries.at(-1)?.seq ?? null;
  if (first !== segment.firstSeq || last !== segment.lastSeq) {
    return {
      ok: false,
      detail: `entries ${first} to ${last}, not ${segment.firstSeq} to ${segment.lastSeq}`,
    };
  }
  if (segment.contiguous) {
    return {
      ok: true,
      detail: `${number(entries.length)} entries without a gap, each linked to the one before`,
    };
  }
  return {
    ok: true,
    detail: `${number(entries.length)} entries about the subject, ${number(links)} direct links; what lies between them is not in this pack`,
  };
}

async function problemOf(checkpoint, keys, verify) {
  if (checkpoint?.format !== "muster-audit-checkpoint-1") return "is not a checkpoint";
  const known = keys.find(
    (key) => key.id === checkpoint.keyId && key.publicKey === checkpoint.publicKey,
  );
  if (!known)
    return `was signed with key ${checkpoint.keyId}, which is not one of this installation's`;
  const ordered = statementFields.map(
    (name) => `${JSON.stringify(name)}:${JSON.stringify(checkpoint[name])}`,
  );
  const isSigned = await verify(
    checkpoint.publicKey,
    new TextEncoder().encode(`{${ordered.join(",")}}`),
    checkpoint.signature,
  );
  return isSigned ? null : "has a signature that does not fit";
}

/** What the log was at one size, against what the pack says it was. */
function against(checkpoint, data, chain, segment) {
  const n = Number(BigInt(checkpoint.size) - BigInt(segment.firstSeq));
  const entry = segment.contiguous
    ? parsed(data[n] ?? "")
    : data.map(parsed).find((one) => one?.seq === checkpoint.size);
  if (!entry) return "outside";
  if (entry.hash !== checkpoint.hash) return "another seal";
  if (segment.contiguous && chain[n] !== checkpoint.digest) return "other entries up to there";
  return "fits";
}

/** Every checkpoint of a file (one JSON value a line) against the entries of the pack. */
export async function checkCheckpoints(bytes, rows, segment, keys, verify) {
  const all = linesOf(bytes);
  let fitting = 0;
  let outside = 0;
  for (const [n, line] of all.entries()) {
    const checkpoint = parsed(line);
    const problem = await problemOf(checkpoint, keys, verify);
    if (problem) return { ok: false, detail: `line ${n + 1} ${problem}` };
    const found =
      segment.firstSeq === null ? "outside" : against(checkpoint, rows.data, rows.chain, segment);
    if (found === "outside") outside += 1;
    else if (found === "fits") fitting += 1;
    else
      return {
        ok: false,
        detail: `the checkpoint of ${checkpoint.at} saw ${found} at entry ${checkpoint.size}`,
      };
  }
  const rest = outside > 0 ? `; ${number(outside)} lie outside this pack's entries` : "";
  return {
    ok: true,
    detail: `${number(fitting)} of ${number(all.length)} signed checkpoints fit the entries${rest}`,
    fitting,
  };
}
