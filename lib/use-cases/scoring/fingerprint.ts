/**
 * 64 bits that tell two texts apart, as a word. For comparing with what was noted before, never for
 * anything that somebody might forge: a digest of node:crypto costs four times as much, and scoring
 * takes one for each of a million identities. The text is given piece by piece: joining it first
 * would cost as much again.
 */
export class Fingerprint {
  private a = 0x81_1c_9d_c5;
  private b = 0x9e_37_79_b9;
  private length = 0;

  add(piece: string): this {
    let { a, b } = this;
    for (let at = 0; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at);
      a = Math.imul(a ^ code, 0x01_00_01_93);
      b = (Math.imul((b << 5) | (b >>> 27), 0x85_eb_ca_6b) + code) | 0;
    }
    this.a = a;
    this.b = b;
    this.length += piece.length;
    return this;
  }

  toString(): string {
    return `${(this.a >>> 0).toString(36)}.${(mixed(this.b ^ this.length) >>> 0).toString(36)}`;
  }
}

/** Spreads every bit over all others. */
function mixed(value: number): number {
  let mix = value;
  mix = Math.imul(mix ^ (mix >>> 16), 0x7f_eb_35_2d);
  mix = Math.imul(mix ^ (mix >>> 15), 0x84_6c_a6_8b);
  return mix ^ (mix >>> 16);
}
