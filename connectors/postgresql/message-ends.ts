const headLength = 5;
/** ErrorResponse and NoticeResponse: fields that each end with a zero, and a zero after the last. */
const ofFields = new Set(["E", "N"]);

/**
 * Watches what a server says, in whatever pieces it comes, and returns false from the first message
 * on whose end is missing: pg's parser would look for the end of an error's fields for ever.
 * Messages as in "Message Formats" of PostgreSQL's protocol: a type of one byte, then four of length.
 */
export function watchMessageEnds(): (chunk: Buffer) => boolean {
  const head = Buffer.alloc(headLength);
  let filled = 0;
  let bodyLength = 0;
  let left = 0;
  let lastTwo = Buffer.alloc(0);
  const isEnded = (): boolean =>
    !ofFields.has(head.toString("latin1", 0, 1)) ||
    (bodyLength === 1 && lastTwo[0] === 0) ||
    (bodyLength > 1 && lastTwo[0] === 0 && lastTwo[1] === 0);
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (filled < headLength) {
        const taken = chunk.copy(head, filled, at, at + headLength - filled);
        filled += taken;
        at += taken;
        if (filled < headLength) return true;
        bodyLength = head.readUInt32BE(1) - 4;
        if (bodyLength < 0) return false;
        left = bodyLength;
        lastTwo = Buffer.alloc(0);
      }
      const body = chunk.subarray(at, at + left);
      at += body.length;
      left -= body.length;
      if (body.length > 0) lastTwo = Buffer.concat([lastTwo, body.subarray(-2)]).subarray(-2);
      if (left > 0) return true;
      if (!isEnded()) return false;
      filled = 0;
    }
    return true;
  };
}
