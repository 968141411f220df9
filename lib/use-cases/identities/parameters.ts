/** Collects the values of a statement; the text only ever holds `$1`, `$2`, … and our own words. */
export class Parameters {
  /** Begins after the values that a statement has already. */
  constructor(readonly values: unknown[] = []) {}
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
