export declare function chooseNode(
  root: string,
  running?: { version: string; file: string },
): string;
