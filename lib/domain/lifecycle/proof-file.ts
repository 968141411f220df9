/** Bytes of one file of proof, and files of one case, at most. */
export const mostProofBytes = 10 * 1024 * 1024;
export const mostProofs = 10;

const signatures: readonly (readonly [mediaType: string, firstBytes: readonly number[]])[] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["application/pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

function isText(content: Uint8Array): boolean {
  if (content.includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}

/** What a file is by its bytes, since its name proves nothing; null for what is not taken as proof. */
export function proofMediaType(content: Uint8Array): string | null {
  const known = signatures.find(([, first]) => first.every((byte, at) => content[at] === byte));
  if (known) return known[0];
  return isText(content) ? "text/plain" : null;
}

/** The last part of the name of a file of this type. */
export const proofExtensions: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "application/pdf": "pdf",
  "text/plain": "txt",
};

/** A name that is safe in a header and on any disk. */
export function proofFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const safe = last.replaceAll(/[^\w.-]+/g, "_").replace(/^\.+/, "");
  return safe.slice(-100) || "proof";
}
