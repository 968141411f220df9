/** Something that a page could not list: shown as coverage, and nothing below it may go missing. */
export interface Gap {
  /** `not_offered` and `plan` are limits of the provider: no permission and no second try closes them. */
  reason: "forbidden" | "not_enabled" | "not_found" | "not_offered" | "plan";
  scope: string;
  permission?: string;
  message: string;
  /** Which rows of the stream it may hide; absent, it may hide any. Only what is surely outside may go missing. */
  within?: GapRows;
}

/**
 * Rows are told apart by their part: the `repositoryId` among an identity's attributes, or else its
 * container.
 * - `{ part }`: only rows of that part, of these only those whose identity's id begins with `idPrefix`
 *   and not with `notPrefix`, and of these only records of the types in `only`. Where none is named a fact is lacking, but no row.
 *   `entries`: no identity, and only entries whose id is that of their identity followed by one of these.
 * - `unread`: whatever lies outside the parts that the pages of this stream name in `read`.
 */
export type GapRows =
  | "unread"
  | {
      part: string;
      idPrefix?: string;
      notPrefix?: string;
      only?: readonly Dependent[];
      entries?: readonly string[];
    };
type Dependent = "credential" | "grant" | "trust";
