/** What somebody who has only the pack needs to know. */
export const readMe = (title: string): string => `${title}

This is an evidence pack made by Muster.

report.pdf        the same for reading
*.csv             tables for spreadsheets
*.json, *.jsonl   the same as data; each line of a .jsonl file is one row
*.chain           for each row the SHA-256 of the line before it in this file, a line break, and the row
audit/            the entries of the audit log, each with its seal and the seal of the one before
manifest.json     every file with its SHA-256; signature.json is Ed25519 over it

Check it with the command line (npx muster-verify PACK --key KEY) or with the page verify.html, in a
browser without a network. Take both, and the public key, from the installation or from whoever you
trust, not from whoever handed you the pack.

What a check proves: nothing here was changed since the installation signed it; no row is missing,
added or moved. In a pack of days of the audit log it proves also that the entries are one piece
without a gap, and that they are those that the signed checkpoints saw at the time.

What it does not prove: that what was signed was true. The seals of the audit entries are HMACs whose
key stays at the installation; only there they can be recomputed (npx muster audit verify).
`;
