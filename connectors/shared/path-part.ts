/**
 * Text of a provider as one part of a path. Half a surrogate pair, which a damaged answer may hold,
 * cannot be encoded; it becomes the replacement character, and the provider says that there is no such thing.
 */
export const pathPart = (text: string): string => encodeURIComponent(text.toWellFormed());
