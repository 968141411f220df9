import { ActionIcon } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { SortDirection, SortKey } from "@/lib/domain/inventory/list-order";
import { identityColumns } from "./columns";
import classes from "./inventory.module.css";

interface SortChoiceProps {
  sort: SortKey;
  dir: SortDirection;
  onSort: (order: { sort: SortKey; dir: SortDirection }) => void;
}

const orders = identityColumns(() => undefined).flatMap(({ title, sortKey, firstDirection }) =>
  sortKey ? [{ title, key: sortKey as SortKey, first: firstDirection ?? "desc" }] : [],
);

/** The order of the list where the columns that sort have no room. */
export function SortChoice({ sort, dir, onSort }: SortChoiceProps) {
  const Arrow = dir === "asc" ? IconArrowUp : IconArrowDown;
  return (
    <div className={classes.sortBy}>
      <label>
        Sort by
        <select
          value={sort}
          onChange={(event) => {
            const order = orders.find(({ key }) => key === event.currentTarget.value);
            if (order) onSort({ sort: order.key, dir: order.first });
          }}
        >
          {orders.map(({ key, title }) => (
            <option key={key} value={key}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <ActionIcon
        variant="default"
        size={30}
        aria-label={dir === "asc" ? "Sort descending" : "Sort ascending"}
        onClick={() => onSort({ sort, dir: dir === "asc" ? "desc" : "asc" })}
      >
        <Arrow size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
