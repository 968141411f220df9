import { PlainTable } from "@/components/plain-table/plain-table";
import { EmptyState } from "@/components/states/empty-state";
import type { TeamRow } from "@/lib/use-cases/teams/list-teams";
import classes from "./people.module.css";
import { TeamButton } from "./team-form";

const columns = ["Team", "Manager", "People", "Identities", "From"];

export function TeamTable({ items, mayChange }: { items: readonly TeamRow[]; mayChange: boolean }) {
  if (items.length === 0) {
    return (
      <EmptyState
        title="No teams yet"
        sentence="Add one here, bring them with a CSV file, or let your directory push its groups."
      />
    );
  }
  return (
    <PlainTable label="Teams" columns={mayChange ? [...columns, "Change"] : columns}>
      {items.map((team) => (
        <tr key={team.id}>
          <td>
            <strong>{team.name}</strong>
          </td>
          <td className={team.manager?.active === false ? classes.inactive : undefined}>
            {team.manager
              ? `${team.manager.name}${team.manager.active ? "" : " (left)"}`
              : "Nobody"}
          </td>
          <td>{team.members.toLocaleString("en-GB")}</td>
          <td>{team.identities.toLocaleString("en-GB")}</td>
          <td>{team.directory === "scim" ? "Your directory" : "Muster"}</td>
          {mayChange ? (
            <td>
              <TeamButton
                label="Change"
                team={{ ...team, fixed: team.directory === "scim" }}
                manager={team.manager}
              />
            </td>
          ) : null}
        </tr>
      ))}
    </PlainTable>
  );
}
