import { Title } from "@mantine/core";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import classes from "./route-group.module.css";
import type { RouteFacts } from "./route-facts";

const titleOf = (noun: string) =>
  (noun.charAt(0).toUpperCase() + noun.slice(1)).replaceAll("-", " ");

const columns = ["What it does", "Path", "Token scope", "Roles", "Answers"];

const roleWords = (roles: RouteFacts["roles"]): string =>
  roles?.map((role) => role.replace(":own", " (theirs)")).join(", ") ?? "Everybody";

function RouteLine({ route }: { route: RouteFacts }) {
  return (
    <tr>
      <td>{route.summary}</td>
      <td>
        <span className={classes.path}>
          <span className={classes.method} data-reads={route.method === "get" || undefined}>
            {route.method.toUpperCase()}
          </span>{" "}
          <span className={cells.mono}>/api/v1{route.path}</span>
        </span>
      </td>
      <td>
        {route.personOnly ? (
          <span className={cells.quiet}>{route.personOnly}</span>
        ) : (
          <span className={cells.mono}>{route.scopes.join(", ") || "none needed"}</span>
        )}
      </td>
      <td>{roleWords(route.roles)}</td>
      <td>
        <span>
          {route.answer} <span className={cells.quiet}>{route.refusals}</span>
        </span>
      </td>
    </tr>
  );
}

/** The methods of one noun of the API, with who may call them and what they answer. */
export function RouteGroup({ noun, routes }: { noun: string; routes: readonly RouteFacts[] }) {
  const title = titleOf(noun);
  return (
    <section className={classes.group}>
      <Title order={2} size="h3">
        {title}
      </Title>
      <PlainTable label={`${title}: methods`} columns={columns}>
        {routes.map((route) => (
          <RouteLine key={`${route.method} ${route.path}`} route={route} />
        ))}
      </PlainTable>
    </section>
  );
}
