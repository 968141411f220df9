/** A number as people read it: `2,466`. */
export const numberText = (n: number): string => n.toLocaleString("en-GB");

/** A number with its noun: `1 team`, `2,466 identities`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${numberText(n)} ${n === 1 ? one : many}`;
