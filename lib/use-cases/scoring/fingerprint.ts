/**
 * 64 bits that tell two texts apart, as a word. For comparing with what was noted before, never for
 * anything that somebody might forge: a digest of node:crypto costs four times as much, and scoring
 * takes one for each of a million identities.
 */
export function fingerprint(text: string): string {
  let a = 0x81_1c_9d_c5;
  let b = 0x9e_37_79_b9;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01_00_01_93);
    b = (Math.imul((b << 5) | (b >>> 27), 0x85_eb_ca_6b) + code) | 0;
  }
  return `${(a >>> 0).toString(36)}.${(mixed(b ^ text.length) >>> 0).toString(36)}`;
}

/** Spreads every bit over all others. */
function mixed(value: number): number {
  let mix = value;
  mix = Math.imul(mix ^ (mix >>> 16), 0x7f_eb_35_2d);
  mix = Math.imul(mix ^ (mix >>> 15), 0x84_6c_a6_8b);
  return mix ^ (mix >>> 16);
}
