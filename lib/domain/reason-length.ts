/** Characters of a reason: apart from its schema, so that a form need not load one. */
export const reasonLength = { least: 5, most: 1000 } as const;
