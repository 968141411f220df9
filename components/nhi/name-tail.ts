/** Shorter names fit wherever names are shown. */
const alwaysFits = 16;

/**
 * Where the part of a name begins that must stay in sight: the last words of together at most 14
 * characters, as in `-prod-2`, or the last six characters of a name without words. 0 for short ones.
 */
export function tailStart(name: string): number {
  if (name.length <= alwaysFits) return 0;
  return (/[-_./:@ ].{1,13}$/su.exec(name) ?? /.{6}$/su.exec(name))?.index ?? 0;
}

/** How much room a text takes in widths of the digit 0, rather too much than too little. */
export function widthInZeros(text: string): number {
  const wide = text.match(/[A-Zmw@%&]/g)?.length ?? 0;
  const foreign = text.match(/[^ -~]/gu)?.length ?? 0;
  return Math.round(10 * (text.length + wide * 0.3 + foreign * 0.8)) / 10;
}
