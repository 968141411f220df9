/** Whether the IAM pattern (`*`, `?`) matches the text; a `?` never stands for a literal `*`. */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    const sign = pattern[p];
    if (sign === "*") {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (sign === text[t] || (sign === "?" && text[t] !== "*"))) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** Whether some text matches both patterns. */
export function globsOverlap(left: string, right: string): boolean {
  let row = overlapRow(left, right, left.length, null);
  for (let i = left.length - 1; i >= 0; i--) row = overlapRow(left, right, i, row);
  return row[0] === true;
}

function overlapRow(left: string, right: string, i: number, below: boolean[] | null): boolean[] {
  const row: boolean[] = [];
  for (let j = right.length; j >= 0; j--) {
    const a = left[i];
    const b = right[j];
    const skipLeft = a === "*" && below?.[j] === true;
    const skipRight = b === "*" && row[j + 1] === true;
    const both = a !== undefined && b !== undefined && (a === b || a === "?" || b === "?");
    const consume =
      (both && below?.[j + 1] === true) ||
      (a === "*" && b !== undefined && row[j + 1] === true) ||
      (b === "*" && a !== undefined && below?.[j] === true);
    row[j] = (a === undefined && b === undefined) || skipLeft || skipRight || consume;
  }
  return row;
}
