import { createHash } from "node:crypto";
import { DomainError } from "@/lib/domain/errors";
import { packFormat, type EvidenceSubjectType } from "@/lib/domain/evidence-pack/manifest";
import { db, sql } from "@/lib/infra/db";
import { baseUrl } from "@/lib/infra/env";
import { EvidenceArchive, inPieces } from "@/lib/infra/evidence-archive";
import { writePdf } from "@/lib/infra/pdf-report";
import { evidenceKeys, evidenceSigner, type EvidenceSigner } from "@/lib/infra/signing";
import { systemContext } from "../context";
import { ArchiveContents } from "./pack-contents";
import { readMe } from "./read-me";
import { failPack, sealPack } from "./seal-pack";
import { subjectOf } from "./subjects";

const pieceBytes = 1024 * 1024;
const progressEveryMs = 500;
const mostAttempts = 5;

interface StartedPack {
  id: string;
  attempt: number;
  subject: string;
  subjectId: string | null;
  title: string;
  from: string | null;
  to: string | null;
  requestedBy: string;
}

/** Takes the pack for this attempt; an earlier one that still runs can no longer store or seal. */
async function start(packId: string): Promise<StartedPack | undefined> {
  const [pack] = await sql<StartedPack & Record<string, unknown>>(
    `UPDATE evidence_pack SET state = 'running', attempt = attempt + 1, done_rows = 0
     WHERE id = $1::uuid AND state IN ('queued', 'running')
     RETURNING id, attempt, subject, subject_id AS "subjectId", title, requested_by AS "requestedBy",
       range_from::text AS from, range_to::text AS to`,
    [packId],
  );
  if (pack)
    await db().evidenceChunk.deleteMany({ where: { packId, attempt: { lt: pack.attempt } } });
  return pack;
}

/** Tells how far it is, at most twice a second. */
function progressOf({ id, attempt }: StartedPack): (rows: number) => Promise<void> {
  let toldAt = 0;
  return async (rows) => {
    if (Date.now() - toldAt < progressEveryMs) return;
    toldAt = Date.now();
    await db().evidencePack.updateMany({
      where: { id, attempt, state: "running" },
      data: { doneRows: rows },
    });
  };
}

async function fill(
  archive: EvidenceArchive,
  pack: StartedPack,
  madeAt: string,
  signer: EvidenceSigner,
): Promise<ArchiveContents> {
  const contents = new ArchiveContents(archive, progressOf(pack));
  await subjectOf(pack.subject).write(pack, contents, systemContext("evidence"));
  const listing = archive.listing();
  const report = {
    title: pack.title,
    subtitle: `Evidence pack ${pack.id}, made ${madeAt} for ${pack.requestedBy} at ${baseUrl()}`,
    facts: contents.facts,
    tables: [
      ...contents.tables,
      {
        heading: "Files of this pack",
        columns: ["File", "Bytes", "SHA-256"],
        rows: listing.map((file) => [file.path, String(file.bytes), file.sha256]),
      },
    ],
    closing: `Signed with Ed25519 key ${signer.keyId} (${signer.publicKey}). This report is for reading; what counts is in the files, and npx muster-verify checks them together with this one.`,
  };
  await archive.add("report.pdf", (write) => writePdf(report, write));
  await archive.add("readme.txt", (write) => write(readMe(pack.title)));
  return contents;
}

/** Stores the bytes under this attempt and returns their digest and length. */
async function store(pack: StartedPack, bytes: AsyncIterable<Buffer>) {
  const whole = createHash("sha256");
  let length = 0;
  let n = 0;
  for await (const piece of inPieces(bytes, pieceBytes)) {
    whole.update(piece);
    length += piece.length;
    await sql("INSERT INTO evidence_chunk (pack_id, attempt, n, content) VALUES ($1, $2, $3, $4)", [
      pack.id,
      pack.attempt,
      n,
      piece,
    ]);
    n += 1;
  }
  return { digest: whole.digest("hex"), bytes: length };
}

async function make(pack: StartedPack, now: () => Date): Promise<void> {
  const signer = await evidenceSigner();
  await EvidenceArchive.clear(pack.id);
  const archive = await EvidenceArchive.create(signer, `${pack.id}-${pack.attempt}`);
  try {
    const madeAt = now().toISOString();
    const { audit, counts } = await fill(archive, pack, madeAt, signer);
    const { id, title, from, to, subject, subjectId } = pack;
    const type = subject as EvidenceSubjectType;
    const stored = await store(
      pack,
      archive.sealed({
        format: packFormat,
        id,
        madeAt,
        madeBy: pack.requestedBy,
        installation: baseUrl(),
        subject: { type, id: subjectId, title, from, to },
        counts,
        audit,
        keys: await evidenceKeys(),
      }),
    );
    const { attempt } = pack;
    await sealPack(systemContext("evidence", now()), {
      packId: id,
      attempt,
      keyId: signer.keyId,
      ...stored,
    });
  } finally {
    await archive.remove();
  }
}

/**
 * Makes a pack that was asked for. Safe to run again after a crash: the next attempt starts anew.
 * What cannot succeed ends as failed with its reason; anything else is tried again by the queue.
 */
export async function makePack(
  packId: string,
  now: () => Date,
): Promise<"done" | "failed" | "nothing"> {
  const pack = await start(packId);
  if (!pack) return "nothing";
  try {
    await make(pack, now);
    return "done";
  } catch (error) {
    const isFinal = error instanceof DomainError || pack.attempt >= mostAttempts;
    if (!isFinal) throw error;
    const reason =
      error instanceof DomainError ? error.message : "It failed five times; the log says why.";
    const { id, attempt } = pack;
    await failPack(systemContext("evidence", now()), { packId: id, attempt, reason });
    return "failed";
  }
}
