const hidden = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A name from outside with its control characters and the marks that turn text around as escapes. */
export const visible = (name: string): string =>
  name.replaceAll(
    hidden,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
