import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { LocalLink as Link } from "@/components/shell/local-link";
import { EmptyState } from "@/components/states/empty-state";
import type { DirectoryRow } from "@/lib/use-cases/people/list-directory";
import { DisableButton } from "./disable-button";

const origins: Record<string, string> = {
  scim: "Your directory",
  csv: "A CSV file",
  deleted: "Deleted in your directory",
};
const columns = ["Person", "Manager", "Teams", "From", "Owns", "State"];

interface DirectoryTableProps {
  items: readonly DirectoryRow[];
  mayDisable: boolean;
  ownId: string;
}

function State({ item }: { item: DirectoryRow }) {
  if (item.leaver) {
    return (
      <Link href={`/people/leavers/${item.leaver.id}`}>
        Left, {item.leaver.undecided.toLocaleString("en-GB")} to decide
      </Link>
    );
  }
  return item.status === "active" ? "Active" : "Disabled";
}

export function DirectoryTable({ items, mayDisable, ownId }: DirectoryTableProps) {
  if (items.length === 0) {
    return <EmptyState title="Nobody found" sentence="Nobody's name or address contains this." />;
  }
  return (
    <PlainTable label="People" columns={mayDisable ? [...columns, "Access"] : columns}>
      {items.map((item) => (
        <tr key={item.id}>
          <td>
            <strong>{item.name}</strong>
            <div className={cells.quiet}>
              {item.title ? `${item.title} · ` : ""}
              {item.email}
            </div>
          </td>
          <td>{item.manager ?? "None"}</td>
          <td>{item.teams.join(", ") || "None"}</td>
          <td>{origins[item.directory ?? ""] ?? "Sign-in or invitation"}</td>
          <td>
            {item.owned === 0 ? (
              "Nothing"
            ) : (
              <Link href={`/identities?${new URLSearchParams({ q: `owner:${item.email}` })}`}>
                {item.owned.toLocaleString("en-GB")}
              </Link>
            )}
          </td>
          <td>
            <State item={item} />
          </td>
          {mayDisable ? (
            <td>
              {item.status === "active" && item.id !== ownId ? (
                <DisableButton personId={item.id} name={item.name} owned={item.owned} />
              ) : null}
            </td>
          ) : null}
        </tr>
      ))}
    </PlainTable>
  );
}
