import { createHash } from "node:crypto";

/** The inner part of the base64 of the text at each of its three alignments. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const coded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]).toString("base64");
    const inner = coded.slice(shift === 0 ? 0 : 4, -4);
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

const recoveryCodes = [
  "recovery code",
  "spent recovery code",
  "recovery code without dashes",
] as const;

export interface Form {
  secret: string;
  text: string;
}

/** Each secret as it may stand somewhere: plain, coded, reversed, within JSON. */
export function formsOf(secrets: Record<string, string>): Form[] {
  return Object.entries(secrets).flatMap(([secret, value]) =>
    [
      value,
      encodeURIComponent(value),
      Buffer.from(value).toString("hex"),
      Array.from(value).toReversed().join(""),
      JSON.stringify(value).slice(1, -1),
      ...base64Forms(value),
    ]
      .filter((text, index, all) => text.length > 9 && all.indexOf(text) === index)
      .map((text) => ({ secret, text })),
  );
}

/** Random to the last bit, so that a plain hash gives nothing away: it is how these are found again. */
export const foundByHash = new Set([
  "set-up link",
  "invitation",
  "sign-in link",
  "API token",
  ...recoveryCodes,
]);

/** What others chose would be found again by guessing from any hash without a key. */
export function digestsOf(secrets: Record<string, string>): Form[] {
  return Object.entries(secrets)
    .filter(([secret]) => !foundByHash.has(secret))
    .flatMap(([secret, value]) =>
      ["md5", "sha1", "sha256", "sha512"].flatMap((way) =>
        (["hex", "base64", "base64url"] as const).map((coding) => ({
          secret: `${way} of ${secret}`,
          text: createHash(way).update(value).digest(coding).replace(/=+$/, ""),
        })),
      ),
    );
}
