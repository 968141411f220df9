import { z } from "zod";
import { canonicalJson } from "../canonical-json";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const seq = z.string().regex(/^\d{1,19}$/);

/** Members are hashed in blocks too, so that a difference is narrowed down to one of them. */
export const blockBytes = 16_384;
export const packFormat = "muster-evidence-pack-1";
export const evidenceSubjects = ["offboarding_case", "audit_range", "campaign"] as const;
export type EvidenceSubjectType = (typeof evidenceSubjects)[number];

const fileSchema = z.strictObject({
  path: z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)*\.[a-z0-9]+$/),
  bytes: z.int().nonnegative(),
  sha256: hash,
  blocks: z.array(hash),
  /** For a file of one JSON value a line: the chain of its rows and the file that lists it. */
  rows: z
    .strictObject({ count: z.int().nonnegative(), start: hash, head: hash, chain: z.string() })
    .nullable(),
});
export type ManifestFile = z.infer<typeof fileSchema>;

/** The part of the audit log that a pack holds, and whether it is one piece of it. */
export const auditSegment = z.strictObject({
  file: z.string(),
  contiguous: z.boolean(),
  firstSeq: seq.nullable(),
  lastSeq: seq.nullable(),
  checkpoints: z.string().nullable(),
});
export type AuditSegment = z.infer<typeof auditSegment>;

/** What a pack says about itself. Its canonical JSON is what is signed. */
export const manifestSchema = z.strictObject({
  format: z.literal(packFormat),
  id: z.uuid(),
  madeAt: z.iso.datetime(),
  madeBy: z.string(),
  installation: z.string(),
  subject: z.strictObject({
    type: z.enum(evidenceSubjects),
    id: z.uuid().nullable(),
    title: z.string(),
    from: z.iso.date().nullable(),
    to: z.iso.date().nullable(),
  }),
  counts: z.record(z.string(), z.int().nonnegative()),
  audit: auditSegment,
  blockBytes: z.literal(blockBytes),
  files: z.array(fileSchema),
  key: z.strictObject({ id: z.string(), publicKey: hash }),
  /** Every key the installation ever signed with: checkpoints may carry an older one. */
  keys: z.array(z.strictObject({ id: z.string(), publicKey: hash, createdAt: z.iso.datetime() })),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const manifestText = (manifest: Manifest): string =>
  canonicalJson(manifestSchema.parse(manifest));

/** The content of signature.json beside the manifest. */
export function signatureText(signed: {
  keyId: string;
  publicKey: string;
  manifestSha256: string;
  signature: string;
}): string {
  return canonicalJson({ format: "muster-evidence-signature-1", algorithm: "Ed25519", ...signed });
}
