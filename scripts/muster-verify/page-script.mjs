// What verify.html does: the same checks as the command line, with the browser's own cryptography.
import { verifyPack } from "./pack.mjs";

const element = (id) => document.getElementById(id);
const bytesOf = (hex) =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hexOf = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

const browserWorld = {
  sha256: async (bytes) => hexOf(await crypto.subtle.digest("SHA-256", bytes)),
  verify: async (publicKey, message, signature) => {
    const key = await crypto.subtle
      .importKey("raw", bytesOf(publicKey), "Ed25519", false, ["verify"])
      .catch(() => null);
    if (!key)
      throw new Error(
        "this browser cannot check Ed25519 signatures; use a newer one or npx muster-verify",
      );
    return crypto.subtle.verify("Ed25519", key, bytesOf(signature), message);
  },
};

/** Only what is asked for is read from the disk. */
const packOfFile = (file) => ({
  size: file.size,
  read: async (offset, length) =>
    new Uint8Array(
      await file.slice(Math.max(0, offset), Math.max(0, offset + length)).arrayBuffer(),
    ),
});

function line(mark, words) {
  const item = document.createElement("li");
  const label = document.createElement("strong");
  label.textContent = mark;
  label.dataset.mark = mark;
  const rest = document.createElement("span");
  rest.textContent = words;
  item.append(label, rest);
  return item;
}

function show(result) {
  const { manifest, checks, ok } = result;
  const bad = checks.filter((check) => !check.ok).length;
  const isOpen = checks.some((check) => check.open);
  element("verdict").textContent = ok
    ? `Nothing in this pack was changed since it was signed.${isOpen ? " By whom was not compared: fill in the key." : ""}`
    : `${bad} of ${checks.length} checks failed.`;
  element("verdict").dataset.ok = String(ok);
  element("about").textContent = manifest
    ? `${manifest.subject.title}. Made ${manifest.madeAt} by ${manifest.madeBy} at ${manifest.installation}.`
    : "";
  element("checks").replaceChildren(
    ...checks.map((check) =>
      line(check.open ? "open" : check.ok ? "pass" : "fail", `${check.name}: ${check.detail}`),
    ),
  );
}

async function verifyChosen() {
  const [file] = element("pack").files;
  if (!file) return;
  element("verdict").textContent = "Checking";
  delete element("verdict").dataset.ok;
  element("checks").replaceChildren();
  const trustedKeys =
    element("key")
      .value.toLowerCase()
      .match(/\b[0-9a-f]{64}\b/g) ?? [];
  const checkpoints = [];
  for (const one of element("checkpoints").files) {
    checkpoints.push({ label: one.name, bytes: new Uint8Array(await one.arrayBuffer()) });
  }
  try {
    if (!globalThis.crypto?.subtle)
      throw new Error("this address is not https: save the page and open it as a file");
    show(await verifyPack(packOfFile(file), { trustedKeys, checkpoints }, browserWorld));
  } catch (error) {
    show({
      ok: false,
      manifest: null,
      checks: [
        {
          name: "Check",
          ok: false,
          detail: String(error instanceof Error ? error.message : error),
        },
      ],
    });
  }
}

for (const id of ["pack", "key", "checkpoints"])
  element(id).addEventListener("change", () => void verifyChosen());
