import { PlainTable } from "@/components/plain-table/plain-table";
import { Notice } from "@/components/states/notice";
import { counted } from "@/lib/domain/counted";

export interface Preview {
  items: number;
  identities: number;
  reviewerCount: number;
  reviewers: { personId: string; name: string; items: number; many: boolean }[];
  overloaded: number;
  withoutReviewer: number;
}

/** How many would be asked what, who has too many, and for how much there is nobody. */
export function PreviewTable({ preview }: { preview: Preview }) {
  const { items, identities, reviewers, overloaded, withoutReviewer } = preview;
  return (
    <section aria-label="Preview">
      <p>
        {`${counted(items, "credential")} of ${counted(identities, "identity", "identities")}, asked of ${counted(preview.reviewerCount, "person", "people")}.`}
      </p>
      {withoutReviewer > 0 ? (
        <Notice kind="warning" title={`Nobody is known for ${counted(withoutReviewer, "item")}`}>
          The analysts are asked for them. Owners can be set on the identities list first.
        </Notice>
      ) : null}
      {overloaded > 0 ? (
        <Notice
          kind="warning"
          title={`${counted(overloaded, "person", "people")} would get too many`}
        >
          More than 200 items are hardly looked at one by one. Narrow the filter or name others.
        </Notice>
      ) : null}
      {reviewers.length > 0 ? (
        <PlainTable label="Reviewers" columns={["Reviewer", { label: "Items", number: true }, ""]}>
          {reviewers.map((row) => (
            <tr key={row.personId}>
              <td>{row.name}</td>
              <td data-number>{row.items.toLocaleString("en-GB")}</td>
              <td>{row.many ? "Too many" : ""}</td>
            </tr>
          ))}
        </PlainTable>
      ) : null}
    </section>
  );
}
