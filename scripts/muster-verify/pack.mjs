// Verifies a pack from its bytes alone: no server, no network, no database. `world` brings SHA-256
// and Ed25519 of the runtime; `pack` is { size, read(offset, length) }.
import { checkCheckpoints, checkLinks } from "./audit.mjs";
import { crc32, differencesIn, layoutOf, listMembers, statedCrc } from "./container.mjs";
import { checkRows, differingBlocks, number, rowWords } from "./files.mjs";

const hex64 = /^[0-9a-f]{64}$/;
const textOf = (bytes) => new TextDecoder("utf-8", { fatal: false }).decode(bytes);

function signatureFields(text) {
  const value = JSON.parse(text);
  const { algorithm, format, keyId, manifestSha256, publicKey, signature } = value;
  const again = JSON.stringify({ algorithm, format, keyId, manifestSha256, publicKey, signature });
  const isWellFormed =
    again === text &&
    algorithm === "Ed25519" &&
    format === "muster-evidence-signature-1" &&
    hex64.test(publicKey) &&
    hex64.test(manifestSha256) &&
    /^[0-9a-f]{128}$/.test(signature);
  if (!isWellFormed) throw new Error("it is not in the form of format 1");
  return value;
}

function manifestOf(text) {
  const manifest = JSON.parse(text);
  const isUsable =
    manifest.format === "muster-evidence-pack-1" &&
    Array.isArray(manifest.files) &&
    manifest.files.every(
      (file) =>
        typeof file.path === "string" && Number.isInteger(file.bytes) && Array.isArray(file.blocks),
    ) &&
    manifest.audit !== null &&
    typeof manifest.audit === "object" &&
    Array.isArray(manifest.keys);
  if (!isUsable) throw new Error("it is not a manifest of format 1");
  return manifest;
}

const failed = (name, detail) => ({ name, ok: false, detail });
const passed = (name, detail) => ({ name, ok: true, detail });

function attempt(read) {
  try {
    return { value: read(), why: null };
  } catch (error) {
    return { value: null, why: error instanceof Error ? error.message : String(error) };
  }
}

/** The signature over the manifest, and which of the two files was changed when it does not fit. */
async function checkSignature(manifestBytes, signatureBytes, world) {
  const name = "Signature";
  const signed = attempt(() => signatureFields(textOf(signatureBytes)));
  if (!signed.value)
    return { check: failed(name, `signature.json was changed: ${signed.why}`), manifest: null };
  const { publicKey, signature, manifestSha256, keyId } = signed.value;
  const isSame = (await world.sha256(manifestBytes)) === manifestSha256;
  const read = attempt(() => manifestOf(textOf(manifestBytes)));
  const manifest = read.value;
  if (!isSame || !manifest) {
    const isSigned = await world.verify(publicKey, manifestBytes, signature);
    const words = isSigned
      ? "signature.json was changed: the manifest is the one that was signed, its noted digest is another"
      : `manifest.json was changed (${number(manifestBytes.length)} bytes; its SHA-256 is not the one that was signed)`;
    return { check: failed(name, words), manifest };
  }
  if (manifest.key?.id !== keyId || manifest.key?.publicKey !== publicKey) {
    return {
      check: failed(name, "signature.json was changed: it names another key than the manifest"),
      manifest,
    };
  }
  if (!(await world.verify(publicKey, manifestBytes, signature))) {
    return {
      check: failed(name, "signature.json was changed: the signature does not fit the manifest"),
      manifest,
    };
  }
  return {
    check: passed(name, `Ed25519 over manifest.json, key ${keyId}`),
    manifest,
    isValid: true,
  };
}

function checkKey(manifest, trusted) {
  const name = "Signer";
  const { id, publicKey } = manifest.key;
  if (trusted.length === 0) {
    return {
      name,
      ok: true,
      open: true,
      detail: `not compared: give the key that the installation publishes. This pack says ${id}, ${publicKey}`,
    };
  }
  return trusted.includes(publicKey)
    ? passed(name, `${id} is the key you gave`)
    : failed(name, `signed with ${id} (${publicKey}), which is not the key you gave`);
}

/** A damaged pack must not end the verifier: what cannot be read is a check that failed. */
async function guarded(name, work) {
  try {
    return await work();
  } catch (error) {
    return [
      failed(name, `it cannot be read: ${error instanceof Error ? error.message : String(error)}`),
    ];
  }
}

/** One file of the manifest, whole and by its rows. */
async function checkFile(pack, file, place, manifest, world) {
  const bytes = await pack.read(place.offset, place.size);
  const digest = await world.sha256(bytes);
  const isWhole = digest === file.sha256 && bytes.length === file.bytes;
  let detail = `${number(file.bytes)} bytes, SHA-256 ${file.sha256}`;
  if (bytes.length < file.bytes)
    detail = `cut short: ${number(bytes.length)} of ${number(file.bytes)} bytes are there`;
  else if (!isWhole) {
    const areas = await differingBlocks(bytes, file, manifest.blockBytes, world.sha256);
    detail = `changed in ${areas.join(", ") || "its stated SHA-256"}`;
  }
  return { bytes, isWhole, check: { name: file.path, ok: isWhole, detail } };
}

async function checkContainer(pack, manifest, lengths, damaged) {
  const paths = ["manifest.json", "signature.json", ...manifest.files.map((file) => file.path)];
  const sizes = new Map([...lengths, ...manifest.files.map((file) => [file.path, file.bytes])]);
  const sized = paths.map((path) => ({ path, size: sizes.get(path) ?? 0, crc: 0 }));
  const { places, total } = layoutOf(sized);
  for (const member of sized) {
    const place = places.get(member.path);
    member.crc = damaged.has(member.path)
      ? await statedCrc(pack, place, member.path)
      : crc32(await pack.read(place.offset, place.size));
  }
  const name = "Container";
  if (pack.size < total) {
    return failed(
      name,
      `the pack is cut short: ${number(pack.size)} of ${number(total)} bytes are there`,
    );
  }
  const differences = await differencesIn(pack, layoutOf(sized));
  const words = differences
    .slice(0, 5)
    .map(
      ({ what, from, to }) =>
        `${what} was changed (${from === to ? `byte ${from}` : `bytes ${from}-${to}`} of the pack)`,
    );
  if (pack.size > total)
    words.push(`${number(pack.size - total)} bytes follow the end (byte ${total} of the pack on)`);
  return words.length > 0
    ? failed(name, words.join("; "))
    : passed(name, `${paths.length} members, ${number(total)} bytes, nothing between them`);
}

/** The rows of every file that has them, and the entries of the audit log among them. */
async function checkContents(manifest, contents, options, world) {
  const checks = [];
  const byPath = new Map();
  for (const file of manifest.files) {
    if (!file.rows) continue;
    const chain = contents.get(file.rows.chain);
    if (!chain?.isWhole) continue;
    const own = contents.get(file.path);
    const rows = await checkRows(own.bytes, chain.bytes, file.rows, world.sha256, world.onRow);
    byPath.set(file.path, rows);
    const words = rowWords(rows, file.rows);
    checks.push({
      name: `Rows of ${file.path}`,
      ok: words === "",
      detail: words || `${number(file.rows.count)} rows in their order`,
    });
  }
  const segment = manifest.audit;
  const rows = byPath.get(segment.file);
  if (!rows) return checks;
  checks.push({ name: "Audit entries", ...checkLinks(rows.data, segment) });
  const noted = segment.checkpoints ? contents.get(segment.checkpoints) : null;
  if (noted)
    checks.push({
      name: "Checkpoints in the pack",
      ...(await checkCheckpoints(noted.bytes, rows, segment, manifest.keys, world.verify)),
    });
  for (const { label, bytes } of options.checkpoints ?? []) {
    const found = await checkCheckpoints(bytes, rows, segment, manifest.keys, world.verify);
    checks.push({ name: `Checkpoints of ${label}`, ...found });
  }
  return checks;
}

/** Every check of a pack: { ok, checks: [{ name, ok, detail, open? }], manifest }. */
export async function verifyPack(pack, options, world) {
  const members = await listMembers(pack);
  const bytesOf = async (path) => {
    const { places } = layoutOf(members);
    const place = places.get(path);
    return place ? pack.read(place.offset, place.size) : null;
  };
  const manifestBytes = await bytesOf("manifest.json");
  const signatureBytes = await bytesOf("signature.json");
  if (!manifestBytes || !signatureBytes) {
    const missing = manifestBytes ? "signature.json" : "manifest.json";
    return {
      ok: false,
      manifest: null,
      checks: [failed("Container", `this is not a pack: ${missing} is not in it`)],
    };
  }
  const { check, manifest, isValid } = await checkSignature(manifestBytes, signatureBytes, world);
  if (!manifest) return { ok: false, manifest: null, checks: [check] };
  const sizes = new Map([
    ["manifest.json", manifestBytes.length],
    ["signature.json", signatureBytes.length],
  ]);
  const about = { check, manifest, isValid, sizes };
  const checks = [
    check,
    ...(isValid ? [checkKey(manifest, options.trustedKeys ?? [])] : []),
    ...(await guarded("Contents", () => checkMembers(pack, about, options, world))),
  ];
  return { ok: checks.every((one) => one.ok), manifest, checks };
}

async function checkMembers(pack, { manifest, isValid, sizes }, options, world) {
  const { places } = layoutOf([
    ...[...sizes].map(([path, size]) => ({ path, size, crc: 0 })),
    ...manifest.files.map((file) => ({ path: file.path, size: file.bytes, crc: 0 })),
  ]);
  const contents = new Map();
  for (const file of manifest.files)
    contents.set(file.path, await checkFile(pack, file, places.get(file.path), manifest, world));
  const damaged = new Set(
    [...contents].filter(([, found]) => !found.isWhole).map(([path]) => path),
  );
  if (!isValid) for (const path of sizes.keys()) damaged.add(path);
  return [
    await checkContainer(pack, manifest, sizes, damaged),
    ...[...contents.values()].map((found) => found.check),
    // What the rows must be is only known from a manifest that holds.
    ...(isValid
      ? await guarded("Rows", () => checkContents(manifest, contents, options, world))
      : []),
  ];
}
