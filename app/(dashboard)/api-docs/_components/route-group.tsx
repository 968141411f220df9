import { Title } from "@mantine/core";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import classes from "./route-group.module.css";

interface Route {
  method: string;
  path: string;
  summary: string;
}

const titleOf = (noun: string) =>
  (noun.charAt(0).toUpperCase() + noun.slice(1)).replaceAll("-", " ");

/** The methods of one noun of the API. */
export function RouteGroup({ noun, routes }: { noun: string; routes: readonly Route[] }) {
  const title = titleOf(noun);
  return (
    <section className={classes.group}>
      <Title order={2} size="h3">
        {title}
      </Title>
      <PlainTable label={`${title}: methods`} columns={["What it does", "Method", "Path"]}>
        {routes.map((route) => (
          <tr key={`${route.method} ${route.path}`}>
            <td>{route.summary}</td>
            <td>
              <span className={classes.method} data-reads={route.method === "get" || undefined}>
                {route.method.toUpperCase()}
              </span>
            </td>
            <td className={cells.mono}>/api/v1{route.path}</td>
          </tr>
        ))}
      </PlainTable>
    </section>
  );
}
