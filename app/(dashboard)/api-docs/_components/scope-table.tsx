import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { type TokenScope, tokenScopes } from "@/lib/domain/people/permissions";
import { scopeWords } from "../../settings/_components/scope-words";
import classes from "./route-group.module.css";
import type { RouteFacts } from "./route-facts";

/** The scopes that a token can have, and how many of these operations each opens. */
export function ScopeTable({ routes }: { routes: readonly RouteFacts[] }) {
  const opens = (scope: TokenScope) => routes.filter(({ scopes }) => scopes.includes(scope)).length;
  return (
    <section className={classes.group}>
      <PlainTable
        label="Scopes of a token"
        columns={["Scope", "What it opens", { label: "Operations here", number: true }]}
      >
        {(Object.keys(tokenScopes) as TokenScope[]).map((scope) => (
          <tr key={scope}>
            <td className={cells.mono}>{scope}</td>
            <td>{scopeWords[scope].sentence}</td>
            <td data-number>{opens(scope)}</td>
          </tr>
        ))}
      </PlainTable>
    </section>
  );
}
