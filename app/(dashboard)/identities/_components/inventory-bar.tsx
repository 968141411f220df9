"use client";

import { ActionIcon, Button, Group } from "@mantine/core";
import { IconClipboardCheck, IconKeyboard, IconLayoutSidebar } from "@tabler/icons-react";
import type { RefObject } from "react";
import { ColumnMenu } from "@/components/data-table/column-menu";
import { stepWidth } from "@/components/data-table/shown-widths";
import { LocalLink as Link } from "@/components/shell/local-link";
import type { IdentityFilter } from "@/lib/domain/inventory/identity-filter";
import { AddFilter } from "./add-filter";
import { identityColumns } from "./columns";
import { ExportMenu } from "./export-menu";
import classes from "./inventory.module.css";
import { QueryInput } from "./query-input";
import { SortChoice } from "./sort-choice";
import { facetsId, type ReadFacets } from "./use-facets";
import type { useInventoryUrl } from "./use-inventory";

interface InventoryBarProps {
  url: ReturnType<typeof useInventoryUrl>;
  counts: ReadFacets;
  filter: IdentityFilter;
  error: string | null;
  input: RefObject<HTMLInputElement | null>;
  asked: number;
  drawer: boolean;
  onDrawer: () => void;
  onHelp: () => void;
  mayExport: boolean;
  mayReview: boolean;
}

const columns = identityColumns(() => undefined).map(({ id, title }) => ({ id, title }));

/** The filter as text, and everything that changes what the list shows. */
export function InventoryBar(props: InventoryBarProps) {
  const { url, counts, filter } = props;
  return (
    <div className={classes.bar}>
      <QueryInput
        q={url.q}
        error={props.error}
        inputRef={props.input}
        onQuery={(q) => void url.setUrl({ q: q || null })}
      />
      <Group gap={8} mih={32}>
        <SortChoice sort={url.sort} dir={url.dir} onSort={(order) => void url.setUrl(order)} />
        <AddFilter counts={counts} filter={filter} onFilter={url.setFilter} asked={props.asked} />
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconLayoutSidebar size={16} aria-hidden />}
          aria-expanded={props.drawer}
          aria-controls={facetsId}
          onClick={props.onDrawer}
        >
          Facets
        </Button>
        <div className={classes.columns}>
          <ColumnMenu
            columns={columns}
            order={url.order}
            onOrder={(order) => void url.setUrl({ cols: order })}
            onReset={() => void url.setUrl({ cols: null, widths: null, rows: null })}
            density={url.rows}
            onStep={(id, by) => stepWidth(id, by, url.setWidth)}
            onDensity={(rows) => void url.setUrl({ rows })}
          />
        </div>
        {props.mayReview ? (
          <Button
            component={Link}
            // Its page is heavier than the list; few visits go there.
            prefetch={false}
            variant="default"
            size="compact-md"
            leftSection={<IconClipboardCheck size={16} aria-hidden />}
            href={`/reviews/new?${new URLSearchParams({ q: url.q })}`}
          >
            Start a review of this view
          </Button>
        ) : null}
        {props.mayExport ? (
          <ExportMenu search={new URLSearchParams({ q: url.q, sort: url.sort, dir: url.dir })} />
        ) : null}
        <ActionIcon
          className={classes.keys}
          variant="default"
          size={30}
          aria-label="Show keys"
          onClick={props.onHelp}
        >
          <IconKeyboard size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </div>
  );
}
