/** Why a text is not the JSON that was promised. `at` counts bytes from the start of the file. */
export class BadJson extends Error {
  override readonly name = "BadJson";
  constructor(
    readonly why: "cut" | "invalid" | "too_large" | "other",
    readonly at: number,
  ) {
    super(why);
  }
}

/**
 * A piece of a document: an entry of one of its lists, or a value that is none. `key` is the name at
 * the top of the document; `document` counts the documents of the file.
 */
export interface Slice {
  document: number;
  key: string;
  /** Which entry of a list; null for a value that is no list. */
  index: number | null;
  start: number;
  end: number;
}

/** Larger than any entry that AWS has: a policy is at most some 10 kB, a principal holds a few dozen. */
const mostEntryBytes = 5 * 1024 * 1024;

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Walks over JSON without building it: gives where each entry begins and ends, so that a file of any
 * size is parsed an entry at a time. Documents may follow one another or lie in a list. What is inside
 * a piece is not checked here. Throws BadJson.
 */
export class JsonSlices {
  /** Names of the lists that were met, the empty ones too. */
  readonly lists = new Set<string>();
  #at: number;
  #document = -1;

  constructor(
    private readonly bytes: Buffer,
    from: number,
  ) {
    this.#at = from;
  }

  *all(): Generator<Slice> {
    while (this.#peek() !== undefined) {
      if (this.#peek() !== openBracket) {
        yield* this.#documentSlices();
        continue;
      }
      for (const _index of this.#listEntries()) yield* this.#documentSlices();
    }
  }

  *#documentSlices(): Generator<Slice> {
    if (this.#peek() !== openBrace) throw this.#notADocument();
    this.#document += 1;
    this.#at += 1;
    if (this.#peek() === closeBrace) return void (this.#at += 1);
    for (;;) {
      const key = this.#key();
      yield* this.#valueSlices(key);
      if (this.#next() === closeBrace) return;
      this.#expectLast(comma);
    }
  }

  *#valueSlices(key: string): Generator<Slice> {
    if (this.#peek() !== openBracket) {
      const [start, end] = this.#value();
      yield { document: this.#document, key, index: null, start, end };
      return;
    }
    this.lists.add(key);
    for (const index of this.#listEntries()) {
      const [start, end] = this.#value();
      yield { document: this.#document, key, index, start, end };
    }
  }

  /** Stands before each entry of a list in turn; whoever walks takes the entry. */
  *#listEntries(): Generator<number> {
    this.#at += 1;
    if (this.#peek() === closeBracket) return void (this.#at += 1);
    for (let index = 0; ; index += 1) {
      yield index;
      if (this.#next() === closeBracket) return;
      this.#expectLast(comma);
    }
  }

  #key(): string {
    if (this.#peek() !== quote) throw this.#invalid();
    const start = this.#at;
    this.#skipString();
    const text = this.bytes.toString("utf8", start, this.#at);
    if (this.#next() !== colon) throw this.#invalid(this.#at - 1);
    try {
      return JSON.parse(text) as string;
    } catch {
      throw this.#invalid(start);
    }
  }

  #value(): [start: number, end: number] {
    const first = this.#peek();
    const start = this.#at;
    if (first === undefined) throw new BadJson("cut", start);
    if (first === quote) this.#skipString();
    else if (first === openBrace || first === openBracket) this.#skipNested();
    else this.#skipLiteral();
    if (this.#at === start) throw this.#invalid();
    const isText = first === quote;
    if (!isText && this.#at - start > mostEntryBytes) throw new BadJson("too_large", start);
    return [start, this.#at];
  }

  #skipString(): void {
    for (let at = this.#at + 1; ;) {
      const end = this.bytes.indexOf(quote, at);
      if (end < 0) throw new BadJson("cut", this.bytes.length);
      let slashes = 0;
      while (this.bytes[end - 1 - slashes] === backslash) slashes += 1;
      at = end + 1;
      if (slashes % 2 === 0) return void (this.#at = at);
    }
  }

  #skipNested(): void {
    const { bytes } = this;
    let depth = 0;
    while (this.#at < bytes.length) {
      const byte = bytes[this.#at];
      if (byte === quote) {
        this.#skipString();
        continue;
      }
      this.#at += 1;
      if (byte === openBrace || byte === openBracket) depth += 1;
      else if ((byte === closeBrace || byte === closeBracket) && (depth -= 1) === 0) return;
    }
    throw new BadJson("cut", bytes.length);
  }

  #skipLiteral(): void {
    const rest = this.bytes.toString("latin1", this.#at, this.#at + 64);
    this.#at += /^[-+.\w]*/.exec(rest)?.[0].length ?? 0;
    if (this.#at >= this.bytes.length) throw new BadJson("cut", this.#at);
  }

  #peek(): number | undefined {
    while (isBlank(this.bytes[this.#at])) this.#at += 1;
    return this.bytes[this.#at];
  }

  #next(): number | undefined {
    const byte = this.#peek();
    if (byte === undefined) throw new BadJson("cut", this.#at);
    this.#at += 1;
    return byte;
  }

  /** The byte that was just taken must be this one. */
  #expectLast(byte: number): void {
    if (this.bytes[this.#at - 1] !== byte) throw this.#invalid(this.#at - 1);
  }

  #notADocument(): BadJson {
    const isValue = /^(["\d\-[]|true|false|null)/.test(
      this.bytes.toString("latin1", this.#at, this.#at + 5),
    );
    return isValue ? new BadJson("other", this.#at) : this.#invalid();
  }

  #invalid(at = this.#at): BadJson {
    return new BadJson(at >= this.bytes.length ? "cut" : "invalid", at);
  }
}
