/** What a bulk command takes: the rows that were ticked, or everything the filter matches. */
export type Target = { ids: string[] } | { matching: string; expected: number };

export const countOf = (target: Target): number =>
  "ids" in target ? target.ids.length : target.expected;

/** What the person who looks at the list may do with it. */
export interface May {
  assign: boolean;
  label: boolean;
  classify: boolean;
  /** Asking to take it out of service; for owners, what is theirs. */
  offboard: boolean;
  export: boolean;
  /** Starting a review of what the list shows. */
  review: boolean;
  share: boolean;
  /** Opening the sources that the rows come from. */
  sources: boolean;
  connect: boolean;
  /** Loading the sample organisation. */
  sample: boolean;
  /** Seeing nothing but what is theirs. */
  ownOnly: boolean;
}

/** What of it concerns one identity. */
export type DetailMay = Pick<May, "assign" | "label" | "classify" | "offboard" | "sources">;
